"""Workbooks, read back with openpyxl and compared with the tables that they hold."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.errors import SimError
from sim.report.record import Cell, Column, Report, Table, count_cell, figure_cell, share_cell, text_of
from sim.report.words.numbers import NO_FIGURE
from sim.report.workbook import number_format, sheets_bytes, workbook_bytes
from sim.report.writers import csv_text
from sim.units import Language
from tests.report.test_reports import reports, tables_of

__all__ = ["reports"]  # the fixture

LITERAL = re.compile(r'"([^"]*)"')


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def shown(value: float, form: str) -> str:
    """Return a number as Excel shows it: literals, one group of digits, per cent, a part for negatives."""
    parts = form.replace('\\"', "”").split(";")
    pattern, number = parts[0], value
    if len(parts) > 1 and value < 0:
        pattern, number = parts[1], -value
    plain = LITERAL.sub("", pattern)
    if plain == "General":
        return repr(value)
    literals = LITERAL.split(pattern)
    text = ""
    for place, piece in enumerate(literals):
        if place % 2 or not piece:
            text += piece
            continue
        decimals = len(re.sub("[^0]", "", piece.partition(".")[2]))
        scaled = number * 100 if piece.endswith("%") else number
        rounded = math.floor(abs(scaled) * 10**decimals + 0.5 + 1e-7) / 10**decimals  # as Excel rounds
        digits = f"{rounded:{',' if '#,' in piece else ''}.{decimals}f}"
        text += f"{'-' if scaled < 0 and rounded else ''}{digits}{'%' if piece.endswith('%') else ''}"
    return text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_cell_is_the_cell_of_its_table(reports: dict[str, Report], language: Language) -> None:
    numbers = 0
    for name, report in reports.items():
        book = opened(workbook_bytes(report, language))
        tables = [Table(list(table.columns), list(table.rows)) for table in tables_of(report, language)]
        for sheet, table in zip(book.worksheets[:-1], tables, strict=True):
            assert [str(cell.value or "") for cell in sheet[1]] == [
                f"{column.heading} [{column.unit}]" if column.unit else column.heading
                for column in table.columns
            ], name
            for line, row in zip(sheet.iter_rows(min_row=2), table.rows, strict=True):
                if isinstance(row, str):
                    assert line[0].value == row
                    continue
                for held, cell in zip(line, row, strict=True):
                    value = cell.value if isinstance(cell, Cell) else cell
                    if isinstance(value, float) and not math.isfinite(value):
                        value = None
                    if value is None or value in ("", NO_FIGURE):
                        assert held.value is None, (name, cell)
                    elif isinstance(value, int | float) and not isinstance(value, bool):
                        assert held.value == pytest.approx(value, rel=1e-14), (name, cell)
                        if isinstance(cell, Cell):
                            assert shown(value, held.number_format).strip() == text_of(cell).strip()
                            numbers += 1
                    else:
                        assert held.value == value, (name, cell)
    assert numbers > 500


def test_equal_reports_give_equal_bytes(reports: dict[str, Report]) -> None:
    for report in reports.values():
        assert workbook_bytes(report, "zh") == workbook_bytes(report, "zh")


def test_the_last_sheet_says_where_the_figures_come_from(reports: dict[str, Report]) -> None:
    book = opened(workbook_bytes(reports["compare"], "zh"))
    assert book.sheetnames == ["2025", "2035", "plan-trend", "全部数据", "来源"]
    rows = [(key.value, text.value) for key, text in book["来源"].iter_rows(min_row=2)]
    assert [text for key, text in rows if key == "情景"] == ["trend", "plan"]
    assert all(len(text) == 64 for key, text in rows if key == "模型哈希")
    assert any("✓ 达标" in str(text) for _, text in rows)


def test_heads_are_frozen_and_fonts_named(reports: dict[str, Report]) -> None:
    for language, font in (("zh", "Microsoft YaHei"), ("en", "Arial")):
        book = opened(workbook_bytes(reports["run"], language))
        for sheet in book:
            assert sheet.freeze_panes is not None
            assert sheet["A1"].font.name == font
            assert sheet["A1"].font.bold
    assert book.properties.created.year == 2020


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        (figure_cell(1234.5, 1), "#,##0.0"),
        (share_cell(0.125, 1), "#,##0.0%"),
        (count_cell(2025), "#,##0"),
        (Cell(2025, "2025"), "0"),
        (Cell(6794.0, "6,794 ✗"), '#,##0" ✗"'),
        (Cell(1099.2, "≈1,099"), '"≈"#,##0'),
        (Cell(-2.5, "(-2.5)"), '"("#,##0.0")";"(-"#,##0.0")"'),
        (Cell(1500000, "1.5 MB"), '"1.5 MB"'),
        (Cell(0.31, "31.0% (25.0–37.7)"), '#,##0.0%" (25.0–37.7)"'),
    ],
)
def test_a_number_is_shown_as_it_is_printed(cell: Cell, form: str) -> None:
    assert number_format(cell) == form
    assert shown(cell.value, form) == cell.text  # type: ignore[arg-type]


def book_of(*tables: Table, **record: str) -> Any:
    return opened(workbook_bytes(Report(lambda _: tables, None, lambda: record), "zh"))


def test_heads_of_figures_by_year_are_years() -> None:
    heads = ["2025", "2035", "2040", "2025 probability", "12345"]
    columns = [Column(heads[0]), Column(heads[1]), Column(heads[2], is_figure=False), *map(Column, heads[3:])]
    table = Table(columns, [[1.5, None, "2040", 0.5, 3], ["—", 2.0, "text", 0.5, 4]])
    sheet = opened(sheets_bytes([("a", table)], [], [], "en")).active
    assert [cell.value for cell in sheet[1]] == [2025, 2035, *heads[2:]]
    assert [sheet.cell(1, place).number_format for place in (1, 2)] == ["0", "0"]
    assert [sheet.cell(1, place).alignment.horizontal for place in (1, 2, 3)] == ["right", "right", "left"]


def test_there_is_no_sheet_of_sources_where_nothing_is_known() -> None:
    table = Table([Column("a")], [[1]])
    assert book_of(table).sheetnames == ["a"]
    assert book_of(table, scenario="plan").sheetnames == ["a", "来源"]


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    tables = [Table([Column("a/b" * 20)], []), Table([Column("a b" * 20)], []), Table([], [], "来源")]
    names = book_of(*tables, scenario="plan").sheetnames
    assert len(set(map(str.lower, names))) == 4
    assert max(map(len, names)) <= 31
    assert not re.search(r"[\[\]:*?/\\]", "".join(names))


def test_text_is_text() -> None:
    texts = ["=1+1", "https://example.org", "a\nb", "x" * 40_000]
    sheet = book_of(Table([Column(name) for name in "abcd"], [texts])).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == texts[:3]
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 4
    assert sheet["D2"].value.endswith("x…")


def test_a_table_that_is_too_large() -> None:
    wide = Table([Column(str(number)) for number in range(16_385)], [])
    with pytest.raises(SimError, match="16,384"):
        book_of(wide)


def test_csv_has_the_digits_that_are_printed() -> None:
    cells = [figure_cell(4.70955882261, 1), share_cell(0.1251, 1), count_cell(12000), Cell(1.5e6, "1.5 MB")]
    text = csv_text(Table([Column(name) for name in "abcd"], [cells]))
    assert text.splitlines()[1] == "4.7,0.125,12000,1500000.0"


def test_a_file_of_each_kind_opens(reports: dict[str, Report], tmp_path: Path) -> None:
    for name, report in reports.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(workbook_bytes(report, "en"))
        assert openpyxl.load_workbook(path).sheetnames[-1] == "Source"
