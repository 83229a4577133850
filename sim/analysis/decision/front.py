"""Searches settings of which none is better than another in every objective, by NSGA-II.

The only module that imports pymoo. Draws are common to all settings and the search has a seed, so that equal
requests give equal bits. All settings that were tried count for the front, not those of the last generation
alone.

References
----------
Deb, Pratap, Agarwal and Meyarivan 2002, doi:10.1109/4235.996017. pymoo: Blank and Deb 2020,
doi:10.1109/ACCESS.2020.2990567.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.problem import Problem
from pymoo.optimize import minimize
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

from sim.arrays import Array

POPULATION = 48  # settings of a generation
Values = Callable[
    [Array], Array
]  # settings (setting, lever) to objectives (setting, objective), higher is better


class _Trial(Problem):  # type: ignore[misc]  # pymoo has no types
    def __init__(self, values: Values, levers: int, objectives: int) -> None:
        super().__init__(n_var=levers, n_obj=objectives, xl=0.0, xu=1.0)
        self._values = values
        self.points: list[Array] = []
        self.found: list[Array] = []

    def _evaluate(self, points: Array, out: dict[str, Array], *_: object, **__: object) -> None:
        found = self._values(points)
        self.points.append(points.copy())
        self.found.append(found)
        out["F"] = -found


def search_front(
    values: Values, starts: Array, objectives: int, generations: int, seed: int
) -> tuple[Array, Array]:
    """Return the settings of the front among all that are tried, and their objectives.

    Parameters
    ----------
    values : of settings in the unit box, higher is better
    starts : (setting, lever)  settings to begin with
    objectives : number of them
    generations : of `POPULATION` settings each

    Returns
    -------
    (setting, lever), (setting, objective)
    """
    trial = _Trial(values, starts.shape[1], objectives)
    algorithm = NSGA2(pop_size=POPULATION, sampling=starts[:POPULATION])
    minimize(trial, algorithm, ("n_gen", generations), seed=seed, verbose=False)
    points, found = np.concatenate(trial.points), np.concatenate(trial.found)
    _, first = np.unique(points, axis=0, return_index=True)
    first.sort()
    points, found = points[first], found[first]
    kept = front_of(found)
    return points[kept], found[kept]


def front_of(values: Array) -> Array:
    """Return the places of rows that no other row is at least as good as in every column: (row,).

    Parameters
    ----------
    values : (row, column)  higher is better

    Examples
    --------
    >>> front_of(np.array([[1.0, 3.0], [2.0, 2.0], [1.0, 2.0]])).tolist()
    [0, 1]
    """
    found = NonDominatedSorting().do(-values, only_non_dominated_front=True)
    return np.sort(np.asarray(found))


def spread_out(values: Array, count: int) -> Array:
    """Return the places of a few rows spread over all: the best in each column, then the farthest from those.

    Parameters
    ----------
    values : (row, column)

    Examples
    --------
    >>> spread_out(np.array([[0.0, 4.0], [1.0, 3.0], [2.0, 2.0], [4.0, 0.0]]), 3).tolist()
    [0, 2, 3]
    """
    width = np.ptp(values, axis=0)
    scaled = (values - values.min(axis=0)) / np.where(width > 0, width, 1.0)
    kept = list(dict.fromkeys(scaled.argmax(axis=0).tolist()))[:count]
    while len(kept) < min(count, len(values)):
        apart = np.min([np.abs(scaled - scaled[at]).sum(axis=1) for at in kept], axis=0)
        apart[kept] = -1.0
        kept.append(int(apart.argmax()))
    return np.sort(np.array(kept))
