"""Pages in one file that run the model by themselves, without a network."""
