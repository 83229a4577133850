"""What the draws of an ensemble say, with the correlations between them: PAWN, and regional."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.analysis.sensitivity.by_variance import QUANTILES
from sim.analysis.sensitivity.methods import (
    FIFTHS,
    SLICES,
    Array,
    pawn_distances,
    regional_separation,
)
from sim.analysis.sensitivity.result import Method, Ranking, Sensitivity
from sim.analysis.sensitivity.runs import Runs, check_enough

LEAST_INSIDE = 100  # members within a slice or a fifth, of a quarter of all members for the course
STRANGERS = 5  # factors that have nothing to do with the figure, to see what chance alone gives
_PARTS: Mapping[Method, tuple[int, str, str]] = {
    "pawn": (SLICES, "段", "slices"),
    "regional": (FIFTHS, "档", "fifths"),
}


def by_draws(runs: Runs, method: Method, members: int, seed: int) -> Sensitivity:
    """Return how much knowing a factor says of the figure, or the figure of a factor.

    Raises
    ------
    SimError: too few members.
    """
    parts, zh, en = _PARTS[method]
    check_enough(
        members,
        LEAST_INSIDE * parts,
        f"{method} 分 {parts} {zh}，每{zh} {LEAST_INSIDE} 个",
        f"{method} looks at {parts} {en}, {LEAST_INSIDE} members in each",
    )
    values = runs.drawn(members)
    runs.planned = members
    figures = runs.figures(lambda place, part: values[place, part], members)
    own, swings = runs.swings(runs.factors)
    strangers = np.random.default_rng(seed).random((members, STRANGERS))
    columns = np.concatenate([values.T, strangers], axis=1)
    rankings = tuple(
        _ranking(runs, place, method, columns, figures[place], float(own[place]), swings[place])
        for place in range(len(runs.questions))
    )
    return Sensitivity(
        method, seed, runs.scenario, runs.workspace, runs.done, members, runs.failed,
        runs.factors, (), np.zeros(len(runs.questions)), rankings,
    )  # fmt: skip


def _ranking(
    runs: Runs, place: int, method: Method, values: Array, figures: Array, own: float, swings: Array
) -> Ranking:
    sound = np.isfinite(figures)
    values, figures = values[sound], figures[sound]
    course, columns = [], dict[str, Array]()
    for part in (len(figures) // 4, len(figures) // 2, len(figures)):
        if method == "pawn":
            index = pawn_distances(values[:part], figures[:part])
            columns = {"distance": index}
        else:
            separation = np.nan_to_num(regional_separation(values[:part], figures[:part]))
            index = separation.max(axis=0)
            columns = {f"fifth_{number}": each for number, each in enumerate(separation, start=1)}
        course.append(index)
    known = len(runs.factors)
    return Ranking(
        runs.questions[place],
        course[-1][:known],
        {name: each[:known] for name, each in columns.items()},
        np.array(course)[:, :known],
        swings,
        own,
        np.quantile(figures, QUANTILES),
        noise=float(course[-1][known:].max()),
    )
