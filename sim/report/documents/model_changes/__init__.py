"""Generated page of what moved since the last release."""
