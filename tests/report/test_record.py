"""Cells and tables of reports."""

from __future__ import annotations

import math

import pytest

from sim.report.record import (
    Cell,
    Column,
    Table,
    count_cell,
    figure_cell,
    key_values,
    section,
    share_cell,
    tabulated,
)
from sim.units import Language


def test_a_cell_holds_its_value_and_its_text() -> None:
    assert figure_cell(1234.5, 0) == Cell(1234.5, "1,235")
    assert share_cell(0.125, 1) == Cell(0.125, "12.5%")
    assert count_cell(12000) == Cell(12000, "12,000")
    assert share_cell(math.nan).text == figure_cell(math.inf, 2).text == "—"


def test_records_share_the_headings_of_the_first() -> None:
    table = tabulated([{"a": 1, "b": Cell(0.5, "50%")}, {"a": None, "b": "x"}])
    assert table.headings == ["a", "b"]
    assert [*table.printed()] == [["1", "50%"], ["", "x"]]
    assert tabulated([]).headings == []


@pytest.mark.parametrize(("language", "heading"), [("zh", "【甲】"), ("en", "[甲]")])
def test_sections_have_the_brackets_of_the_language(language: Language, heading: str) -> None:
    assert section("甲", language) == heading


def test_a_table_prints_its_rows_without_the_headings_between_them() -> None:
    table = Table([Column("a"), Column("b")], [["x", Cell(0.5, "50%")], "part", [3, None]])
    assert table.headings == ["a", "b"]
    assert [*table.printed()] == [["x", "50%"], ["3", ""]]


def test_the_items_of_a_list_share_one_field() -> None:
    table = key_values([("limits", (None, 2.5)), ("name", "a"), ("uses", [])])
    assert table.rows == [["limits", "; 2.5"], ["name", "a"], ["uses", ""]]
