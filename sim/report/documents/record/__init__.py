"""Generated document: the record of past forecasts."""
