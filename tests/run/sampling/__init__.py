"""Tests of sim/run/sampling."""
