"""Further functions, one known answer or more for each; the page that states it is named.

Pages are those of vensim.com/documentation.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import SimError
from tests.engine.build import model_of


def column(*equations: str, name: str = "y", end: float = 6, step: float = 1) -> list[float]:
    values: list[float] = model_of(*equations, end=end, step=step).simulate()[name][:, 0].tolist()
    return values


def fault_of(*equations: str) -> str:
    with pytest.raises(SimError) as caught:
        model_of(*equations)
    (fault,) = caught.value.faults
    return fault.en


# --- fn_delay_information ---------------------------------------------------------------------


def test_information_is_delayed_as_by_a_fixed_delay() -> None:
    changing = column("y = DELAY INFORMATION(Time * Time, 3, 7)", end=9)
    assert changing == column("y = DELAY FIXED(Time * Time, 3, 7)", end=9)


def test_information_waits_while_the_delay_grows() -> None:
    """From time 3 on an input takes 4 steps, not 2: that of 2 arrives at 4, that of 3 at 7."""
    assert column("y = DELAY INFORMATION(Time, 2 + STEP(2, 3), -1)", end=9) == [
        -1,
        -1,
        0,
        1,
        2,
        2,
        2,
        3,
        4,
        5,
    ]


def test_information_is_overtaken_while_the_delay_shrinks() -> None:
    """From time 4 on an input takes 1 step, not 4: that of 4 arrives at 5, before those of 2 and 3."""
    assert column("y = DELAY INFORMATION(Time, 4 - STEP(3, 4), -1)", end=9) == [
        -1,
        -1,
        -1,
        -1,
        0,
        4,
        5,
        6,
        7,
        8,
    ]


def test_a_delay_of_information_is_set_by_its_initial_value_only() -> None:
    model = model_of("y = DELAY INFORMATION(Time, 2, 7)", end=3)
    for method in ("euler", "rk4"):
        assert model.simulate(method=method, step=1)["y"][:, 0].tolist() == [7, 7, 0, 1]


# --- fn_npv -----------------------------------------------------------------------------------


def test_net_present_value() -> None:
    """The value at a time counts the stream of that time undiscounted: 100, then 100 + 100 / 1.1."""
    known = np.cumsum(100 / 1.1 ** np.arange(7)) * 2 + np.array([20 * 2] * 7)
    assert column("y = NPV(100, 0.1, 20, 2)") == pytest.approx(known, rel=1e-14)


def test_net_present_value_of_shorter_steps() -> None:
    known = 0.5 * np.cumsum(100 / 1.05 ** np.arange(7))
    assert column("y = NPV(100, 0.1, 0, 1)", end=3, step=0.5) == pytest.approx(known, rel=1e-14)


# --- time -------------------------------------------------------------------------------------


def test_time_in_other_units() -> None:
    """fn_time_base, fn_get_time_value."""
    assert column("y = TIME BASE(2000, 0.5)", end=2) == [2000, 2000.5, 2001]
    assert column("y = GET TIME VALUE(0, 3, 0)", end=2) == [3, 4, 5]


@pytest.mark.parametrize("arguments", ["1, 0, 0", "0, 0, 3", "2, 0, 10", "Time, 0, 0"])
def test_a_calendar_or_a_clock_is_refused(arguments: str) -> None:
    shown = arguments.replace("Time", "…").split(", ")
    assert fault_of(f"y = GET TIME VALUE({arguments})") == (
        f'"y" uses the function GET TIME VALUE ({shown[0]}, {shown[2]}), which is not supported.'
    )


def test_initial_again() -> None:
    """fn_reinitial: as INITIAL, but once more where a game goes on."""
    assert column("y = REINITIAL(Time + 3)", end=2) == [3, 3, 3]


# --- fn_lookup_invert -------------------------------------------------------------------------


def test_a_lookup_read_backwards() -> None:
    rising = ("f((0,0),(1,5),(3,7))", "y = LOOKUP INVERT(f, 2.5 * Time - 2.5)")
    assert column(*rising, end=5) == pytest.approx([0, 0, 0.5, 1, 3, 3], rel=1e-15)
    falling = ("f((0,9),(2,5),(4,1))", "y = LOOKUP INVERT(f, 2 * Time)")
    assert column(*falling, end=5) == [4, 3.5, 2.5, 1.5, 0.5, 0]


def test_a_lookup_that_turns_is_not_read_backwards() -> None:
    assert fault_of("f((0,0),(1,5),(2,3))", "y = LOOKUP INVERT(f, 1)") == (
        '"y": the y of a lookup that LOOKUP INVERT reads must rise, or fall, from point to point.'
    )
    model = model_of("f((0,0),(1,5))", "y = LOOKUP INVERT(f, 1)", end=0)
    assert model.simulate({"f": [(0, 0), (2, 4)]})["y"][0, 0] == 0.5
    assert model.simulate({"f": [(0, 0), (1, 1), (2, 0)]}).failures[0].variable == "y"
