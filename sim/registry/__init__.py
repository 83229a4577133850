"""Facts about the model: constants, levers, loops, indicators, observations, plan and their sources."""
