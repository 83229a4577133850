"""Bases of one year beside sums over several: told as such wherever they are shown, and numbers still."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from sim.analysis.model_changes.comparison import ModelComparison
from sim.analysis.model_changes.results import Definition, ModelResults
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.registry.schema import Bilingual
from sim.report.briefing.scores import scores
from sim.report.documents.model.registry_tables import indicators_table
from sim.report.html.indicators import indicator_records
from sim.report.html.texts import page_texts
from sim.report.record import Table
from sim.report.tables.listing import listing_report
from sim.report.tables.scoreboard import run_report
from sim.report.words.model_changes import figures
from sim.report.workbook import workbook_bytes
from sim.report.writers import written
from sim.run.single import run_scenario
from sim.scenario.workspace import load_workspace
from sim.units import LANGUAGES, Language

MARKS: dict[Language, str] = {"zh": "/年", "en": "/yr"}
SUMS = {"fixed_asset_investment": 440.8, "utilised_fdi": 12.48}


@pytest.fixture(scope="module")
def table() -> IndicatorTable:
    return indicators(run_scenario("plan"))


def read_csv(table: IndicatorTable, form: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(run_report(table), form, "zh"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_marks_the_base_of_a_sum_and_no_other(table: IndicatorTable, language: Language) -> None:
    assert {row.id for row in table if row.entry.measure == "five_year_sum"} == {*SUMS}
    found = next(block for block in run_report(table).blocks(language) if isinstance(block, Table))
    bases: dict[Any, str] = {row[2].value: row[2].text for row in found.rows if not isinstance(row, str)}
    marked = {value: text for value, text in bases.items() if MARKS[language] in text}
    assert marked == {value: f"{value}{MARKS[language]}" for value in SUMS.values()}
    assert f" 440.8{MARKS[language]} " in written(run_report(table), "table", language)


def test_in_a_workbook_it_stays_a_number(table: IndicatorTable) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(run_report(table), "zh")))
    [cell] = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == 440.8]
    assert cell.number_format == '#,##0.0"/年"'


def test_slides_say_the_same(table: IndicatorTable) -> None:
    assert {score.base for score in scores(table, None, "zh")} >= {"440.8/年", "12.48/年"}
    assert {score.base for score in scores(table, None, "en")} >= {"44.08/yr", "1.248/yr"}  # in billions


@pytest.mark.parametrize("form", ["csv", "csv-long"])
def test_rows_for_programs_say_what_a_figure_is(table: IndicatorTable, form: str) -> None:
    said = {row["id"]: row["数值口径"] for row in read_csv(table, form)}
    assert {key for key, text in said.items() if text == "年度值；考核五年合计"} == {*SUMS}
    assert said["gross_industrial_output"] == "全年数"


def test_rows_for_programs_have_the_number(table: IndicatorTable) -> None:
    bases = {row["id"]: row["规划基数"] for row in read_csv(table, "csv")}
    assert {key: float(bases[key]) for key in SUMS} == SUMS


def test_a_list_of_indicators_marks_it_and_its_record_does_not() -> None:
    report = listing_report("indicators", "fixed", None)
    assert " 440.8/年 " in written(report, "table", "zh")
    assert [one["base"] for one in json.loads(written(report, "json", "zh"))] == [440.8]


def test_the_page_has_the_text_and_the_value_it_is_sorted_by(table: IndicatorTable) -> None:
    names = (name for row in table for name in (row.entry.variable, row.entry.per) if name)
    rows = {name.lower(): number for number, name in enumerate(names)}
    found = {one["id"]: one for one in indicator_records(table, {}, rows, rows, {})}
    assert {key for key, one in found.items() if one["yearly"]} == {*SUMS}
    for key, value in SUMS.items():
        texts = {each: f"{value}{MARKS[each]}" for each in LANGUAGES}
        assert found[key]["base"] == {"value": value, "text": texts}
    assert page_texts()["a_year"] == {"zh": "{figure}/年", "en": "{figure}/yr"}


def test_the_page_of_the_model_has_it_in_both_languages() -> None:
    text = indicators_table(load_workspace())
    [line] = [line for line in text.splitlines() if "`fixed_asset_investment`" in line]
    assert "440.8/年<br>440.8/yr" in line


def test_changes_of_a_model_mark_the_base_year_alone() -> None:
    name, unit = Bilingual(zh="投资", en="Investment"), Bilingual(zh="亿元", en="100M CNY")
    entry = {"sum": Definition(name, unit, "five_year_sum", "current", 1)}
    old, new = (
        ModelResults(
            *("", ""), {"plan": name}, entry, {("plan", "sum", 2020): base, ("plan", "sum", 2025): total},
            *({}, {}, {}, {}, {}, {}),
        )
        for base, total in ((440.8, 3000), (441.8, 3010))
    )  # fmt: skip
    found = ModelComparison(old, new)
    assert {moved.year: figures(moved, found, "en") for moved in found.moved} == {
        2020: ("440.8/yr", "441.8/yr"),
        2025: ("3,000.0", "3,010.0"),
    }
