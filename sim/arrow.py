"""Arrow in threads."""

from __future__ import annotations


def load_pandas() -> None:
    """Load pandas before Arrow does, which finds it half loaded where two threads make it do so at once.

    It takes a second; so only what makes tables in threads asks for it.
    """
    import pandas as pd  # noqa: F401
