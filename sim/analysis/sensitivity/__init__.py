"""What decides an indicator: which uncertain constants, and levers where asked, its spread comes from."""
