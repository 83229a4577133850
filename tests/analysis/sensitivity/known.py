"""Functions of the unit cube whose sensitivity is known."""

from __future__ import annotations

import numpy as np

from sim.arrays import Array

# Ishigami and Homma 1990 with a = 7, b = 0.1: shares of V = a²/8 + b π⁴/5 + b² π⁸/18 + 1/2.
_A, _B = 7.0, 0.1
_WHOLE = _A**2 / 8 + _B * np.pi**4 / 5 + _B**2 * np.pi**8 / 18 + 0.5
_X1 = 0.5 * (1 + _B * np.pi**4 / 5) ** 2
_X13 = _B**2 * np.pi**8 * (1 / 18 - 1 / 50)
ISHIGAMI_FIRST = np.array([_X1, _A**2 / 8, 0]) / _WHOLE
ISHIGAMI_TOTAL = np.array([_X1 + _X13, _A**2 / 8, _X13]) / _WHOLE


def ishigami(points: Array) -> Array:
    """Return the figures (member,) at points (member, 3)."""
    x, y, z = np.pi * (2 * points.T - 1)
    return np.asarray(np.sin(x) + _A * np.sin(y) ** 2 + _B * z**4 * np.sin(x), dtype=np.float64)


def linear(points: Array, weights: Array) -> Array:
    """Return a weighted sum; the shares of its variance are those of the squared weights."""
    return 10 + points @ weights


G = np.array([0.0, 1.0, 4.5, 9.0])


def g_function(points: Array) -> Array:
    """Return Sobol's g-function, Π (|4 x - 2| + a) / (1 + a)."""
    return np.asarray(np.prod((np.abs(4 * points - 2) + G) / (1 + G), axis=1), dtype=np.float64)


def g_indices() -> tuple[Array, Array]:
    """Return first- and total-order indices of the g-function, (4,) each."""
    alone = 1 / (3 * (1 + G) ** 2)
    whole = np.prod(1 + alone) - 1
    return alone / whole, alone * np.prod(1 + alone) / (1 + alone) / whole
