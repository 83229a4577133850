"""Fits constants of the model to what was observed, without looking at any target."""
