"""Tests of sim/analysis/checks."""
