"""Chinese fonts of charts and pages."""
