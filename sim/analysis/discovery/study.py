"""Scenario discovery: the conditions under which a scenario misses a target, or meets it."""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import NDArray

from sim import arguments
from sim.analysis.discovery.boxes import Box, Limit, best_boxes, correlation, inside
from sim.analysis.discovery.result import Condition, Conditions, Discovery
from sim.analysis.sensitivity.factors import Factor
from sim.analysis.sensitivity.questions import Question, questions_of
from sim.analysis.sensitivity.request import Request, ask
from sim.analysis.sensitivity.runs import Runs, check_enough
from sim.arrays import Array
from sim.errors import Faults
from sim.outcomes.indicators import IndicatorTable
from sim.run.progress import Progress
from sim.sampling.methods import DEFAULT
from sim.scenario.changes import Ranges, Settings
from sim.scenario.load import AnyScenario

MEMBERS = 5_000
LEAST_MEMBERS = 500
RAREST = 0.02  # least share of members on either side of the target
LEAST_OF_INTEREST = 50  # members
RESAMPLES = 100
BETTER = 0.02  # increase of φ that one more condition has to bring
LEAST_LIFT = 0.05  # least increase of the share of interest, below which a condition says nothing
Marks = NDArray[np.bool_]


@arguments.reading()
def discover(
    scenario: AnyScenario,
    indicator: str,
    year: int | None = None,
    is_missed: bool = True,
    members: int = MEMBERS,
    seed: int = 7,
    set: Settings | None = None,
    vary: Ranges = (),
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    sampling: str = DEFAULT,
) -> Discovery:
    """Return the conditions under which a scenario misses a target of the plan, or meets it.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    indicator : id of an indicator that has a target and is judged by it
    year : year of the target; the first by default
    is_missed : whether to explain misses, or hits
    members : number of draws, with their correlations; one half finds the conditions, the other judges them
    seed : seed of the draws; equal requests give equal results
    set : values of levers and constants, ``{"public investment": 120}`` [units of the model]
    vary : ranges of further uncertain levers and constants, ``{"public investment": (100, 160)}`` [units of
        the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default
    progress : function called with the steps done and all steps
    sampling : ``forecast``, conditioned on observations, or the prior by ``sobol``, ``lhs`` or ``mc``

    Returns
    -------
    Discovery : the best conditions of each number, limits in the units of their factors, with coverage,
        density and mass as shares from 0 to 1

    Raises
    ------
    SimError: invalid input, no target in the year, or one that is not judged.

    References
    ----------
    Bryant and Lempert 2010, Thinking inside the box: a participatory, computer-assisted approach to scenario
    discovery, doi:10.1016/j.techfore.2009.08.002. Boxes are nodes of a decision tree (CART): Breiman,
    Friedman, Olshen and Stone 1984, Classification and Regression Trees.

    Examples
    --------
    >>> sim.discover("plan", "gross_industrial_output", members=512)  # doctest: +ELLIPSIS
    <Discovery ...>
    """

    def asking(table: IndicatorTable) -> list[Question]:
        return questions_of([indicator], year, table, is_met=True)

    request = Request(scenario, members, seed, () if set is None else set, vary, home, threads, sampling)
    with Faults() as faults:
        faults.take(check_enough, members, LEAST_MEMBERS, "一半寻找，一半检验", "half to find, half to judge")
        runs = ask(request, [indicator], asking, progress)
    return _study(runs, members, seed, is_missed=is_missed)


def _study(runs: Runs, members: int, seed: int, *, is_missed: bool) -> Discovery:
    values, _, (met,) = runs.ensemble(members)
    question = runs.questions[0]
    target, sound = (
        runs.workspace.registry.plan.of(question.indicator).values[question.year],
        np.isfinite(met),
    )
    is_there = met[sound] == 1
    of_interest = ~is_there if is_missed else is_there
    found = _found(runs, values.T[sound], of_interest, seed)
    return Discovery(
        runs.scenario, runs.workspace, question, target, is_missed, members, seed, runs.failed,
        float(1 - is_there.mean()), found, _reported(found, float(of_interest.mean())),
    )  # fmt: skip


def _found(runs: Runs, values: Array, of_interest: Marks, seed: int) -> tuple[Conditions, ...]:
    """Return the best conditions of each number; none where nearly all members are of interest, or none are.

    Parameters
    ----------
    values : (member, factor) [units of the factors]
    of_interest : (member,) [true or false]
    """
    rarer = min(int(of_interest.sum()), int((~of_interest).sum()))
    if rarer < max(LEAST_OF_INTEREST, RAREST * of_interest.size):
        return ()
    # shuffled, because every other point of a Sobol sequence lies in the same half of the cube
    mixed = np.random.default_rng(seed).permutation(of_interest.size)
    finding, judging = mixed[::2], mixed[1::2]
    boxes = best_boxes(values[finding], of_interest[finding], seed)
    again = _resampled(values[finding], of_interest[finding], seed, runs.progress)
    found: list[Conditions] = []
    for count, box in boxes.items():
        rounded = _rounded(box, runs.factors)
        conditions = _conditions(rounded, again.get(count, []), runs.factors)
        score = correlation(
            inside(rounded, values[finding]), of_interest[finding], np.ones(len(values[finding]))
        )
        one = _judge(rounded, values[judging], of_interest[judging], conditions, score)
        if all(one.score > other.score or one.density > other.density for other in found):
            found.append(one)
    return tuple(found)


def _resampled(
    values: Array, of_interest: Marks, seed: int, progress: Progress | None
) -> dict[int, list[Box]]:
    """Return the best boxes of bootstrap samples of the members, by number of limits.

    Parameters
    ----------
    values : (member, factor) [units of the factors]
    of_interest : (member,) [true or false]
    """
    random = np.random.default_rng(seed)
    found: dict[int, list[Box]] = {}
    for number in range(RESAMPLES):
        weights = random.multinomial(len(values), np.full(len(values), 1 / len(values)))
        for count, box in best_boxes(values, of_interest, seed, weights.astype(np.float64)).items():
            found.setdefault(count, []).append(box)
        if progress:
            progress(number + 1, RESAMPLES)
    return found


def _conditions(box: Box, again: list[Box], factors: tuple[Factor, ...]) -> tuple[Condition, ...]:
    conditions = []
    for limit in box:
        limits = [
            each.value
            for other in again
            for each in other
            if (each.place, each.is_below) == (limit.place, limit.is_below)
        ]
        ends = np.quantile(limits, (0.05, 0.95)) if limits else np.full(2, np.nan)
        between = float(ends[0]), float(ends[1])
        share = len(limits) / RESAMPLES
        conditions.append(Condition(factors[limit.place], limit.is_below, limit.value, share, between))
    return tuple(conditions)


def _rounded(box: Box, factors: tuple[Factor, ...]) -> Box:
    """Return a box with its limits as they are reported."""
    return tuple(Limit(one.place, one.is_below, round(one.value, factors[one.place].decimals)) for one in box)


def _judge(
    box: Box, values: Array, of_interest: Marks, conditions: tuple[Condition, ...], score: float
) -> Conditions:
    """Return conditions with their measures, for values (member, factor) [units of the factors]."""
    within = inside(box, values)
    both = int((within & of_interest).sum())
    return Conditions(
        conditions,
        coverage=both / max(1, int(of_interest.sum())),
        density=both / max(1, int(within.sum())),
        mass=float(within.mean()),
        score=score,
    )


def _reported(found: tuple[Conditions, ...], share: float) -> int | None:
    """Return the place of the conditions to report: the fewest, unless one more says clearly more."""
    best = None
    for place, one in enumerate(found):
        if one.density - share >= LEAST_LIFT and (best is None or one.score > found[best].score + BETTER):
            best = place
    return best
