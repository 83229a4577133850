"""Tests of the shipped model, its facts and its scenarios."""
