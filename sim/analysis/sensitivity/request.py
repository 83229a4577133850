"""What is asked of a scenario, checked as a whole before anything runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.analysis.sensitivity.factors import factors_of
from sim.analysis.sensitivity.questions import Question, name_faults
from sim.analysis.sensitivity.runs import Progress, Runs
from sim.errors import Fault, SimError
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import simulate
from sim.sampling.prepare import prepare_drawn
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Ranges, Settings
from sim.scenario.vary import read_vary
from sim.scenario.workspace import load_workspace

Asking = Callable[[IndicatorTable], list[Question]]  # raises SimError when it cannot be asked


@dataclass(frozen=True)
class Request:
    """A scenario and its draws as asked for.

    Parameters
    ----------
    scenario : a shipped one's name, or a file
    members, seed : of the draws
    set, vary : as ``--set`` and ``--vary`` write them
    home : folder of ``model/`` and ``scenarios/``
    threads : of the engine; all processors by default
    """

    scenario: str | os.PathLike[str]
    members: int
    seed: int
    set: Settings = ()
    vary: Ranges = ()
    home: str | os.PathLike[str] | None = None
    threads: int | None = None


def ask(
    request: Request, names: Sequence[str], asking: Asking, faults: list[Fault], progress: Progress | None
) -> Runs:
    """Return what is needed to run.

    Parameters
    ----------
    names : of the indicators asked about
    faults : found before; they are told together with those found here

    Raises
    ------
    SimError: all faults.
    """
    workspace = load_workspace(request.home)
    faults = list(faults)
    questions: list[Question] = []
    drawn = DrawRequest(members=max(1, request.members), seed=request.seed, vary=request.vary)
    try:
        (scenario,), sampler = prepare_drawn([request.scenario], request.set, drawn, workspace)
    except SimError as error:
        raise SimError([*faults, *error.faults, *name_faults(names, workspace.registry.indicators)]) from None
    try:
        questions = asking(indicators(simulate(scenario, workspace, request.threads)))
    except SimError as error:
        faults += error.faults
    if faults:
        raise SimError(faults)
    factors = factors_of(scenario, workspace, read_vary(request.vary, request.set, workspace))
    return Runs(scenario, workspace, sampler, factors, questions, request.threads, progress)
