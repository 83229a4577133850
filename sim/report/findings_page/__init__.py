"""The findings: hand-written text whose numbers, and whose claims, the model has to bear out."""
