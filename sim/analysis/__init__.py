"""Analysis of a model: sensitivity, scenario discovery, calibration, validation, checks, and the audit."""
