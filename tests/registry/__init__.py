"""Tests of sim/registry."""
