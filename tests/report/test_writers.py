"""Writers of reports: known answers by hand."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator

from sim.report.layout import Page
from sim.report.record import (
    Block,
    Column,
    Paragraph,
    Report,
    Table,
    figure_cell,
)
from sim.report.writers import csv_text, json_text, plain_text, written
from sim.units import Language

TABLE = Table(
    [Column("指标", is_figure=False, limit=6), Column("2025", unit="亿元"), Column("x", limit=3)],
    [["工业总产值", figure_cell(7500.25, 1), "a b"], "[part]", ["GDP", figure_cell(math.nan, 1), None]],
)
ALIGNED = """\
指标      2025   x
──────────────────
工业总 7,500.3 a b
产值
[part]
GDP          —
"""


def test_columns_are_aligned_and_sections_are_separate() -> None:
    assert plain_text([TABLE]) == ALIGNED


def test_csv_has_printed_digits_no_sections_and_nothing_for_no_number() -> None:
    assert csv_text(TABLE) == "指标,2025,x\r\n工业总产值,7500.3,a b\r\nGDP,,\r\n"


def test_quotes_commas_and_line_breaks_survive_csv() -> None:
    texts = ['say "so"', "a,b", "two\nlines"]
    written = csv_text(Table([Column(name) for name in "abc"], [texts]))
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == texts


def test_names_in_csv_are_no_commands() -> None:
    heads = [Column(name) for name in ("=cmd|x", "@a", "esc \x1b[31m", "-5%", "a=b")]
    rows = [["+SUM(A1)", "-", "-1,200.5", -3.5, "- b"]]
    assert csv_text(Table(heads, rows)) == (
        "'=cmd|x,'@a,esc ␛[31m,-5%,a=b\r\n'+SUM(A1),-,\"-1,200.5\",-3.5,'- b\r\n"
    )


def test_json_has_null_where_there_is_no_number_at_any_depth() -> None:
    text = json_text({"名": [math.nan, (1.5, math.inf)], "b": {"c": -math.inf, "d": True, "e": 3}})
    assert json.loads(text) == {"名": [None, [1.5, None]], "b": {"c": None, "d": True, "e": 3}}
    assert text.startswith('{\n "名": [\n  null,')


def test_a_paragraph_is_folded_below_the_end_of_its_lead() -> None:
    assert (
        plain_text([Paragraph("one two three four", "* ", hang=1)], Page(12))
        == "* one two\n   three\n   four\n"
    )
    assert plain_text([Paragraph("一二三四五六", "甲  ")], Page(10)) == "甲  一二三\n    四五六\n"
    assert plain_text(["  one two three"], Page(12)) == "  one two\n  three\n"


def test_only_the_requested_form_is_computed() -> None:
    asked: list[str] = []

    def blocks(language: Language) -> Iterator[Block]:
        asked.append(f"blocks {language}")
        yield Paragraph("a b")

    def rows(language: Language) -> Table:
        asked.append(f"rows {language}")
        return Table([Column("a")], [[1]])

    def record() -> object:
        asked.append("record")
        return {"a": 1}

    report = Report(blocks, rows, record)
    assert written(report, "table", "en") == "a b\n"
    assert written(report, "csv", "zh") == "a\r\n1\r\n"
    assert written(report, "json", "zh") == '{\n "a": 1\n}\n'
    assert asked == ["blocks en", "rows zh", "record"]
