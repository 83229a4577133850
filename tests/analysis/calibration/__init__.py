"""Tests of sim/analysis/calibration."""
