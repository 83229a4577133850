"""Dimensional analysis of a model's equations."""
