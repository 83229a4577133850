"""The environment of a checkout: made, looked after and used by ``bootstrap.py``, without any library."""
