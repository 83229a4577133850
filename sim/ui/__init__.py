"""The pages of the simulator: widgets, charts and texts, no arithmetic."""
