"""Evaluation of a plan: pace and class of each target, its prospect, and what made the gap."""
