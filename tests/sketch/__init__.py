"""Tests of sim/sketch."""
