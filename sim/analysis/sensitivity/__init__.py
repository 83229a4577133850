"""Global sensitivity analysis: the uncertain constants and levers that an indicator's spread comes from."""
