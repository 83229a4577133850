"""Levers by year in the model: the years before them stay, and plants close as along a ramp."""

from __future__ import annotations

import numpy as np
import pytest

from sim.outcomes.indicators import indicators
from sim.run.single import run_scenario
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import load_workspace

SLOTS = [slot for elements in load_workspace().slots.values() for slot in elements.values()]
KNOWN = [*range(2020, 2026)]


def _figures(lever: str, path: str) -> np.ndarray:
    return indicators(run_scenario("trend", set={lever: path})).to_frame()[KNOWN].to_numpy(float)


@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: slot.key)
def test_a_path_from_2026_leaves_2020_to_2025_to_the_last_bit(slot: LeverSlot) -> None:
    """Accounts and opening stocks are of what the lever was, not of where a path leaves it."""
    low, high = slot.lever.minimum, slot.lever.maximum
    expected = _figures(slot.key, f"2026:{low}")
    for path in (f"2026:{high}", f"2026:{low},2030:{high}"):
        np.testing.assert_array_equal(_figures(slot.key, path), expected)


def test_plants_that_close_by_year_leave_as_along_a_ramp() -> None:
    lever, field = "plant closure[chemicals]", "plant closure {}[chemicals]"
    model = load_workspace().model
    ramp = {lever: 0.3, field.format("start"): 2026, field.format("end"): 2026.1}
    capital = {}
    for name, given in (("none", {}), ("ramp", ramp), ("path", {lever: "2027:0.3"})):
        constants = run_scenario("trend", set=given).scenario.constants
        run = model.simulate(constants, outputs="productive capital", save_every=1)
        capital[name] = run["productive capital"][-13:, 0, 3]  # 2028 to 2040
    assert (capital["ramp"] < 0.75 * capital["none"]).all()
    np.testing.assert_allclose(capital["path"], capital["ramp"], rtol=0.01)
