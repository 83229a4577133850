"""Tests of sim/report/sensitivity."""
