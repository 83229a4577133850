"""Tests of sim/analysis/discovery."""
