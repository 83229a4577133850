"""The record of past forecasts: what each would have said of figures that became known later, scored."""
