"""Asks of a scenario what decides an indicator: by variance, by elementary effects, or from draws."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from sim.analysis.sensitivity.elementary_effects import by_morris
from sim.analysis.sensitivity.given_data import by_draws
from sim.analysis.sensitivity.questions import Question, all_questions, questions_of
from sim.analysis.sensitivity.request import Request, ask
from sim.analysis.sensitivity.result import METHODS, Method, Sensitivity
from sim.analysis.sensitivity.runs import Progress, Runs
from sim.analysis.sensitivity.variance_based import by_sobol
from sim.errors import Fault, suggestion
from sim.outcomes.indicators import IndicatorTable
from sim.scenario.options import Settings
from sim.scenario.vary import Ranges

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
    vary: Ranges = (),
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
    vary : levers or constants that are uncertain besides, as ``--vary`` does:
        ``{"public investment": (100, 160)}``
    progress : called with runs done and runs in all

    Raises
    ------
    SimError: bad input, or too few members for the method, with the number that is needed.
    """
    names = [] if indicator in (ALL, HEADLINE) else [indicator] if isinstance(indicator, str) else indicator
    most = MEMBERS.get(method, 1) if members is None else members
    request = Request(scenario, min(most, MOST_RUNS), seed, set or (), vary, home, threads)

    def asking(table: IndicatorTable) -> list[Question]:
        if not names:
            return all_questions(year, table, headline=indicator == HEADLINE)
        return questions_of(names, year, table)

    runs = ask(request, names, asking, _request_faults(method, most), progress)
    return _BY[method](runs, method, most, seed)


def _request_faults(method: str, members: int) -> list[Fault]:
    """Return what is wrong with method and members."""
    faults = []
    if method not in METHODS:
        near_zh, near_en = suggestion(method, METHODS)
        listed = ", ".join(METHODS)
        faults.append(
            Fault(
                "invalid-choice",
                f'没有方法 "{method}"，应是以下之一：{listed}。{near_zh}',
                f'no method "{method}"; it must be one of: {listed}.{near_en}',
                f"--method {method}",
            )
        )
    if members > MOST_RUNS:
        faults.append(
            Fault(
                "outside-limits",
                f"成员数为 {members:,}，这里至多 {MOST_RUNS:,}。",
                f"{members:,} members; here the most is {MOST_RUNS:,}.",
                f"--members {members}",
            )
        )
    return faults
