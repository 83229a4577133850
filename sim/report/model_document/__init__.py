"""The model as a document: sectors, equations, evidence, loops, indicators and sources."""
