"""Constants, lookups and ranges that a model reads from files, each with an answer worked by hand.

Pages of vensim.com/documentation are named where a case is not plain.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import numpy as np
import pysd
import pytest

from sim.engine.language.expressions import MISSING
from sim.engine.language.parser import parse_equations
from sim.engine.language.source import split_source
from sim.engine.model import Model, load_model
from sim.engine.units.check import check_units
from tests.engine.external.build import (
    NUMBERS,
    TABLE,
    delimited,
    model_in,
    text_of,
    transposed,
    values,
    workbook,
)

# --- constants --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "tab"),
    [("n.xlsx", "Sheet"), ("n.csv", ""), ("n.csv", ","), ("n.csv", "Sheet"), ("n.tab", ""), ("n.txt", ";")],
)
def test_constants_run_to_the_right_and_down(file: str, tab: str, numbers: Path) -> None:
    """fn_get_direct_constants: right along the last subscript, down along the one before, * exchanges."""
    model = model_in(
        numbers,
        "r: a, b ~~|\ns: x, y, z",
        f"one = GET DIRECT CONSTANTS('{file}', '{tab}', 'B2')",
        f"row[r] = GET XLS CONSTANTS('{file}', '{tab}', 'b2')",
        f"column[r] = GET DIRECT CONSTANTS('{file}', '{tab}', 'B2*')",
        f"table[r, s] = GET DIRECT CONSTANTS('{file}','{tab}','A2')",
        f"turned[r, s] = GET DIRECT CONSTANTS('{file}', '{tab}', 'B1*')",
        f"fixed == GET DIRECT CONSTANTS('{file}', '{tab}', 'C3')",
    )
    assert model.constants["one"] == 5
    assert model.constants["fixed"] == 9
    run = model.simulate()
    assert run["row"][0, 0].tolist() == [5, 6]
    assert run["column"][0, 0].tolist() == [5, 8]
    assert run["table"][0, 0].tolist() == [[4, 5, 6], [7, 8, 9]]
    assert run["turned"][0, 0].tolist() == [[2, 5, 8], [3, 6, 9]]


def test_only_subscripts_that_vary_take_cells(numbers: Path) -> None:
    """25780: a vector has one row, wherever its range stands on the left side."""
    model = model_in(
        numbers,
        "r: a, b ~~|\ns: x, y, z ~~|\nsub: b",
        "v[r, x] = GET DIRECT CONSTANTS('n.csv', ',', 'A1')",
        "v[a, y] = 0 ~~|\nv[sub, y] = GET DIRECT CONSTANTS('n.csv', ',', 'C3')",
        "v[r, z] :EXCEPT: [b, z] = GET DIRECT CONSTANTS('n.csv', ',', 'B3*') ~~|\nv[b, z] = -1",
    )
    assert model.simulate()["v"][0, 0].tolist() == [[1, 0, 8], [2, 9, -1]]


def test_a_constant_from_a_file_is_a_constant_like_any_other(numbers: Path) -> None:
    model = model_in(numbers, "c = GET DIRECT CONSTANTS('n.csv', ',', 'B1')", "d = c * 2")
    assert model.variables["c"].kind == "constant"
    assert values(model, "d")[0] == 4
    assert model.simulate({"c": np.array([1.0, 5.0])})["d"][0].tolist() == [2, 10]


def test_time_settings_may_come_from_a_file(numbers: Path) -> None:
    text = (
        "x = Time ~~|\nINITIAL TIME = GET DIRECT CONSTANTS('n.csv',',','A1') ~~|\n"
        "FINAL TIME = GET DIRECT CONSTANTS('n.csv',',','A2') ~~|\nTIME STEP = 1 ~~|\n"
    )
    assert values(Model(text, os.fspath(numbers / "m.mdl")), "x") == [1, 2, 3, 4]


# --- lookups ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [" = {}", "({})"])
def test_lookups_run_along_their_axis(sign: str, tmp_path: Path) -> None:
    """fn_get_direct_lookups: further elements stand in the other direction; empty cells are no points."""
    workbook(tmp_path / "t.xlsx", Across=TABLE, Down=transposed(TABLE))
    model = model_in(
        tmp_path,
        "r: a, b",
        "across[r]" + sign.format("GET DIRECT LOOKUPS('t.xlsx', 'Across', '1', 'B2')"),
        "down[r]" + sign.format("GET XLS LOOKUPS('t.xlsx', 'Down', 'a', 'b2')"),
        "x = 2001",
        "one[r] = across[r](x)",
        "two[r] = down[r](x)",
    )
    assert model.variables["down"].kind == "lookup"
    for x, expected in ((1990, [1, 10]), (2001, [2, 25]), (2003, [6, 60]), (2050, [8, 80])):
        run = model.simulate({"x": x})
        assert run["one"][0, 0].tolist() == run["two"][0, 0].tolist() == expected


# --- subscripts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "prefix", "expected"),
    [
        ("A2", "A4", "", ["Beijing", "Tianjin"]),  # fn_get_direct_subscript: empty cells are ignored
        ("A2", "A", "", ["Beijing", "Tianjin"]),
        ("B1", "1", "n", ["n1", "n2"]),
        ("B2", "C4", "", ["x", "y", "z"]),  # across and then down
        ("b2", "", "", ["x", "y", "z"]),
    ],
)
def test_a_range_may_come_from_a_file(
    first: str, last: str, prefix: str, expected: list[str], tmp_path: Path
) -> None:
    rows = [["", 1, 2], ["Beijing", "x", "y"], [None, None, None], ["Tianjin", None, "z"]]
    workbook(tmp_path / "s.xlsx", S=rows)
    delimited(tmp_path / "s.csv", rows)
    for file in ("s.xlsx", "s.csv"):
        model = model_in(
            tmp_path,
            f"r : GET DIRECT SUBSCRIPT('{file}', 'S', '{first}', '{last}', '{prefix}')",
            "v[r] = 1",
        )
        assert model.variables["v"].elements == tuple(f"v[{name}]" for name in expected)


def test_an_imported_range_may_be_mapped(tmp_path: Path) -> None:
    delimited(tmp_path / "s.csv", [["a", "b"]])
    model = model_in(
        tmp_path,
        "r : GET DIRECT SUBSCRIPT('s.csv', ',', 'A1', 'B1', '') -> q",
        "q : x, y",
        "v[r] = 1, 2",
        "w[q] = v[r] * 10",
    )
    assert model.simulate()["w"][0, 0].tolist() == [10, 20]


# --- units ------------------------------------------------------------------------------------


def test_values_from_files_have_the_stated_units(numbers: Path) -> None:
    """fn_get_direct_constants and its like give the units of the left side."""
    text = (
        "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1') ~ 亿元 ~|\n"
        "f(GET DIRECT LOOKUPS('n.csv', ',', '1', 'A2')) ~ 亿元 ~|\n"
        "d := GET DIRECT DATA('n.csv', ',', '1', 'A2') ~ 亿元 ~|\n"
        "ahead :LOOK FORWARD: := d ~ 亿元 ~|\n"
        "x = 1 ~ Dmnl ~|\ngood = c + d + ahead + f(x) ~ 亿元 ~|\nbad := d ~ 万人 ~|\n"
        "INITIAL TIME = 0 ~ Year ~|\nFINAL TIME = 1 ~ Year ~|\nTIME STEP = 1 ~ Year ~|\n"
    )
    source = split_source(text, "m.mdl")
    found = check_units(parse_equations(source), source)
    assert [finding.variable for finding in found] == ["bad"]


# --- PySD -------------------------------------------------------------------------------------

# PySD holds a missing value of raw data to be not a number, so that it cannot be compared with :NA:;
# in Vensim it is a number (na.html).


@pytest.mark.slow
def test_equals_pysd(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", Across=TABLE, Down=transposed(TABLE), Numbers=NUMBERS)
    delimited(tmp_path / "t.csv", TABLE)
    delimited(tmp_path / "t.tab", transposed(TABLE), "\t")
    text = text_of(
        "r: a, b ~~|\ns: x, y, z",
        "one = GET DIRECT CONSTANTS('t.xlsx', 'Numbers', 'B2')",
        "row[s] = GET DIRECT CONSTANTS('t.xlsx', 'Numbers', 'A3')",
        "column[s] = GET DIRECT CONSTANTS('t.xlsx', 'Numbers', 'C1*')",
        "single[s, a] = GET DIRECT CONSTANTS('t.xlsx', 'Numbers', 'A2') ~~|\nsingle[s, b] = 1",
        "table[r, s] = GET DIRECT CONSTANTS('t.xlsx', 'Numbers', 'A2')",
        "turned[s, r] = GET XLS CONSTANTS('t.xlsx', 'Numbers', 'A2*')",
        "look[r] = GET DIRECT LOOKUPS('t.xlsx', 'Down', 'A', 'B2')",
        "looked[r] = look[r](Time - 1)",
        "plain[r] := GET DIRECT DATA('t.xlsx', 'Across', '1', 'B2')",
        "held[r] :HOLD BACKWARD: := GET XLS DATA('t.csv', ',', '1', 'B2')",
        "ahead[r] :LOOK FORWARD: := GET DIRECT DATA('t.tab', '', 'A', 'B2')",
        "raw :RAW: := GET DIRECT DATA('t.csv', ',', '1', 'B2')",
        "sum = INTEG(plain[a] + held[b] + ahead[b], 0)",
    )
    (tmp_path / "m.mdl").write_text(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pysd.read_vensim(os.fspath(tmp_path / "m.mdl")).run()
    ours = load_model(tmp_path / "m.mdl").simulate().to_frame()
    for name in set(ours.columns) - {"raw", "INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER"}:
        column = name if name in theirs else name.replace(",", ", ")
        np.testing.assert_allclose(ours[name], theirs[column], rtol=1e-12, err_msg=str(name))
    np.testing.assert_array_equal(ours["raw"].replace(MISSING, np.nan), theirs["raw"])
