"""Tests of contributions and backcasts."""
