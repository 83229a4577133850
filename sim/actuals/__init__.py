"""Actuals: official figures from the files that offices have, checked and kept with their source."""
