"""The findings document: text whose numbers and claims the model has to bear out."""
