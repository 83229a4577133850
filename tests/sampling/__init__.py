"""Tests of sim/sampling."""
