"""Results as tables, charts and files."""
