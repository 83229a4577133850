"""Draws of the uncertain constants: which values each member of an ensemble runs with."""
