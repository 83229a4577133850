"""Arguments of public functions, as Python, NumPy and pandas write them."""

from __future__ import annotations

import math
from numbers import Real

import numpy as np


def as_number(value: object) -> float | None:
    """Return an int, float, NumPy number or 0-d array as a float; None for all else.

    Truth values and text are no numbers, even where Python would convert them.

    Examples
    --------
    >>> as_number(np.float32(0.5)), as_number(np.array(7)), as_number(True), as_number("7")
    (0.5, 7.0, None, None)
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    try:
        return float(value)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf
