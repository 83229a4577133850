"""The confidence report: every check's outcome, with each trial, account, loop and observation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.analysis.calibration.observations import later_points
from sim.analysis.checks.catalogue import Outcome
from sim.analysis.checks.expectations import read_trials
from sim.analysis.checks.loops import Knockout, cut_loops
from sim.analysis.checks.trials import Result, run_trials
from sim.analysis.validation import Validation, validate
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class ConfidenceReport:
    """The tests of the model, and their results.

    Parameters
    ----------
    outcomes : outcome of every check
    reality, accounts : each trial with its answers; an account once for each scenario
    knockouts : each feedback loop, cut
    validation : later observations compared with an ensemble, None where there are none
    """

    outcomes: tuple[Outcome, ...]
    reality: tuple[Result, ...]
    accounts: tuple[Result, ...]
    knockouts: tuple[Knockout, ...]
    validation: Validation | None


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
        tuple(outcomes), results[:count], results[count:], cut_loops(workspace), _validation(workspace)
    )


def _validation(workspace: Workspace) -> Validation | None:
    """Return the comparison of later observations with the scenario without new policy."""
    registry, home = workspace.registry, workspace.home.folder
    return (
        validate(registry.zone.reference, home=home) if registry.drawn and later_points(workspace) else None
    )
