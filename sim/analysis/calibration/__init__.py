"""Calibration: constants of the model fitted to observations, without using any target."""
