"""The confidence document: what the model was asked and what it has not passed."""
