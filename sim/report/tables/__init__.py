"""Reports of the commands on runs, ensembles, plan and model: text, rows and records."""
