"""What a change of the model changes: the same scenarios on two models, and the last release's results."""
