"""The board of targets: which are met with what probability, when, and how many of them together."""
