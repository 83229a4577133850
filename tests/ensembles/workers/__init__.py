"""Tests of sim/ensembles/workers."""
