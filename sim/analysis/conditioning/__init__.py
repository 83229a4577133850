"""Conditioning of the joint prior on observations: a forecast that has learned from what happened."""
