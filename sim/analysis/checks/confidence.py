"""The confidence report: every check's outcome, with each trial, account and loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.analysis.checks.catalogue import Outcome
from sim.analysis.checks.drawn import unseen
from sim.analysis.checks.drawn_base import DrawnBase, drawn_base
from sim.analysis.checks.drawn_trials import DrawnTrial, drawn_trials
from sim.analysis.checks.expectations import read_trials
from sim.analysis.checks.growth import GrowthShift, growth_shifts
from sim.analysis.checks.loops import Knockout, cut_loops
from sim.analysis.checks.payers import Payment, payments
from sim.analysis.checks.signs import Direction, directions
from sim.analysis.checks.trials import Result, run_trials
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class ConfidenceReport:
    """The tests of the model, and their results.

    Parameters
    ----------
    outcomes : outcome of every check
    reality, accounts : each trial with its answers; an account once for each scenario
    knockouts : each feedback loop, cut
    drawn_base : reproduction of the base year in the members of the prior
    drawn_reality : each reality check in them
    payments : who pays for each lever of policy
    directions : how each lever moves the headline indicators
    growth : change of growth by each assumed constant, the largest first
    """

    outcomes: tuple[Outcome, ...]
    reality: tuple[Result, ...]
    accounts: tuple[Result, ...]
    knockouts: tuple[Knockout, ...]
    drawn_base: DrawnBase
    drawn_reality: tuple[DrawnTrial, ...]
    payments: tuple[Payment, ...]
    directions: tuple[Direction, ...]
    growth: tuple[GrowthShift, ...]


def build_report(outcomes: Sequence[Outcome], workspace: Workspace) -> ConfidenceReport:
    """Return the findings of the checks, with each trial, account and loop separately.

    Raises
    ------
    SimError: bad input, such as faults of ``checks.yaml``.
    """
    stated = read_trials(workspace)
    results = run_trials([*stated.reality, *stated.accounts], workspace)
    count = len(stated.reality)
    return ConfidenceReport(
        tuple(outcomes),
        results[:count],
        results[count:],
        cut_loops(workspace),
        drawn_base(workspace, unseen),
        drawn_trials(workspace, unseen),
        payments(workspace, unseen),
        directions(workspace, unseen),
        growth_shifts(workspace, unseen),
    )
