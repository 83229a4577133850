"""Ensembles: many runs of a scenario, in shards, resumable, on disk."""
