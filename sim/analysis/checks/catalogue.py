"""Catalogue of the checks of a home folder, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sim.analysis.checks.base_year import BASE
from sim.analysis.checks.check import Check, Found
from sim.analysis.checks.completeness import COMPLETENESS
from sim.analysis.checks.conservation import CONSERVATION
from sim.analysis.checks.drawn_base import DRAWN_BASE
from sim.analysis.checks.drawn_trials import DRAWN_REALITY
from sim.analysis.checks.growth import GROWTH
from sim.analysis.checks.kinds import KINDS
from sim.analysis.checks.loops import LOOPS
from sim.analysis.checks.payers import PAYERS
from sim.analysis.checks.reality import REALITY
from sim.analysis.checks.robustness import ROBUSTNESS
from sim.analysis.checks.signs import SIGNS
from sim.analysis.checks.start_up import START_UP
from sim.analysis.checks.steps import STEPS
from sim.analysis.checks.units import UNITS
from sim.bilingual_names import Names
from sim.scenario.workspace import Workspace

CHECKS: tuple[Check, ...] = (
    UNITS,
    COMPLETENESS,
    KINDS,
    BASE,
    START_UP,
    REALITY,
    CONSERVATION,
    ROBUSTNESS,
    LOOPS,
    STEPS,
    DRAWN_BASE,
    DRAWN_REALITY,
    PAYERS,
    SIGNS,
    GROWTH,
)
CHECK_NAMES = Names(("检验", "check"), {check.key: check.called for check in CHECKS}, "teda list checks")


@dataclass(frozen=True)
class Outcome:
    """A check and its findings."""

    check: Check
    found: Found


def run_checks(
    workspace: Workspace, progress: Callable[[Check, int, int], None], checks: tuple[Check, ...] = CHECKS
) -> list[Outcome]:
    """Run checks one after the other; ``progress`` gets the check, the steps done and the steps in all."""
    outcomes = []
    for check in checks:
        progress(check, 0, 1)
        outcomes.append(Outcome(check, check.run(workspace, partial(progress, check))))
    return outcomes
