"""Document of the findings: text whose numbers and claims are verified against the model."""
