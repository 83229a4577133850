"""Functions of finance, stocks within limits, areas under lookups: what they refuse, and further answers.

Pages are those of vensim.com/documentation.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import SimError
from tests.engine.build import model_of
from tests.engine.language.test_more_functions import column, fault_of

HALF = 0.5


# --- fn_npve ----------------------------------------------------------------------------------


def test_a_value_at_the_ends_of_steps_is_that_of_a_spreadsheet() -> None:
    """The value of 100 at the end of each of five years at 25%."""
    assert column("y = NPVE(100, 0.25, 0, 1)", end=4)[-1] == pytest.approx(
        sum(100 / 1.25**k for k in range(1, 6))
    )


# --- fn_depreciate_straightline ---------------------------------------------------------------


def test_investments_are_depreciated_in_equal_shares() -> None:
    """Two investments, whose shares add up while both last."""
    y = column("s = IF THEN ELSE(Time = 1, 12, IF THEN ELSE(Time = 3, 8, 0))",
               "y = DEPRECIATE STRAIGHTLINE(s, life, 1, 0)", "life = 4", end=9)  # fmt: skip
    assert y == [0, 3, 3, 5, 5, 2, 2, 0, 0, 0]


def test_a_lifetime_is_counted_in_time_steps() -> None:
    y = column("y = DEPRECIATE STRAIGHTLINE(6 * PULSE(1, 0), 1.5, 0.5, 0)", end=3, step=0.5)
    assert y == [0, 0, 2, 2, 2, 0, 0]


def test_a_fiscal_period_of_several_steps_is_refused() -> None:
    assert "fiscal period ≠ TIME STEP" in fault_of("y = DEPRECIATE STRAIGHTLINE(1, 6, 3, 0)")


@pytest.mark.parametrize("life", ["2.5", "0", "101", "Time + 2"])
def test_a_lifetime_is_a_whole_number_of_periods(life: str) -> None:
    with pytest.raises(SimError, match="1 to 100 whole fiscal periods"):
        model_of(f"y = DEPRECIATE STRAIGHTLINE(1, {life}, 1, 0)", step=1, start=0.25)


def test_a_run_with_another_step_has_no_depreciation() -> None:
    """The file fixes how many periods a lifetime has; a run with half the step is not given theirs."""
    run = model_of("y = DEPRECIATE STRAIGHTLINE(1, 3, 1, 0)", end=4, step=1).simulate({"TIME STEP": HALF})
    assert run.failures
    assert np.isnan(run["y"]).all()


def test_a_lifetime_that_moves_has_no_depreciation() -> None:
    run = model_of(
        "y = DEPRECIATE STRAIGHTLINE(1, life, 1, 0)", "life = 3 + STEP(1, 2)", end=4, step=1
    ).simulate()
    assert np.isnan(run["y"][:, 0]).tolist() == [False, False, True, True, True]


# --- fn_delayp --------------------------------------------------------------------------------


def test_what_goes_in_is_under_way_or_out() -> None:
    model = model_of(
        "y = DELAYP(10 + RAMP(3, 2, 5), 4: wip)", "stock = INTEG(10 + RAMP(3, 2, 5) - y, 40)", end=9
    )
    run = model.simulate()
    assert np.allclose(run["wip"], run["stock"], rtol=1e-13)


def test_delayp_has_one_further_output() -> None:
    assert "no such number of outputs" in fault_of("y = DELAYP(1, 4: wip, more)")


# --- fn_sinteg --------------------------------------------------------------------------------


def test_without_a_rule_it_is_a_stock() -> None:
    rules = ", :NA:" * 5
    for method in ("euler", "rk4"):
        run = model_of(f"y = SINTEG(0.3 * y, 2{rules})", "z = INTEG(0.3 * z, 2)").simulate(method=method)
        assert run["y"].tobytes() == run["z"].tobytes()


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (":NA:, :NA:, 1, :NA:, :NA:", "SINTEG (quant)"),
        ("0, 5, :NA:, 6, 0.1", "must lie between min and max (0 to 5)"),
        ("Time, :NA:, :NA:, :NA:, :NA:", "must be numbers or :NA:"),
    ],
)
def test_rules_that_are_refused(rules: str, message: str) -> None:
    assert message in fault_of(f"y = SINTEG(1, 2, {rules})")


def test_a_limit_may_be_negative() -> None:
    assert column("y = SINTEG(-3, 2, -4, :NA:, :NA:, :NA:, :NA:)", end=3) == [2, -1, -4, -4]


# --- fn_lookup_area ---------------------------------------------------------------------------


def test_an_area_over_a_jump_and_backwards() -> None:
    table = "f((0, 2), (1, 2), (1, 6), (3, 0))"
    assert column(table, "y = LOOKUP AREA(f, 0, Time / 2)", end=6) == [0, 1, 2, 4.625, 6.5, 7.625, 8]
    assert column(table, "y = LOOKUP AREA(f, Time / 2, 0)", end=6) == [0, -1, -2, -4.625, -6.5, -7.625, -8]


def test_the_area_under_a_long_lookup_is_the_same_by_search() -> None:
    """A table of many points is searched, not read as a chain of comparisons."""
    x = np.linspace(0, 5, 200)
    points = ", ".join(f"({a!r}, {a * a - 2 * a!r})" for a in x.tolist())
    run = model_of(f"f({points})", "y = LOOKUP AREA(f, 1, Time)", end=5).simulate()
    within = (run.time**3 - 1) / 3 - (run.time**2 - 1)
    assert np.abs(run["y"][:, 0] - within).max() < 2e-3
