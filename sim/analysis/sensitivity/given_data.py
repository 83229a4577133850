"""Given-data sensitivity, from the draws of an ensemble: main effects, PAWN, and regional.

References
----------
Pianosi and Wagener 2015, doi:10.1016/j.envsoft.2015.01.004, and 2018, doi:10.1016/j.envsoft.2018.07.019;
Hornberger and Spear 1981, Journal of Environmental Management 12, 7-18.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.analysis.sensitivity.indices import (
    FIFTHS,
    GROUPS,
    SLICES,
    main_effects,
    pawn_distances,
    regional_separation,
    share_together,
)
from sim.analysis.sensitivity.result import QUANTILES, Method, Ranking, Sensitivity
from sim.analysis.sensitivity.runs import Runs, check_enough, check_sound
from sim.arrays import Array

LEAST_INSIDE = 100  # members within a slice or a fifth
COURSE = 10  # factors, the most influential, whose index is followed as the runs increase
DUMMIES = 5  # factors unrelated to the figure, whose index shows what chance alone gives
_PARTS: Mapping[Method, tuple[int, str, str]] = {
    "pawn": (SLICES, "段", "slices"),
    "regional": (FIFTHS, "档", "fifths"),
    "main": (GROUPS, "组", "groups"),
}


def given_data(runs: Runs, method: Method, members: int, seed: int) -> Sensitivity:
    """Return the dependence between each factor's value and the figure, from given draws.

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
    values, disturbances, figures = runs.ensemble(members)
    last_year = runs.sampler.last_year
    if last_year is not None:
        tails = np.quantile(values, (QUANTILES[0], QUANTILES[-1]), axis=1).T
        known = zip(runs.factors, tails.tolist(), strict=True)
        runs.factors = tuple(replace(one, tails=(low, high)) for one, (low, high) in known)
    own, swings = runs.swings(runs.factors)
    dummies = np.random.default_rng(seed).random((members, DUMMIES))
    columns = np.concatenate([values.T, dummies], axis=1)
    rankings = []
    for place in range(len(runs.questions)):
        found = _ranking(runs, place, method, columns, figures[place])
        if method == "main":
            rest, error = share_together(disturbances.T, figures[place])
            found = replace(found, rest=rest, rest_error=error)
        rankings.append(replace(found, own=float(own[place]), swings=swings[place]))
        if runs.progress:
            runs.progress(place + 1, len(runs.questions))
    return Sensitivity(
        method, seed, runs.scenario, runs.workspace, runs.done, members, runs.failed,
        runs.factors, (), np.zeros(len(runs.questions)), tuple(rankings), last_year,
    )  # fmt: skip


def _ranking(runs: Runs, place: int, method: Method, values: Array, figures: Array) -> Ranking:
    """Return the ranking for one figure.

    The course is followed for the first few factors only, because it takes as long as everything else.

    Parameters
    ----------
    values : (member, factor + dummy) [units of the factors]
    figures : (member,) [unit of the figure]
    """
    sound = np.isfinite(figures)
    values, figures = values[sound], figures[sound]
    check_sound(runs.questions[place], figures.size, LEAST_INSIDE)
    known = len(runs.factors)
    columns = _columns(method, values, figures)
    index = _index(method, columns)
    course = np.full((3, known), np.nan)
    course[2] = index[:known]
    first = np.argsort(-course[2], kind="stable")[:COURSE]
    for row, part in enumerate((figures.size // 4, figures.size // 2)):
        course[row, first] = _index(method, _columns(method, values[:part, first], figures[:part]))
    return Ranking(
        runs.questions[place],
        course[2],
        {name: each[:known] for name, each in columns.items()},
        course,
        np.full((known, 2), np.nan),
        np.nan,
        np.quantile(figures, QUANTILES),
        noise=float(index[known:].max()),
        mean=float(figures.mean()),
    )


def _index(method: Method, columns: Mapping[str, Array]) -> Array:
    """Return the index that the method ranks by, (factor,) [0 to 1]."""
    return columns["share"] if method == "main" else np.max(list(columns.values()), axis=0)


def _columns(method: Method, values: Array, figures: Array) -> dict[str, Array]:
    """Return the method's findings by name, (factor,) [0 to 1] each, for values (member, factor)."""
    if method == "pawn":
        return {"distance": pawn_distances(values, figures)}
    if method == "main":
        return dict(zip(("share", "share_error"), main_effects(values, figures), strict=True))
    separation = np.nan_to_num(regional_separation(values, figures))
    return {f"fifth_{number}": each for number, each in enumerate(separation, start=1)}
