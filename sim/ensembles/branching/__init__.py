"""Ensembles that go on from the end of a year: their members' states and past, kept in a folder."""
