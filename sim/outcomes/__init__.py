"""Outcomes of runs: indicators, targets, spread, and comparison with observations."""
