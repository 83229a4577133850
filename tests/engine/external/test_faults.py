"""What is refused of cells and equations: the place, what stands there and what is allowed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sim.errors import SimError
from tests.engine.external.build import (
    NUMBERS,
    Rows,
    delimited,
    fault_of,
    model_in,
    workbook,
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
