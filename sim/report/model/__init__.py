"""Reports on a model file: checks, benchmarks, runs, single variables."""
