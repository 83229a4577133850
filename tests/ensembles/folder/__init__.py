"""Tests of sim/ensembles/folder."""
