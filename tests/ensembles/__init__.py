"""Tests of sim/ensembles."""
