"""Variance-based sensitivity (Sobol indices), after a screening where there are many factors.

References
----------
Sobol 2001, doi:10.1016/S0378-4754(00)00270-6; Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.analysis.sensitivity.factor_screening import kept_first, screen
from sim.analysis.sensitivity.indices import (
    RESAMPLES,
    SobolIndices,
    sobol_indices,
    sobol_points,
)
from sim.analysis.sensitivity.result import QUANTILES, Method, Ranking, Sensitivity
from sim.analysis.sensitivity.runs import Runs, check_enough, check_sound
from sim.arrays import Array

LEAST_POINTS = 128  # base points; a quarter of them, for the course, still gives an index


@dataclass(frozen=True, eq=False)
class _Design:
    """The design: base points with (groups + 2) runs each.

    Parameters
    ----------
    groups : (factor,)  the factors kept come first, each by itself; those left out are the last group
    count : number of base points
    """

    groups: tuple[int, ...]
    count: int

    @property
    def width(self) -> int:
        """Return the number of runs of a base point."""
        return len(set(self.groups)) + 2


def variance_based(runs: Runs, method: Method, members: int, seed: int) -> Sensitivity:
    """Return the factors' shares of the variance; the factors vary independently.

    Raises
    ------
    SimError: too few members.
    """
    screened = screen(runs, members, seed)
    kept, left_out = kept_first(runs, screened)
    count = len(kept)
    design = _design(count, len(left_out), members)
    runs.planned = runs.done + design.count * design.width
    figures = runs.at_points(sobol_points(design.groups, design.count, seed))
    own, swings = runs.swings(kept)
    rankings = tuple(
        replace(
            _ranking(runs, place, figures[place], design, count, seed), swings=swings[place], own=own[place]
        )
        for place in range(len(runs.questions))
    )
    return Sensitivity(
        method, seed, runs.scenario, runs.workspace, runs.done, design.count, runs.failed,
        kept, left_out, screened.lost, rankings,
    )  # fmt: skip


def _design(kept: int, left_out: int, members: int) -> _Design:
    groups = (*range(kept), *(kept for _ in range(left_out)))
    width = len(set(groups)) + 2
    rest_zh, rest_en = ("、其余的一组", ", a group of the rest") if left_out else ("", "")
    check_enough(
        members,
        LEAST_POINTS * width,
        f"sobol 的 {LEAST_POINTS} 个基点，每个 {width} 次：参数 {kept} 个{rest_zh}，另加 2 次",
        f"{LEAST_POINTS} base points of sobol with {width} runs each: {kept} parameters{rest_en}, and 2",
    )
    return _Design(groups, 1 << ((members // width).bit_length() - 1))


def _ranking(runs: Runs, place: int, figures: Array, design: _Design, kept: int, seed: int) -> Ranking:
    """Return the ranking for one figure.

    Parameters
    ----------
    place : place of the question
    figures : (run,) [unit of the figure]
    kept : number of factors with an index of their own
    """
    rows = figures.reshape(design.count, design.width)
    rows = rows[np.isfinite(rows).all(axis=1)]  # a base point with a missing run is no base point
    check_sound(runs.questions[place], len(rows), LEAST_POINTS // 2)
    parts = [rows[: len(rows) // 4], rows[: len(rows) // 2], rows]
    found = [_indices(part, design, seed, 2 if part is not rows else RESAMPLES) for part in parts]
    whole = found[-1]
    nothing = np.full((kept, 2), np.nan)
    return Ranking(
        runs.questions[place],
        whole.total[:kept],
        {
            "first": whole.first[:kept],
            "first_error": whole.first_error[:kept],
            "total": whole.total[:kept],
            "total_error": whole.total_error[:kept],
        },
        np.array([each.total[:kept] for each in found]),
        nothing,
        np.nan,
        np.quantile(rows, QUANTILES),
        rest=float(whole.total[kept:].sum()),
        rest_error=float(whole.total_error[kept:].sum()),
        mean=float(rows.mean()),
    )


def _indices(rows: Array, design: _Design, seed: int, resamples: int) -> SobolIndices:
    """Return the indices of base points, (base point, run of it) [unit of the figure]."""
    return sobol_indices(design.groups, rows.ravel(), seed, resamples)
