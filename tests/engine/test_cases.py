"""Every example of a rule gives the answer of its page, Euler's."""

from __future__ import annotations

import pytest

from sim.engine.language.translate import supported_functions
from sim.engine.model import Model
from tests.engine.cases import CASES, Case

FEWEST = 80  # rules; their number may only grow


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_an_example_of_a_rule(case: Case) -> None:
    values = Model(case.model, "m.mdl").simulate(outputs=["y"])["y"][:, 0]
    assert values.tolist() == pytest.approx(case.known, rel=1e-12, abs=1e-14)


def test_rules_are_told_apart_and_none_is_lost() -> None:
    assert len({case.rule for case in CASES}) == len(CASES) >= FEWEST
    assert len(supported_functions()) >= FEWEST
