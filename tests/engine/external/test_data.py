"""Data that a model reads from files: between their points, at their ends, computed and given.

Pages of vensim.com/documentation are named where a case is not plain.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.external.series import TimeSeries
from sim.engine.language.expressions import MISSING
from sim.errors import SimError
from tests.engine.external.build import (
    TABLE,
    delimited,
    fault_of,
    model_in,
    transposed,
    values,
    workbook,
)

# --- data -------------------------------------------------------------------------------------

WAYS = {  # from 2000 by halves
    "": [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 8, 8],
    ":INTERPOLATE:": [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 8, 8],
    ":HOLD BACKWARD:": [1, 1, 2, 2, 4, 4, 4, 4, 8, 8, 8],
    ":LOOK FORWARD:": [1, 2, 2, 4, 4, 8, 8, 8, 8, 8, 8],
    ":RAW:": [1, MISSING, 2, MISSING, 4, MISSING, MISSING, MISSING, 8, MISSING, MISSING],
}


@pytest.mark.parametrize(("keyword", "expected"), WAYS.items())
def test_data_between_its_points(keyword: str, expected: list[float], tmp_path: Path) -> None:
    """dataequations; before the first and after the last point the nearest holds, raw data is missing."""
    delimited(tmp_path / "t.csv", TABLE)
    model = model_in(
        tmp_path,
        f"d {keyword} := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
        "is missing = IF THEN ELSE(d = :NA:, 1, 0)",
    )
    assert values(model, "d") == expected
    assert values(model, "is missing") == [float(value == MISSING) for value in expected]
    assert model.variables["d"].kind == "data"


@pytest.mark.parametrize("sign", [":=", "="])
def test_data_of_elements_run_in_the_other_direction(sign: str, tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", Across=TABLE, Down=transposed(TABLE))
    model = model_in(
        tmp_path,
        "r: a, b",
        f"across[r] {sign} GET DIRECT DATA('t.xlsx', 'Across', '1', 'B2')",
        f"down[r] {sign} GET XLS DATA('t.xlsx', 'Down', 'A', 'B2')",
        f"part[b] {sign} GET XLS DATA('t.xlsx', 'Down', 'A', 'C2') ~~|\npart[a] = 3",
    )
    run = model.simulate()
    np.testing.assert_array_equal(run["across"], run["down"])
    np.testing.assert_array_equal(run["part"][:, 0, 1], run["down"][:, 0, 1])
    assert run["down"][:, 0, 1].tolist() == [10, 17.5, 25, 32.5, 40, 50, 60, 70, 80, 80, 80]


@pytest.mark.parametrize("keyword", ["", ":HOLD BACKWARD:"])
def test_data_end_where_a_time_is_empty(keyword: str, tmp_path: Path) -> None:
    """What stands beyond an empty time is another table; the last value before it holds."""
    delimited(tmp_path / "t.csv", [["t", 2000, 2001, None, 2003], ["d", 1, 120, 5, 873]])
    model = model_in(tmp_path, f"d {keyword} := GET DIRECT DATA('t.csv', ',', '1', 'B2')", step=1)
    assert values(model, "d") == [1, 120, 120, 120, 120, 120]
    delimited(tmp_path / "t.csv", [["t", None, 2001], ["d", 1, 120]])
    assert "holds no data" in fault_of(tmp_path, "d := GET DIRECT DATA('t.csv', ',', '1', 'B2')")[1]


def test_excel_goes_on_after_an_empty_time(tmp_path: Path) -> None:
    """With GET XLS it is Excel that reads: a time or a value without its other half is no point."""
    workbook(tmp_path / "t.xlsx", S=[["t", 2000, 2001, None, 2003, 2004], ["d", 1, 3, 5, 7, None]])
    model = model_in(
        tmp_path,
        "d := GET XLS DATA('t.xlsx', 'S', '1', 'B2')",
        "f(GET XLS LOOKUPS('t.xlsx', 'S', '1', 'B2'))",
        "of time = f(Time)",
        step=1,
    )
    assert values(model, "d") == values(model, "of time") == [1, 3, 5, 7, 7, 7]


@pytest.mark.parametrize("function", ["GET DIRECT DATA", "GET XLS DATA"])
def test_data_end_at_a_word(function: str, tmp_path: Path) -> None:
    """A column of sources after the last time is no time, but a number mistyped is a fault."""
    rows = [["t", 2000, 2001, "source", 2003], ["d", 1, 3, "survey", 7]]
    workbook(tmp_path / "t.xlsx", S=rows)
    model = model_in(tmp_path, f"d := {function}('t.xlsx', 'S', '1', 'B2')", step=1)
    assert values(model, "d") == [1, 3, 3, 3, 3, 3]
    rows[0][3] = "2,002"
    workbook(tmp_path / "t.xlsx", S=rows)
    assert '"2,002"' in fault_of(tmp_path, f"d := {function}('t.xlsx', 'S', '1', 'B2')")[1]


def test_constants_may_be_read_after_the_sign_of_data(tmp_path: Path) -> None:
    delimited(tmp_path / "n.csv", [[5]])
    model = model_in(tmp_path, "c := GET DIRECT CONSTANTS('n.csv', ',', 'A1')")
    assert model.constants["c"] == 5
    assert model.variables["c"].kind == "constant"


def test_other_data_may_be_read_in_another_way(tmp_path: Path) -> None:
    """Dataequations: ``production ahead :LOOK FORWARD: := planned production raw``."""
    delimited(tmp_path / "t.csv", TABLE)
    model = model_in(
        tmp_path,
        "r: a, b",
        "ahead[r] :LOOK FORWARD: := middle[r]",
        "middle[r] := planned[r]",
        "planned[r] :RAW: := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
    )
    assert model.simulate()["ahead"][:, 0, 0].tolist() == WAYS[":LOOK FORWARD:"]
    assert model.simulate()["middle"][:, 0, 0].tolist() == WAYS[""]
    assert model.variables["ahead"].causes == ("middle",)


@pytest.mark.parametrize("keyword", ["", ":RAW:"])
def test_data_of_constants_alone_are_the_same_at_any_time(keyword: str, tmp_path: Path) -> None:
    model = model_in(tmp_path, f"d {keyword} := 2 * k", "k = 3", "e = d + 1", step=1)
    assert values(model, "e") == [7] * 6
    assert '"x"' in fault_of(tmp_path, "d := 2 * x", "x = Time")[1]


def test_data_may_be_computed_from_data_and_constants(tmp_path: Path) -> None:
    """Dataequations: ``cost data := variable cost data + fixed cost data``; at its points, then between."""
    delimited(tmp_path / "t.csv", [["t", 2000, 2002, 2005], ["d", 1, 3, 9], ["e", 2, 2, 4]])
    model = model_in(
        tmp_path,
        "squared := d ^ two + e",
        "turned :HOLD BACKWARD: := squared / 2",
        "d := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
        "e := GET DIRECT DATA('t.csv', ',', '1', 'B3')",
        "two = 2",
        step=1,
    )
    assert values(model, "squared") == pytest.approx([3, 7, 11, 11 + 74 / 3, 11 + 148 / 3, 85])
    assert values(model, "turned") == [1.5, 1.5, 5.5, 5.5, 5.5, 42.5]
    for name in ("two", "d"):  # the points are computed when the model is read
        with pytest.raises(SimError, match="used when the model is read"):
            model.simulate({name: 3.0})


def test_data_of_other_times_are_not_computed_with(tmp_path: Path) -> None:
    delimited(tmp_path / "t.csv", [["t", 2000, 2002], ["d", 1, 3], ["e", 2, None]])
    assert fault_of(
        tmp_path,
        "f := d + e",
        "d := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
        "e := GET DIRECT DATA('t.csv', ',', '1', 'B3')",
    )[1] == (
        '"f": after := only data with the same times and constants may be used; '
        "write = to compute at every step."
    )


def test_moments_that_are_not_binary_fractions_meet_their_points(tmp_path: Path) -> None:
    """0.1 · 3 is above 0.3, and 0.1 · 3 of a look forward is not yet the next point."""
    rows = [["t", *(round(0.1 * k, 1) for k in range(41))], ["d", *range(41)]]
    delimited(tmp_path / "t.csv", rows)
    for keyword in WAYS:
        model = model_in(
            tmp_path,
            f"d {keyword} := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
            start=0,
            end=4,
            step=0.1,
        )
        np.testing.assert_allclose(values(model, "d"), np.arange(41), rtol=1e-12, atol=1e-12)


def test_points_out_of_order_are_put_in_order(tmp_path: Path) -> None:
    delimited(tmp_path / "t.csv", [["t", 2004, 2000, 2002], ["d", 8, 1, 4]])
    model = model_in(tmp_path, "d := GET DIRECT DATA('t.csv', ',', '1', 'B2')")
    assert values(model, "d") == [1, 1.75, 2.5, 3.25, 4, 5, 6, 7, 8, 8, 8]


def test_remarks_next_to_a_table_are_ignored(tmp_path: Path) -> None:
    rows = [["Year", "d"], [2000, 1], [2005, 11], [None, None], ["Source: a survey", None]]
    workbook(tmp_path / "t.xlsx", S=rows)
    model = model_in(tmp_path, "d := GET DIRECT DATA('t.xlsx', 'S', 'A', 'B2')")
    assert values(model, "d")[1] == 2


def test_data_drives_a_stock_exactly_by_either_method(tmp_path: Path) -> None:
    """The integral of a straight line is a parabola; Runge–Kutta reads the data within a step too."""
    delimited(tmp_path / "t.csv", [["t", 0, 8], ["d", 0, 16]])
    model = model_in(
        tmp_path,
        "d := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
        "s = INTEG(d, 1)",
        "first = INITIAL(d)",
        start=0,
        end=8,
        step=1,
    )
    assert values(model, "s") == [1 + t * (t - 1) for t in range(9)]
    np.testing.assert_allclose(values(model, "s", method="rk4"), [1 + t * t for t in range(9)], rtol=1e-15)


def test_raw_data_of_a_step_holds_over_its_stages(tmp_path: Path) -> None:
    delimited(tmp_path / "t.csv", [["t", *range(9)], ["d", *[2] * 9]])
    model = model_in(
        tmp_path,
        "d :RAW: := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
        "s = INTEG(d, 0)",
        start=0,
        end=8,
        step=1,
    )
    np.testing.assert_allclose(values(model, "s", method="rk4"), [2 * t for t in range(9)], rtol=1e-15)


def test_data_can_be_set_from_outside(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    delimited(tmp_path / "t.csv", TABLE)
    model = model_in(tmp_path, "d := GET DIRECT DATA('t.csv', ',', '1', 'B2')", "e = d + 1", step=1)
    assert values(model, "e", inputs={"d": 3.0}) == [4] * 6
    assert values(model, "e", inputs={"d": pandas.Series({2000: 0.0, 2005: 5.0})}) == [1, 2, 3, 4, 5, 6]
    assert values(model, "e") == [2, 3, 5, 7, 9, 9]
    assert model.simulate({"d": np.array([1.0, 2.0])})["e"][0].tolist() == [2, 3]


def test_a_member_is_the_same_alone_and_in_a_batch(tmp_path: Path) -> None:
    delimited(tmp_path / "t.csv", TABLE)
    model = model_in(tmp_path, "d := GET DIRECT DATA('t.csv', ',', '1', 'B2')", "c = 1", "e = d / c")
    draws = np.linspace(0.3, 3, 11)
    batch = model.simulate({"c": draws})["e"]
    for member in (0, 5, 10):
        assert batch[:, member].tolist() == values(model, "e", inputs={"c": draws[member]})


@pytest.mark.parametrize("way", ["interpolate", "hold backward", "look forward"])
def test_a_series_of_one_point_holds_everywhere(way: Any) -> None:
    series = TimeSeries(np.array([3.0]), np.array([[7.0]]), way)
    assert series.at(np.array([-1.0, 3.0, 9.0]))[:, 0].tolist() == [7, 7, 7]
