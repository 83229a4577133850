"""Values that a model reads from files, each with an answer worked by hand and PySD's for comparison.

Pages of vensim.com/documentation are named where a case is not plain.
"""

from __future__ import annotations

import datetime
import os
import pickle
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pysd
import pytest

from sim.engine.external import files as external
from sim.engine.external import sheets, workbooks
from sim.engine.external.series import TimeSeries
from sim.engine.language.expressions import MISSING
from sim.engine.language.parser import parse_equations
from sim.engine.language.source import split_source
from sim.engine.model import Model, load_model
from sim.engine.units.check import check_units
from sim.errors import SimError

CONTROLS = """
INITIAL TIME = {start} ~~|
FINAL TIME = {end} ~~|
TIME STEP = {step} ~~|
SAVEPER = TIME STEP ~~|
"""
TABLE = [  # years across, two series below; the second has no value in 2001
    ["", 2000, 2001, 2002, 2004],
    ["first", 1, 2, 4, 8],
    ["second", 10, None, 40, 80],
]
NUMBERS = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
Rows = Sequence[Sequence[Any]]


def workbook(path: Path, **sheets: Rows) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


def delimited(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> None:
    lines = (delimiter.join("" if value is None else str(value) for value in row) for row in rows)
    path.write_bytes("\r\n".join(lines).encode(encoding))


def transposed(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def text_of(
    *equations: str, start: float = 2000, end: float = 2005, step: float = 0.5, settings: str = ""
) -> str:
    body = "\n".join(f"{equation} ~~|" for equation in equations)
    return f"{body}\n{CONTROLS.format(start=start, end=end, step=step)}{settings}"


def model_in(folder: Path, *equations: str, **options: Any) -> Model:
    return Model(text_of(*equations, **options), os.fspath(folder / "m.mdl"))


def fault_of(folder: Path, *equations: str, **options: Any) -> tuple[str, str, str]:
    """Return Chinese, English and place, the folder left out, of the only fault of a model."""
    with pytest.raises(SimError) as caught:
        model_in(folder, *equations, **options)
    assert len(caught.value.faults) == 1
    fault = caught.value.faults[0]
    return fault.zh, fault.en, Path(fault.place).name


def values(model: Model, name: str, **options: Any) -> list[float]:
    series: list[float] = model.simulate(**options)[name][:, 0].tolist()
    return series


# --- constants --------------------------------------------------------------------------------


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    workbook(tmp_path / "n.xlsx", Sheet=NUMBERS)
    delimited(tmp_path / "n.csv", NUMBERS)
    delimited(tmp_path / "n.tab", NUMBERS, "\t")
    delimited(tmp_path / "n.txt", NUMBERS, ";")
    return tmp_path


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


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["DATA/N.CSV", "data\\n.csv", "./data/n.csv", "data/./n.csv"])
def test_folders_below_and_any_case(name: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    delimited(tmp_path / "data" / "n.csv", NUMBERS)
    model = model_in(tmp_path, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')")
    assert model.constants["c"] == 1


def test_case_decides_between_two_files(tmp_path: Path) -> None:
    delimited(tmp_path / "n.csv", [[1]])
    delimited(tmp_path / "N.csv", [[2]])
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system knows no case")
    one = "c = GET DIRECT CONSTANTS('{}', ',', 'A1')"
    assert model_in(tmp_path, one.format("N.csv")).constants["c"] == 2
    assert "there is no file" in fault_of(tmp_path, one.format("N.CSV"))[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_text_in_the_encodings_of_all_our_text_files(encoding: str, tmp_path: Path) -> None:
    delimited(tmp_path / "数据.csv", [["年份", 2000], ["产值", " 1.5e1 "]], encoding=encoding)
    model = model_in(tmp_path, "产值 := GET DIRECT DATA('数据.csv', ',', '1', 'B2')")
    assert values(model, "产值")[0] == 15


def test_a_tag_denotes_a_file(numbers: Path) -> None:
    """fn_get_direct_constants: ``?tag`` is resolved in the settings of the model."""
    settings = "\\\\\\---/// Sketch\n*View 1\n///---\\\\\\\n:L\x7f<%^E!@\n9:Current\n30:?Data=n.xlsx\n"
    equation = "c = GET DIRECT CONSTANTS('?data', 'Sheet', 'C1')"
    assert model_in(numbers, equation, settings=settings).constants["c"] == 3
    assert fault_of(numbers, equation.replace("?data", "?dat"), settings=settings) == (
        '"c"：模型的设置没有说明标签 "?dat" 指哪个文件。最接近的是 "?data"。',
        '"c": the settings of the model do not say which file the tag "?dat" denotes. Nearest: "?data".',
        "m.mdl:1",
    )


def test_numbers_written_as_text_are_numbers(tmp_path: Path) -> None:
    workbook(tmp_path / "n.xlsx", S=[["5", " -1.5e2 "]])
    model = model_in(tmp_path, "r: a, b", "c[r] = GET DIRECT CONSTANTS('n.xlsx', 'S', 'A1')")
    assert list(model.constants.values())[:2] == [5, -150]


def test_a_link_within_the_folder_is_followed(numbers: Path) -> None:
    (numbers / "link.csv").symlink_to(numbers / "n.csv")
    assert model_in(numbers, "c = GET DIRECT CONSTANTS('link.csv', ',', 'A1')").constants["c"] == 1


def test_the_folder_is_that_of_the_model_file(
    numbers: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    (numbers / "m.mdl").write_text(text_of("c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')"))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert load_model(numbers / "m.mdl").constants["c"] == 1
    monkeypatch.chdir(numbers)
    assert load_model("m.mdl").constants["c"] == 1


def test_a_pickled_model_no_longer_needs_its_files(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", S=TABLE)
    delimited(tmp_path / "t.csv", TABLE)
    model = model_in(
        tmp_path,
        "d := GET DIRECT DATA('t.xlsx', 'S', '1', 'B2')",
        "c = GET DIRECT CONSTANTS('T.csv', ',', 'C2')",
        "e = d * c",
    )
    packed = pickle.dumps(model)
    for file in tmp_path.iterdir():
        file.unlink()
    again = pickle.loads(packed)
    assert values(again, "e") == values(model, "e")
    assert again.hash == model.hash
    assert pickle.loads(pickle.dumps(again)).constants == model.constants


def test_the_hash_covers_the_files(tmp_path: Path) -> None:
    equation = "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')"
    hashes = set()
    for number in (1, 2, 1):
        delimited(tmp_path / "n.csv", [[number]])
        hashes.add(model_in(tmp_path, equation).hash)
    assert len(hashes) == 2
    plain = model_in(tmp_path, "c = 1")
    assert plain.hash == split_source(text_of("c = 1"), "").hash


# --- what is refused: files -------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../n.csv",
        "data/../../n.csv",
        "data\\..\\..\\n.csv",
        ".. /n.csv",
        "/etc/n.csv",
        "\\\\server\\share\\n.csv",
        "C:\\n.csv",
        "C:n.csv",
        "~/n.csv",
        "~root/n.csv",
        "https://example.org/n.csv",
        "a|b:c",
        "n.csv:stream.csv",
        "",
        ".",
    ],
)
def test_nothing_outside_the_folder_is_read(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    (folder / "data").mkdir(parents=True)
    delimited(tmp_path / "n.csv", NUMBERS)
    assert fault_of(folder, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')") == (
        f'"c"："{name}" 不在模型的文件夹里；只读取这个文件夹及其子文件夹中的文件，写法如 data/x.xlsx。',
        f'"c": "{name}" is not inside the model\'s folder; '
        "only files in it and below it are read, as in data/x.xlsx.",
        "m.mdl:1",
    )


@pytest.mark.parametrize("name", ["link.csv", "folder/n.csv", "folder/missing.csv", "chain.csv"])
def test_no_link_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    folder, outside = tmp_path / "model", tmp_path / "model and more"
    folder.mkdir()
    outside.mkdir()
    delimited(outside / "n.csv", NUMBERS)
    (folder / "link.csv").symlink_to(outside / "n.csv")
    (folder / "folder").symlink_to(outside)
    (folder / "chain.csv").symlink_to(folder / "link.csv")
    assert fault_of(folder, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')") == (
        f'"c"："{name}" 是通往模型文件夹之外的链接，不予读取。',
        f'"c": "{name}" is a link that leads out of the model\'s folder; it is not read.',
        "m.mdl:1",
    )


def test_a_missing_file_names_the_nearest(numbers: Path) -> None:
    assert fault_of(numbers, "a = 1", "c = GET DIRECT CONSTANTS('m.xlsx', 'Sheet', 'A1')") == (
        '"c"：模型的文件夹里没有文件 "m.xlsx"。最接近的是 "n.xlsx"。',
        '"c": there is no file "m.xlsx" in the model\'s folder. Nearest: "n.xlsx".',
        "m.mdl:2",
    )
    assert "没有文件" in fault_of(numbers, "c = GET DIRECT CONSTANTS('no/n.xlsx', 'Sheet', 'A1')")[0]
    assert "没有文件" in fault_of(numbers, "c = GET DIRECT CONSTANTS('n.csv/n.csv', ',', 'A1')")[0]


def test_kinds_of_files_that_are_not_read(numbers: Path) -> None:
    (numbers / "old.ods").write_bytes(b"")
    assert fault_of(numbers, "c = GET XLS CONSTANTS('old.ods', 'S', 'A1')") == (
        '"c"："old.ods" 这类文件不能读取，可以是 .xlsx、.xlsm、.xls、.csv、.tab、.tsv、.txt。',
        '"c": "old.ods" is of a kind that cannot be read; '
        "supported: .xlsx, .xlsm, .xls, .csv, .tab, .tsv, .txt.",
        "m.mdl:1",
    )


def test_targets_that_are_not_regular_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    os.mkfifo(tmp_path / "b.csv")
    (tmp_path / "c.csv").symlink_to("c.csv")
    for name in ("a.csv", "b.csv"):
        assert fault_of(tmp_path, f"c = GET DIRECT CONSTANTS('{name}', ',', 'A1')") == (
            f'"c"："{name}" 不是普通文件。',
            f'"c": "{name}" is not a regular file.',
            "m.mdl:1",
        )
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('c.csv', ',', 'A1')")[1] == (
        '"c": "c.csv" cannot be read: the links point at each other.'
    )


@pytest.mark.parametrize("name", ["x.xlsx", "y.xlsx", "z.xlsx", "x.xls"])
def test_files_that_are_not_workbooks(name: str, tmp_path: Path) -> None:
    for ending in ("xlsx", "xls"):
        (tmp_path / f"x.{ending}").write_bytes(b"\xd0\xcf\x11\xe0 a locked workbook, or part of one")
    with zipfile.ZipFile(tmp_path / "y.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    workbook(tmp_path / "z.xlsx", S=NUMBERS)
    (tmp_path / "z.xlsx").write_bytes((tmp_path / "z.xlsx").read_bytes()[:-200])
    assert fault_of(tmp_path, f"c = GET DIRECT CONSTANTS('{name}', 'S', 'A1')") == (
        f'"c"：文件 "{name}" 不是 Excel 工作簿，或已损坏，或有密码。',
        f'"c": the file "{name}" is not an Excel workbook, or is damaged, or has a password.',
        "m.mdl:1",
    )


def test_limits_of_size(numbers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CELL_LIMIT", 8)
    for name in ("n.xlsx", "n.csv"):
        assert fault_of(numbers, f"c = GET DIRECT CONSTANTS('{name}', 'Sheet', 'A1')")[:2] == (
            f'"c"：文件 "{name}" 的一张表超过 8 个单元格。',
            f'"c": a sheet of the file "{name}" has more than 8 cells.',
        )
    monkeypatch.setattr(workbooks, "UNPACKED_LIMIT", 2_000)
    assert fault_of(numbers, "c = GET DIRECT CONSTANTS('n.xlsx', 'Sheet', 'A1')")[:2] == (
        '"c"：文件 "n.xlsx" 解压后超过 0.002 MB。',
        '"c": the file "n.xlsx" takes more than 0.002 MB when unzipped.',
    )
    monkeypatch.setattr(external, "SIZE_LIMIT", 10)
    assert fault_of(numbers, "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')")[:2] == (
        '"c"："n.csv" 太大，上限是 1e-05 MB。',
        '"c": "n.csv" is too large; the limit is 1e-05 MB.',
    )


def test_a_sheet_that_claims_to_be_huge_is_read_as_it_is(numbers: Path) -> None:
    """What a file says of its own extent, and a last cell far away, cost nothing to speak of."""
    book = openpyxl.load_workbook(numbers / "n.xlsx")
    book["Sheet"]["XFD1000000"] = 1
    book.save(numbers / "n.xlsx")
    assert model_in(numbers, "c = GET DIRECT CONSTANTS('n.xlsx', 'Sheet', 'A1')").constants["c"] == 1


BOMB = '<!ENTITY s0 "lol">' + "".join(f'<!ENTITY s{n + 1} "{f"&s{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize("entities", ['<!ENTITY s9 SYSTEM "{uri}">', BOMB])
def test_entities_of_a_workbook_neither_swell_nor_read_files(entities: str, tmp_path: Path) -> None:
    workbook(tmp_path / "n.xlsx", S=[["safe"]])
    (tmp_path / "secret").write_text("12345")
    with zipfile.ZipFile(tmp_path / "n.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head = f"<!DOCTYPE x [{entities.format(uri=(tmp_path / 'secret').as_uri())}]>".encode()
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b">safe<" in sheet
    parts["xl/worksheets/sheet1.xml"] = head + sheet.replace(b">safe<", b">&s9;<")
    with zipfile.ZipFile(tmp_path / "n.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('n.xlsx', 'S', 'A1')")[1] == (
        '"c": the file "n.xlsx" is not an Excel workbook, or is damaged, or has a password.'
    )


def test_text_in_another_encoding(tmp_path: Path) -> None:
    delimited(tmp_path / "n.csv", NUMBERS, encoding="utf-16")
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')")[:2] == (
        '"c"：文件 "n.csv" 不是文本文件，或编码不认识。可用的编码是 UTF-8 和 GBK（GB18030）。',
        '"c": the file "n.csv" is not a text file, or in an unknown encoding. '
        "UTF-8 and GBK (GB18030) can be read.",
    )


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text('1,"' + "2" * 200_000)
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('n.csv', ',', 'A1')")[:2] == (
        '"c"：文件 "n.csv" 有一个单元格超过 131,072 个字符，是否缺了引号？',
        '"c": a cell of the file "n.csv" has more than 131,072 characters; is a quotation mark missing?',
    )


def test_a_delimiter_is_one_mark(numbers: Path) -> None:
    assert fault_of(numbers, "c = GET DIRECT CONSTANTS('n.csv', ',,', 'A1')")[:2] == (
        '"c"：文件 "n.csv" 的分隔符 ",," 应是一个标点，如 , 或 ;。',
        '"c": the delimiter ",," of the file "n.csv" should be one character, such as , or ;.',
    )


# --- what is refused: cells -------------------------------------------------------------------


def test_a_missing_sheet_names_the_nearest(tmp_path: Path) -> None:
    workbook(tmp_path / "n.xlsx", Output=NUMBERS, Prices=NUMBERS)
    assert fault_of(tmp_path, "c = GET DIRECT CONSTANTS('n.xlsx', 'Prizes', 'A1')")[:2] == (
        '"c"：文件 "n.xlsx" 中没有工作表 "Prizes"，有的是 "Output"、"Prices"。最接近的是 "Prices"。',
        '"c": the file "n.xlsx" has no sheet "Prizes"; it has "Output", "Prices". Nearest: "Prices".',
    )
    assert model_in(tmp_path, "c = GET DIRECT CONSTANTS('n.xlsx', 'PRICES', 'A1')").constants["c"] == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("high", "high"),
        (True, "True"),
        ("#N/A", "#N/A"),
        ("1,234", "1,234"),
        ("nan", "nan"),
        ("1_000", "1_000"),
        (datetime.datetime(2020, 1, 1), "2020-01-01 00:00:00"),
        ("x" * 50, "x" * 29 + "…"),
    ],
)
def test_a_cell_that_is_not_a_number(value: Any, shown: str, tmp_path: Path) -> None:
    workbook(tmp_path / "n.xlsx", S=[[2000, 2001], [1, value]])
    zh = f'"{{}}"："n.xlsx" / "S" 的单元格 B2 是 "{shown}"，应是数字。'
    en = f'"{{}}": the cell B2 of "n.xlsx" / "S" is "{shown}"; it should be a number.'
    for equation in (
        "c = GET DIRECT CONSTANTS('n.xlsx', 'S', 'B2')",
        "c := GET DIRECT DATA('n.xlsx', 'S', '1', 'A2')",
        "c(GET DIRECT LOOKUPS('n.xlsx', 'S', '1', 'A2'))",
    ):
        assert fault_of(tmp_path, equation)[:2] == (zh.format("c"), en.format("c"))


def test_a_time_that_is_not_a_number(tmp_path: Path) -> None:
    delimited(tmp_path / "t.csv", [["2000 est.", 2001], [1, 2]])
    assert fault_of(tmp_path, "c := GET DIRECT DATA('t.csv', ',', '1', 'A2')")[:2] == (
        '"c"："t.csv" 的单元格 A1 是 "2000 est."，应是数字。',
        '"c": the cell A1 of "t.csv" is "2000 est."; it should be a number.',
    )


def test_an_empty_constant(numbers: Path) -> None:
    assert fault_of(numbers, "c = GET DIRECT CONSTANTS('n.csv', ',', 'AB12')")[:2] == (
        '"c"："n.csv" 的单元格 AB12 是空的，应是数字。',
        '"c": the cell AB12 of "n.csv" is empty; it should be a number.',
    )


def test_many_empty_cells_are_reported_in_part(numbers: Path) -> None:
    with pytest.raises(SimError) as caught:
        model_in(numbers, "r: (a1-a900)", "c[r] = GET DIRECT CONSTANTS('n.csv', ',', 'B2')")
    reported = [fault.en for fault in caught.value.faults]
    assert len(reported) == 6
    assert reported[0] == '"c": the cell D2 of "n.csv" is empty; it should be a number.'
    assert reported[-1] == '"c": more cells are not numbers.'


@pytest.mark.parametrize("address", ["B", "5", "B0", "BB", "profits", "B5:C7", "", "B5**"])
def test_invalid_addresses(address: str, numbers: Path) -> None:
    shown = address.removesuffix("*")
    assert fault_of(numbers, f"c = GET DIRECT CONSTANTS('n.csv', ',', '{address}')")[:2] == (
        f'"c"："{shown}" 既不是单元格地址（如 B5），也不是 "n.csv" 中有名称的区域。',
        f'"c": "{shown}" is neither the address of a cell, such as B5, nor the name of an area of "n.csv".',
    )


def test_invalid_rows_and_columns(numbers: Path) -> None:
    assert fault_of(numbers, "c := GET DIRECT DATA('n.csv', ',', 'A1', 'B2')")[:2] == (
        '"c"："A1" 应是自变量或时间所在的行号（如 1）、列名（如 A）或为区域起的名称。',
        '"c": "A1" should be the row (such as 1) or the column (such as A) of the argument or of time, '
        "or a named area.",
    )


def test_no_data_at_all(numbers: Path) -> None:
    assert fault_of(numbers, "c := GET DIRECT DATA('n.csv', ',', '1', 'F2')")[:2] == (
        '"c"："n.csv" 从单元格 F2 起没有数据。',
        '"c": "n.csv" holds no data from the cell F2 on.',
    )


def test_a_time_occurs_twice(tmp_path: Path) -> None:
    delimited(tmp_path / "t.csv", [[2000, 2001, 2000], [1, 2, 3]])
    assert fault_of(tmp_path, "c := GET DIRECT DATA('t.csv', ',', '1', 'A2')")[:2] == (
        '"c"："t.csv" 的单元格 A1 和 C1 都是 2000，时间或自变量不能重复。',
        '"c": the cells A1 and C1 of "t.csv" are both 2000; no time or argument may occur twice.',
    )


def test_too_many_subscripts(numbers: Path) -> None:
    ranges = "r: a, b ~~|\ns: x, y ~~|\nq: p, o"
    assert fault_of(numbers, ranges, "c[r, s, q] = GET DIRECT CONSTANTS('n.csv', ',', 'A1')") == (
        '"c"：GET DIRECT CONSTANTS 最多读 2 个下标范围，这里有 3 个；请分成几个方程。',
        '"c": GET DIRECT CONSTANTS reads along 2 subscript ranges at most, not 3; write several equations.',
        "m.mdl:4",
    )
    assert fault_of(numbers, ranges, "c[r, s] := GET XLS DATA('n.csv', ',', '1', 'A2')")[1] == (
        '"c": GET XLS DATA reads along 1 subscript range at most, not 2; write several equations.'
    )


@pytest.mark.parametrize(
    ("rows", "last", "zh", "en"),
    [
        ([["a", "A"]], "1", '下标元素 "A" 重复。', 'the subscript element "A" occurs twice.'),
        (
            [[f"e{n}" for n in range(10_001)]],
            "1",
            '"s.csv" 给出 10,001 个下标元素，上限是 10,000 个。',
            '"s.csv" gives 10,001 subscript elements; the limit is 10,000.',
        ),
        ([["a[b]"]], "A1", '"a[b]" 不能作下标元素。', '"a[b]" cannot be a subscript element.'),
        (
            [[""]],
            "A1",
            '"s.csv" 从单元格 A1 起没有下标元素。',
            '"s.csv" holds no subscript elements from the cell A1 on.',
        ),
        (
            [["a"]],
            "A1:B2",
            '"A1:B2" 应是最后一个单元格（如 A9）、行号、列名，或空着。',
            '"A1:B2" should be the last cell (such as A9), a row, a column, or empty.',
        ),
    ],
)
def test_elements_that_cannot_be(rows: Rows, last: str, zh: str, en: str, tmp_path: Path) -> None:
    delimited(tmp_path / "s.csv", rows)
    assert fault_of(tmp_path, f"r : GET DIRECT SUBSCRIPT('s.csv', ',', 'A1', '{last}', '')", "v[r] = 1") == (
        f'"r"：{zh}',
        f'"r": {en}',
        "m.mdl:1",
    )


# --- what is refused: equations ---------------------------------------------------------------

REFUSED: Mapping[str, tuple[str, str]] = {
    "c = 2 * GET DIRECT CONSTANTS('n.csv', ',', 'A1')": (
        '"c"：GET DIRECT CONSTANTS 应单独写在等号右边，参数写在单引号里。',
        '"c": GET DIRECT CONSTANTS must stand alone on the right side, its arguments in single quotes.',
    ),
    "c = GET DIRECT CONSTANTS('n.csv', ',')": (
        "\"c\"：应写作 GET DIRECT CONSTANTS('file', 'tab', 'cell')，参数都写在单引号里。",
        "\"c\": it should read GET DIRECT CONSTANTS('file', 'tab', 'cell'), every argument in single quotes.",
    ),
    "c := GET DIRECT DATA(file, ',', 'A', 'B2')": (
        "\"c\"：应写作 GET DIRECT DATA('file', 'tab', 'time row or col', 'cell')，参数都写在单引号里。",
        "\"c\": it should read GET DIRECT DATA('file', 'tab', 'time row or col', 'cell'), "
        "every argument in single quotes.",
    ),
    "c := GET VDF DATA('n.vdf', 'x', 0, 1)": (
        '"c" 用到的函数 GET VDF DATA 不受支持，请改用 GET DIRECT DATA。',
        '"c" uses the function GET VDF DATA, which is not supported; use GET DIRECT DATA.',
    ),
    "c := GET DIRECT LOOKUPS('n.csv', ',', '1', 'A2')": (
        '"c"：GET DIRECT LOOKUPS 不能用在 := 的方程里。',
        '"c": GET DIRECT LOOKUPS cannot be used in an equation with :=.',
    ),
    "c(GET DIRECT DATA('n.csv', ',', '1', 'A2'))": (
        '"c"：GET DIRECT DATA 不能用在 (…) 的方程里。',
        '"c": GET DIRECT DATA cannot be used in an equation with (…).',
    ),
    "c = GET DIRECT SUBSCRIPT('n.csv', ',', 'A1', 'A2', '')": (
        '"c"：GET DIRECT SUBSCRIPT 不能用在 = 的方程里。',
        '"c": GET DIRECT SUBSCRIPT cannot be used in an equation with =.',
    ),
    "c : GET DIRECT CONSTANTS('n.csv', ',', 'A1')": (
        '"c"：GET DIRECT CONSTANTS 不能给出下标元素，应为 GET DIRECT SUBSCRIPT。',
        '"c": GET DIRECT CONSTANTS gives no subscript elements; GET DIRECT SUBSCRIPT does.',
    ),
    "c :HOLD FORWARD: := GET DIRECT DATA('n.csv', ',', '1', 'A2')": (
        '"c"：没有关键字 :HOLD FORWARD:，可以是 :INTERPOLATE:、:HOLD BACKWARD:、:LOOK FORWARD:、:RAW:。',
        '"c": no keyword :HOLD FORWARD:; there are :INTERPOLATE:, :HOLD BACKWARD:, :LOOK FORWARD:, :RAW:.',
    ),
    "c": (
        '"c" 没有方程，也没有给它数据（`data=FILE`）。',
        '"c" has no equation, and no data are given for it (`data=FILE`).',
    ),
    "c :RAW:": (
        '"c" 没有方程，也没有给它数据（`data=FILE`）。',
        '"c" has no equation, and no data are given for it (`data=FILE`).',
    ),
    "c := 2 * Time": (
        '"c"：数据方程 := 只能由数据和常量算出；要逐步计算请用 =。',
        '"c": after := only data and constants may be used; write = to compute at every step.',
    ),
    "c := TIME STEP": (
        '"c"：数据方程 := 右边的 "TIME STEP" 不来自数据；要逐步计算请用 =。',
        '"c": "TIME STEP", to the right of :=, does not come from data; write = to compute at every step.',
    ),
    "c := c": (
        '"c"：数据方程 := 右边的 "c" 不来自数据；要逐步计算请用 =。',
        '"c": "c", to the right of :=, does not come from data; write = to compute at every step.',
    ),
    ":MACRO: M(x)\n M = GET DIRECT CONSTANTS('n.csv', ',', 'A1') ~~|\n:END OF MACRO:\nc = M(1)": (
        '"M"：宏里不能读取数据。',
        '"M": a macro cannot read data.',
    ),
}


@pytest.mark.parametrize(("equation", "reported"), REFUSED.items())
def test_invalid_equations(equation: str, reported: tuple[str, str], numbers: Path) -> None:
    assert fault_of(numbers, equation)[:2] == reported


def test_a_faulty_file_is_reported_once_for_each_equation(numbers: Path) -> None:
    with pytest.raises(SimError) as caught:
        model_in(
            numbers,
            "r: a, b",
            "c[r] = GET DIRECT CONSTANTS('no.csv', ',', 'A1')",
            "d[r] := GET DIRECT DATA('no.csv', ',', '1', 'A1')",
            "f[r](GET DIRECT LOOKUPS('no.csv', ',', '1', 'A1'))",
        )
    reported = sorted(Path(fault.place).name for fault in caught.value.faults)
    assert reported == ["m.mdl:2", "m.mdl:3", "m.mdl:4"]


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
