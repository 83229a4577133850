"""Requests for an analysis of a scenario, checked as a whole before anything runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.analysis.sensitivity.factors import factors_of
from sim.analysis.sensitivity.questions import Question, name_faults
from sim.analysis.sensitivity.runs import Runs
from sim.errors import Faults
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.progress import Progress
from sim.run.single import simulate
from sim.sampling.methods import DEFAULT
from sim.sampling.prepare import prepare_drawn
from sim.sampling.request import DrawRequest
from sim.scenario.changes import Ranges, Settings
from sim.scenario.load import AnyScenario, workspace_for
from sim.scenario.vary import read_vary

Asking = Callable[[IndicatorTable], list[Question]]  # raises a SimError where a figure cannot be analysed


@dataclass(frozen=True)
class Request:
    """A scenario and its draws as requested.

    Parameters
    ----------
    scenario : name of a shipped scenario, or a file
    members, seed : number and seed of the draws
    set, vary : settings, and further uncertain levers and constants
    home : folder of ``model/`` and ``scenarios/``
    threads : threads of the engine; all processors by default
    sampling : how an ensemble is drawn, where the method looks at one
    """

    scenario: AnyScenario
    members: int
    seed: int
    set: Settings = ()
    vary: Ranges = ()
    home: str | os.PathLike[str] | None = None
    threads: int | None = None
    sampling: str = DEFAULT


def ask(request: Request, names: Sequence[str], asking: Asking, progress: Progress | None) -> Runs:
    """Return the scenario, its factors and its quantities of interest, ready to run.

    Parameters
    ----------
    names : ids of the indicators asked about
    asking : picks the quantities of interest, given the indicators of the scenario's own run
    progress : called with runs done and runs in all

    Raises
    ------
    SimError: all faults.
    """
    workspace = workspace_for([request.scenario], request.home)
    drawn = DrawRequest(max(1, request.members), request.seed, request.sampling, request.vary)
    with Faults() as faults:
        prepared = faults.take(prepare_drawn, [request.scenario], request.set, drawn, workspace)
        if faults:
            faults += name_faults(names, workspace.registry.indicator_names)
    (scenario,), sampler = prepared
    questions = asking(indicators(simulate(scenario, workspace, request.threads)))
    factors = factors_of(scenario, workspace, read_vary(request.vary, request.set, workspace))
    return Runs(scenario, workspace, sampler, factors, questions, request.threads, progress)
