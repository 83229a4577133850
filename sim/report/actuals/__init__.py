"""Actuals on screen and in a workbook: what was understood, what is kept, the template to fill."""
