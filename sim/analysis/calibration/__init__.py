"""Calibration: constants of the model fitted to what was observed, without looking at any target."""
