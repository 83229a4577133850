"""Asks of a scenario what decides an indicator: by variance, by elementary effects, or from draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from sim.analysis.indicators import IndicatorTable, indicators
from sim.analysis.sensitivity.by_draws import by_draws
from sim.analysis.sensitivity.by_effects import by_morris
from sim.analysis.sensitivity.by_variance import by_sobol
from sim.analysis.sensitivity.factors import factors_of
from sim.analysis.sensitivity.questions import Question, all_questions, questions_of
from sim.analysis.sensitivity.result import Method, Sensitivity
from sim.analysis.sensitivity.runs import Progress, Runs
from sim.errors import Fault, SimError, suggestion
from sim.run.sampling.request import check_request
from sim.run.single import prepare, simulate
from sim.scenario.options import Settings
from sim.scenario.workspace import load_workspace

MOST_RUNS = 200_000
MEMBERS: Mapping[Method, int] = {"sobol": 50_000, "morris": 5_000, "pawn": 5_000, "regional": 5_000}
ALL, HEADLINE = "all", "headline"
_BY: Mapping[Method, Callable[[Runs, Method, int, int], Sensitivity]] = {
    "sobol": by_sobol,
    "morris": by_morris,
    "pawn": by_draws,
    "regional": by_draws,
}


def sensitivity(
    scenario: str | os.PathLike[str],
    indicator: str | Sequence[str],
    year: int | None = None,
    method: Method = "sobol",
    members: int | None = None,
    seed: int = 7,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Say which uncertain constants decide an indicator of a scenario, and by how much.

    Parameters
    ----------
    scenario : a shipped one's name, or a file
    indicator : an id or several; ``"headline"`` for all headline indicators, ``"all"`` for every one
        that the model decides
    year : of the figure; each indicator's first target year by default
    method : ``sobol`` (shares of the variance) and ``morris`` (elementary effects) vary the constants
        independently; ``pawn`` and ``regional`` take the draws of ensembles, with their correlations
    members : runs at most; by default 50,000 with sobol, else 5,000
    seed : equal requests give equal numbers
    set : levers or constants to change, as ``--set`` does
    progress : called with runs done and runs in all

    Raises
    ------
    SimError: bad input, or too few members for the method, with the number that is needed.
    """
    faults = _request_faults(method, members, seed)
    workspace = load_workspace(home)
    questions: list[Question] = []
    try:
        prepared = prepare(scenario, set or (), workspace)
        questions = _questions(indicator, year, indicators(simulate(prepared, workspace, threads)))
    except SimError as error:
        faults += error.faults
    if faults:
        raise SimError(faults)
    runs = Runs(prepared, workspace, factors_of(prepared, workspace), questions, threads, progress)
    return _BY[method](runs, method, members or MEMBERS[method], seed)


def _questions(indicator: str | Sequence[str], year: int | None, table: IndicatorTable) -> list[Question]:
    if indicator in (ALL, HEADLINE):
        return all_questions(year, table, headline=indicator == HEADLINE)
    return questions_of([indicator] if isinstance(indicator, str) else indicator, year, table)


def _request_faults(method: str, members: int | None, seed: int) -> list[Fault]:
    """Return what is wrong with method, members and seed."""
    faults = []
    known = get_args(Method)
    if method not in known:
        near_zh, near_en = suggestion(method, known)
        listed = ", ".join(known)
        faults.append(
            Fault(
                f'没有方法 "{method}"，应是以下之一：{listed}。{near_zh}',
                f'no method "{method}"; it must be one of: {listed}.{near_en}',
                f"--method {method}",
            )
        )
    if members is not None and members > MOST_RUNS:
        faults.append(
            Fault(
                f"成员数为 {members:,}，这里至多 {MOST_RUNS:,}。",
                f"{members:,} members; here the most is {MOST_RUNS:,}.",
                f"--members {members}",
            )
        )
    try:
        check_request(1 if members is None else min(members, MOST_RUNS), seed)
    except SimError as error:
        faults += error.faults
    return faults
