"""The model document: sectors, equations, evidence, loops, indicators and sources."""
