"""Tests of sim/analysis."""
