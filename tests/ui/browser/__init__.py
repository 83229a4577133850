"""The simulator in Chromium."""
