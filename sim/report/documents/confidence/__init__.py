"""The confidence document: the tests of the model, and those that it has not passed."""
