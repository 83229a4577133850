"""Tests of sim/analysis/sensitivity."""
