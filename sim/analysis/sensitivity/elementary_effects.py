"""Sensitivity by elementary effects (Morris): a quick look at many factors.

References
----------
Morris 1991, doi:10.1080/00401706.1991.10484804; Campolongo, Cariboni and Saltelli 2007,
doi:10.1016/j.envsoft.2006.10.004.
"""

from __future__ import annotations

import numpy as np

from sim.analysis.sensitivity.factor_screening import rough_shares, sound_paths
from sim.analysis.sensitivity.indices import morris_effects, morris_points
from sim.analysis.sensitivity.result import Method, Ranking, Sensitivity
from sim.analysis.sensitivity.runs import Runs, check_enough, check_sound
from sim.arrays import Array
from sim.sampling.quantiles import between_tails

LEAST_TRAJECTORIES = 12


def elementary_effects(runs: Runs, method: Method, members: int, seed: int) -> Sensitivity:
    """Return elementary effects between the factors' points of 5% and 95%, varied independently.

    Raises
    ------
    SimError: too few members.
    """
    factors = len(runs.factors)
    check_enough(
        members,
        LEAST_TRAJECTORIES * (factors + 1),
        f"morris 的 {LEAST_TRAJECTORIES} 条轨迹，每条 {factors} + 1 次",
        f"{LEAST_TRAJECTORIES} trajectories of morris with {factors} + 1 runs each",
    )
    count = members // (factors + 1)
    points = morris_points(factors, count, seed)
    runs.planned = len(points)
    figures = runs.at_points(between_tails(points))
    own, swings = runs.swings(runs.factors)
    rankings = tuple(
        _ranking(runs, place, points, figures[place], seed, float(own[place]), swings[place])
        for place in range(len(runs.questions))
    )
    return Sensitivity(
        method, seed, runs.scenario, runs.workspace, runs.done, count, runs.failed,
        runs.factors, (), np.zeros(len(runs.questions)), rankings,
    )  # fmt: skip


def _ranking(
    runs: Runs, place: int, points: Array, figures: Array, seed: int, own: float, swings: Array
) -> Ranking:
    """Return the ranking for one figure.

    Parameters
    ----------
    place : place of the question
    points : (run, factor) [share, 0 to 1]
    figures : (run,) [unit of the figure]
    own, swings : figure of the scenario, and (factor, 2) with each factor alone at its ends
    """
    points, figures = sound_paths(points, figures)
    steps = points.shape[1] + 1
    paths = len(points) // steps
    check_sound(runs.questions[place], paths, LEAST_TRAJECTORIES // 2)
    effects = morris_effects(points, figures, seed)
    parts = [slice(0, steps * (paths // 4)), slice(0, steps * (paths // 2)), slice(None)]
    course = np.array([rough_shares(points[part], figures[part], seed) for part in parts])
    columns = {
        "size": effects.size,
        "size_error": effects.size_error,
        "mean": effects.mean,
        "deviation": effects.deviation,
        "share": course[-1],
    }
    return Ranking(runs.questions[place], course[-1], columns, course, swings, own, np.full(3, np.nan))
