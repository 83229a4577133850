"""The checks of ``teda check``: one module each, listed in `catalogue`."""
