"""DELAY CONVEYOR against its page's own account of what lies on the conveyor (fn_delay_conveyor)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.build import model_of

BELT = (
    "even((0,1),(1,1))",
    "out = DELAY CONVEYOR(put on, transit, leak, even, at first, transit)",
    "put on = 3 + Time - STEP(3 + Time, 6)",
    "transit = 2",
    "leak = 0.1",
    "at first = 30",
    "ahead = total + TIME STEP * (put on - out)",
    "leaked = ahead * leak",
    "total = INTEG(put on - out - leaked, at first)",
)


def belt(**changed: str) -> Model:
    own = [one.partition(" = ")[0] for one in BELT]
    kept = (one for name, one in zip(own, BELT, strict=True) if name not in changed)
    return model_of(*kept, *(f"{name} = {value}" for name, value in changed.items()), end=9, step=0.25)


def test_what_is_put_on_leaves_or_leaks() -> None:
    """The page's total leakage leaves nothing on the conveyor when the last has left it."""
    run = belt().simulate(
        {"leak": np.array([0.0, 0.1, 1.0, 4.0]), "transit": np.array([2.0, 3.0, 0.25, 1.0])}
    )
    assert not run.failures
    assert run["out"][0].tolist() == [15, 10, 120, 30]
    np.testing.assert_allclose(run["total"][-1], 0, atol=1e-12)
    put_on, out = run["put on"][:, 0], run["out"]
    np.testing.assert_allclose(out[8:, 0], put_on[:-8])
    np.testing.assert_allclose(out[12:, 1], run["put on"][:-12, 1] * (1 - 0.1 / 4) ** 12, rtol=1e-14)
    np.testing.assert_allclose(out[:12, 1], 10 * (1 - 0.1 / 4) ** np.arange(12), rtol=1e-14)
    assert out[2:, 3].tolist() == [0] * 35  # all leaks in the first step


def test_a_conveyor_that_is_not_run() -> None:
    for changed, why in (
        ({"transit": "2 + 0 * Time"}, "transit time or leak that changes"),
        ({"leak": "IF THEN ELSE(Time > 3, 0, 0.1)"}, "transit time or leak that changes"),
        ({"transit": "1.9"}, "transit time of no whole number of steps"),
        (
            {"out": "DELAY CONVEYOR(put on, transit, leak, even, at first, 3)"},
            "initial transit time of its own",
        ),
    ):
        with pytest.raises(SimError) as caught:
            belt(**changed)
        assert [fault.en for fault in caught.value.faults] == [
            f'"out" uses the function DELAY CONVEYOR ({why}), which is not supported.'
        ]
    uneven = [one.replace("(1,1)", "(1,2)") for one in BELT]
    with pytest.raises(SimError, match="initial profile that is not flat"):
        model_of(*uneven)


def test_a_run_with_another_transit_time() -> None:
    """Of a time that is no whole number of steps there is no number."""
    run = belt().simulate({"transit": np.array([2.0, 1.9])})
    assert [failure.member for failure in run.failures] == [1]
    run = belt(out="DELAY CONVEYOR(put on, transit, leak, even, at first, 2)").simulate(
        {"transit": np.array([2.0, 3.0])}
    )
    assert [failure.member for failure in run.failures] == [1]
