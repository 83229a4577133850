"""Asks under which conditions a scenario misses a target, or meets it."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.discovery.boxes import Box, Limit, best_boxes, correlation, inside
from sim.analysis.sensitivity.factors import Factor
from sim.analysis.sensitivity.questions import Question, question_faults, questions_of
from sim.analysis.sensitivity.request import Request, ask
from sim.analysis.sensitivity.runs import Progress, Runs, check_enough
from sim.arrays import Array
from sim.errors import Fault, SimError
from sim.outcomes.indicators import JUDGED, IndicatorTable
from sim.outcomes.measures import is_met
from sim.scenario.load import Scenario
from sim.scenario.options import Settings
from sim.scenario.vary import Ranges
from sim.scenario.workspace import Workspace

MEMBERS = 5_000
LEAST_MEMBERS = 500
RAREST = 0.02  # share of members on either side of the target
LEAST_OF_INTEREST = 50  # members
RESAMPLES = 100
BETTER = 0.02  # of φ by which one more condition must say more
LEAST_LIFT = 0.05  # of the share of interest, below which a condition says nothing
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """A limit on a factor.

    Parameters
    ----------
    factor : that is limited
    is_below : whether it stays below the limit, or above
    limit : in its unit, rounded as it is told
    again : share of resamples in which a limit on this side of this factor was found again
    between : points of 5% and 95% of the limits found in those
    """

    factor: Factor
    is_below: bool
    limit: float
    again: float
    between: tuple[float, float]


@dataclass(frozen=True)
class Conditions:
    """Conditions that hold together, judged by members that did not serve to find them.

    Parameters
    ----------
    coverage : share of all members of interest that lie within
    density : share of the members within that are of interest
    mass : share of all members that lie within
    score : correlation φ between the two, of the members that served to find them
    """

    conditions: tuple[Condition, ...]
    coverage: float
    density: float
    mass: float
    score: float


@dataclass(frozen=True, eq=False)
class Discovery:
    """Under which conditions a target is missed, or met.

    Parameters
    ----------
    question, target : the indicator with its year, and what the plan asks
    is_missed : whether misses are of interest, or hits
    members, seed, failed : of the draws; those that left the range of numbers are left out
    missed : share of the members that miss the target
    found : for each number of conditions the best; empty where nearly all or nearly none miss
    said : place in ``found`` of the one to be told, None where none says anything
    """

    scenario: Scenario
    workspace: Workspace
    question: Question
    target: float
    is_missed: bool
    members: int
    seed: int
    failed: int
    missed: float
    found: tuple[Conditions, ...]
    said: int | None

    @property
    def share(self) -> float:
        """Return the share of the members that are of interest."""
        return self.missed if self.is_missed else 1 - self.missed

    @property
    def is_one_sided(self) -> bool:
        """Return whether nearly all members miss the target, or nearly all meet it."""
        return not self.found


def discover(
    scenario: str | os.PathLike[str],
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
) -> Discovery:
    """Say under which conditions a scenario misses a target of the plan, or meets it.

    Parameters
    ----------
    indicator : id of one that has a target and is judged
    year : of the target; the first by default
    members : draws, with their correlations; half of them serve to find, the others to judge
    seed : equal requests give equal answers
    set, vary : as ``--set`` and ``--vary`` do

    Raises
    ------
    SimError: bad input, no target in the year, or one that is not judged.
    """
    faults: list[Fault] = []
    try:
        check_enough(members, LEAST_MEMBERS, "一半寻找，一半检验", "half to find, half to judge")
    except SimError as error:
        faults += error.faults

    def asking(table: IndicatorTable) -> list[Question]:
        wrong = question_faults(indicator, year, table) or target_faults(indicator, year, table)
        if wrong:
            raise SimError(wrong)
        return questions_of([indicator], year, table)

    request = Request(scenario, members, seed, set or (), vary, home, threads)
    return _study(ask(request, [indicator], asking, faults, progress), members, seed, is_missed=is_missed)


def target_faults(name: str, year: int | None, table: IndicatorTable) -> list[Fault]:
    """Return why an indicator is not judged by a target of the year."""
    row = table.rows[name]
    entry, years = row.entry, sorted(row.entry.targets)
    if not years:
        return [
            Fault(
                "no-data",
                f"“{entry.name.zh}”没有目标，谈不上达标或落空。",
                f"{entry.name.en} has no target to miss or to meet.",
                f"--indicator {name}",
            )
        ]
    if year is not None and year not in years:
        listed = ", ".join(map(str, years))
        return [
            Fault(
                "no-data",
                f"“{entry.name.zh}”没有 {year} 年的目标，有目标的年份：{listed}。",
                f"{entry.name.en} has no target for {year}; there is one for: {listed}.",
                f"--year {year}",
            )
        ]
    assert row.kind in JUDGED  # the others are refused as given by the scenario, or not modelled
    return []


def _study(runs: Runs, members: int, seed: int, *, is_missed: bool) -> Discovery:
    values = runs.drawn(members)
    runs.planned = members
    figures = runs.figures(lambda place, part: values[place, part], members)[0]
    question = runs.questions[0]
    entry = runs.workspace.registry.indicators[question.indicator]
    target, sound = entry.targets[question.year], np.isfinite(figures)
    met = is_met(figures[sound], target, entry.comparison, entry.decimals)
    of_interest = ~met if is_missed else met
    found = _found(runs, values.T[sound], of_interest, seed)
    return Discovery(
        runs.scenario, runs.workspace, question, target, is_missed, members, seed, runs.failed,
        float(1 - met.mean()), found, _told(found, float(of_interest.mean())),
    )  # fmt: skip


def _found(runs: Runs, values: Array, of_interest: Marks, seed: int) -> tuple[Conditions, ...]:
    """Return the best conditions of each number; none where there is hardly anything to tell apart."""
    rarer = min(int(of_interest.sum()), int((~of_interest).sum()))
    if rarer < max(LEAST_OF_INTEREST, RAREST * of_interest.size):
        return ()
    mixed = np.random.default_rng(seed).permutation(of_interest.size)  # every other is half a Sobol cube
    finding, judging = mixed[::2], mixed[1::2]
    boxes = best_boxes(values[finding], of_interest[finding], seed)
    again = _resampled(values[finding], of_interest[finding], seed, runs.progress)
    found: list[Conditions] = []
    for count, box in boxes.items():
        told = _rounded(box, runs.factors)
        conditions = _conditions(told, again.get(count, []), runs.factors)
        score = correlation(
            inside(told, values[finding]), of_interest[finding], np.ones(len(values[finding]))
        )
        one = _judge(told, values[judging], of_interest[judging], conditions, score)
        if all(one.score > other.score or one.density > other.density for other in found):
            found.append(one)
    return tuple(found)


def _resampled(
    values: Array, of_interest: Marks, seed: int, progress: Progress | None
) -> dict[int, list[Box]]:
    """Return the best boxes of resamples of the members, by number of limits."""
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
    """Return a box with its limits as they are told."""
    return tuple(Limit(one.place, one.is_below, round(one.value, factors[one.place].decimals)) for one in box)


def _judge(
    box: Box, values: Array, of_interest: Marks, conditions: tuple[Condition, ...], score: float
) -> Conditions:
    within = inside(box, values)
    both = int((within & of_interest).sum())
    return Conditions(
        conditions,
        coverage=both / max(1, int(of_interest.sum())),
        density=both / max(1, int(within.sum())),
        mass=float(within.mean()),
        score=score,
    )


def _told(found: tuple[Conditions, ...], share: float) -> int | None:
    """Return which to tell: the fewest conditions, unless one more says clearly more."""
    told = None
    for place, one in enumerate(found):
        if one.density - share >= LEAST_LIFT and (told is None or one.score > found[told].score + BETTER):
            told = place
    return told
