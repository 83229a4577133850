"""All that the tests of confidence found, in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.analysis.checks.catalogue import Outcome
from sim.analysis.confidence.book import read_book
from sim.analysis.confidence.knockouts import Knockout, cut_loops
from sim.analysis.confidence.trial import Result, run_trials
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class ConfidenceReport:
    """What was asked of the model, and what it has passed.

    Parameters
    ----------
    outcomes : of every check
    reality, accounts : each trial with its answers; an account once for each scenario
    knockouts : each loop that was cut
    """

    outcomes: tuple[Outcome, ...]
    reality: tuple[Result, ...]
    accounts: tuple[Result, ...]
    knockouts: tuple[Knockout, ...]


def build_report(outcomes: Sequence[Outcome], workspace: Workspace) -> ConfidenceReport:
    """Gather what the checks found, with each trial, account and loop by itself.

    Raises
    ------
    SimError: bad input, such as faults of ``checks.yaml``.
    """
    book = read_book(workspace)
    results = run_trials([*book.reality, *book.accounts], workspace)
    count = len(book.reality)
    return ConfidenceReport(tuple(outcomes), results[:count], results[count:], cut_loops(workspace))
