"""Draws of the uncertain constants: the values each member of an ensemble runs with."""
