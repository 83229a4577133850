"""Generated Markdown documents."""
