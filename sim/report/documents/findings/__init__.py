"""Document of the findings: text whose numbers and claims the model has to bear out."""
