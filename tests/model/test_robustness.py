"""The shipped model at the extremes of its levers, under a halved step and by another method."""

from __future__ import annotations

import pytest

from sim.analysis.checks.check import Check
from sim.analysis.checks.robustness import ROBUSTNESS
from sim.analysis.checks.steps import STEPS
from tests.model.runs import outcome

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("check", [ROBUSTNESS, STEPS], ids=lambda check: check.key)
def test_the_model_passes(check: Check) -> None:
    assert outcome(check).faults == ()
