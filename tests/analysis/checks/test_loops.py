"""Loop knockouts."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.loops import LOOPS, cut_loops
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import change, outcome


def test_a_loop_that_does_nothing_or_the_opposite(own_home: Path) -> None:
    [cut] = cut_loops(load_workspace(own_home))
    assert (cut.closed, cut.cut, cut.change) == (cut.closed, cut.closed, 0)
    [fault] = outcome(LOOPS, own_home).faults
    assert fault.en == (
        "loop R1, Reinvestment: cut in the scenario plan, it changes gross_output of 2035 by +0.00%; "
        "it must be lower by more than 1%."
    )
    change(own_home, "teda.mdl", "reinvestment share= 0", "reinvestment share= 0.01")
    assert outcome(LOOPS, own_home).is_passed
    change(own_home, "teda.mdl", "reinvestment share= 0.01", "reinvestment share= -0.01")
    assert not outcome(LOOPS, own_home).is_passed
