"""What is known of the model's constants, levers, loops, indicators and their sources."""
