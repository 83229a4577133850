"""Workbooks of what the browser shows."""

from __future__ import annotations

import base64
import io
from typing import Any

import openpyxl
import pytest

from sim.ui.take_away import workbook_record

ASKED: dict[str, Any] = {
    "title": "工业总产值（亿元）",
    "heads": ["年份", "基准参数", "=1+1"],
    "rows": [
        [[2025, "2025"], [6321.24, "6,321"], [0.984, "很可能达标 98%"]],
        [[2026, "2026"], [None, "—"], ["", ""]],
    ],
    "notes": ["规划", "teda run plan"],
}


def test_values_are_numbers_that_look_as_they_are_shown() -> None:
    found = workbook_record(ASKED, "zh")
    assert found is not None
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(found["content"])))
    sheet, source = book
    assert sheet.title == "工业总产值（亿元）"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["年份", "基准参数", "=1+1"],
        [2025, 6321.24, 0.984],
        [2026, None, None],
    ]
    assert [sheet.cell(2, place).number_format for place in (1, 2, 3)] == [
        "0",
        "#,##0",
        '"很可能达标 "#,##0%',
    ]
    assert sheet["C1"].data_type == "s"  # text, no formula
    assert [row[1].value for row in source.iter_rows()][1:] == ["规划", "teda run plan"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": 3},
        {"heads": "年份"},
        {"heads": ["年份"]},
        {"rows": [[["x" * 5_000, ""], [1, ""], [1, ""]]]},
        {"rows": [[[1, "1"]] * 3] * 3_000},
        {"rows": [[[float("inf"), "1"]] * 3]},
        {"notes": None},
    ],
)
def test_what_is_no_table_gives_no_workbook(change: dict[str, Any]) -> None:
    assert workbook_record({**ASKED, **change}, "zh") is None
    assert workbook_record(None, "zh") is None
