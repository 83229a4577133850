"""XMILE model files (OASIS XMILE 1.0, 2015): read into the equations of a `Source`, and written from them."""
