"""Tests of ensembles that go on from the end of a year."""
