"""Correlated factors: draws of some of them given the others, by the registry's Gaussian copula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.analysis.sensitivity.factors import Factor
from sim.arrays import Array
from sim.sampling.copula import SHARE_LEAST, drawn_together
from sim.scenario.workspace import Workspace

Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Linked:
    """Factors that are correlated, directly or through others.

    Parameters
    ----------
    places : (linked,)  their places among the factors
    correlations : (linked, linked) [1]  of their normal variates
    """

    places: NDArray[np.int64]
    correlations: Array

    def redrawn(self, base: Array, fresh: Array, marks: Marks) -> Array:
        """Return variates of which the marked ones are drawn again, given the others.

        z_u = R_uc R_cc⁻¹ z_c + L ε,  L Lᵀ = R_uu - R_uc R_cc⁻¹ R_cu

        Parameters
        ----------
        base, fresh : (member, linked) [standard normal]  independent variates of the first draw and of the
            second
        marks : (member, linked)  which are drawn again
        """
        found = base @ np.linalg.cholesky(self.correlations).T
        for pattern, rows in _patterns(marks):
            known, matrix = ~pattern, self.correlations
            weights = np.linalg.solve(matrix[np.ix_(known, known)], matrix[np.ix_(known, pattern)])
            rest = matrix[np.ix_(pattern, pattern)] - matrix[np.ix_(pattern, known)] @ weights
            drawn = fresh[np.ix_(rows, pattern)] @ np.linalg.cholesky(rest).T
            found[np.ix_(rows, pattern)] = found[np.ix_(rows, known)] @ weights + drawn
        return np.asarray(found, dtype=np.float64)


def _patterns(marks: Marks) -> Iterator[tuple[Marks, NDArray[np.intp]]]:
    """Yield each combination of marked factors, and the members that have it; not that of none."""
    patterns, which = np.unique(marks, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        if pattern.any():
            yield pattern, np.flatnonzero(which.ravel() == number)


def linked_factors(factors: Sequence[Factor], workspace: Workspace) -> tuple[Linked, ...]:
    """Return the sets of correlated factors; those that a scenario sets or a request varies are in none."""
    places = {factor.key: place for place, factor in enumerate(factors) if not factor.is_asked_for}
    found = []
    for each in drawn_together(workspace):
        inside = [number for number, key in enumerate(each.keys) if key in places]
        if len(inside) > 1:
            correlations = (each.weights @ each.weights.T)[np.ix_(inside, inside)]
            found.append(Linked(np.array([places[each.keys[number]] for number in inside]), correlations))
    return tuple(found)


def redrawn(base: Array, fresh: Array, marks: Marks, sets: Sequence[Linked]) -> Array:
    """Return points of which the marked coordinates are drawn again, given the others.

    Parameters
    ----------
    base, fresh : (member, factor) [share, 0 to 1]  independent points
    marks : (member, factor)  coordinates that are drawn again
    sets : correlated factors; the others are independent

    Returns
    -------
    (member, factor) [share, 0 to 1]
    """
    points = np.where(marks, fresh, base)
    for each in sets:
        first, second = (_normal(side[:, each.places]) for side in (base, fresh))
        points[:, each.places] = stats.norm.cdf(each.redrawn(first, second, marks[:, each.places]))
    return points


def _normal(shares: Array) -> Array:
    return np.asarray(stats.norm.ppf(np.clip(shares, SHARE_LEAST, 1 - SHARE_LEAST)), dtype=np.float64)
