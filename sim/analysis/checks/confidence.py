"""The confidence report: every check's outcome, with each trial, account, loop and observation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.analysis.calibration.observations import later_points
from sim.analysis.checks.catalogue import Outcome
from sim.analysis.checks.expectations import read_book
from sim.analysis.checks.loops import Knockout, cut_loops
from sim.analysis.checks.trials import Result, run_trials
from sim.analysis.validation import Validation, validate
from sim.scenario.load import list_scenarios
from sim.scenario.workspace import Workspace

VALIDATED = "trend"  # the scenario without new policy is the one to compare with what happened


@dataclass(frozen=True)
class ConfidenceReport:
    """The tests that the model was put to, and their results.

    Parameters
    ----------
    outcomes : outcome of every check
    reality, accounts : each trial with its answers; an account once for each scenario
    knockouts : each feedback loop, cut
    validation : later observations beside an ensemble, None where there is nothing to compare
    """

    outcomes: tuple[Outcome, ...]
    reality: tuple[Result, ...]
    accounts: tuple[Result, ...]
    knockouts: tuple[Knockout, ...]
    validation: Validation | None


def build_report(outcomes: Sequence[Outcome], workspace: Workspace) -> ConfidenceReport:
    """Gather what the checks found, with each trial, account and loop by itself.

    Raises
    ------
    SimError: bad input, such as faults of ``checks.yaml``.
    """
    book = read_book(workspace)
    results = run_trials([*book.reality, *book.accounts], workspace)
    count = len(book.reality)
    return ConfidenceReport(
        tuple(outcomes), results[:count], results[count:], cut_loops(workspace), _validation(workspace)
    )


def _validation(workspace: Workspace) -> Validation | None:
    is_known = any(one.name == VALIDATED for one in list_scenarios(workspace.home.folder))
    is_drawn = any(one.drawn for one in workspace.registry.parameters.values())
    return validate(VALIDATED, workspace) if is_known and is_drawn and later_points(workspace) else None
