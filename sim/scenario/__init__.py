"""From a scenario file to the constants of the model that it sets."""
