"""Tests of sim/outcomes."""
