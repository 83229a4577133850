"""Properties of every report: numbers as numbers, and the same figures in every form."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.analysis.attribution import attribute
from sim.analysis.checks.catalogue import CHECKS, run_checks
from sim.outcomes.indicators import indicators
from sim.report.layout import Page, width_in_old_console, width_of
from sim.report.model.check import model_report
from sim.report.model.run import run_report as model_run_report
from sim.report.model.sketch import sketch_report
from sim.report.record import Cell, Report, Table
from sim.report.tables.checks import check_report
from sim.report.tables.scoreboard import compare_report, run_report
from sim.report.writers import plain_text, written
from sim.run.model_file import check_model, run_model
from sim.run.single import run_scenarios
from sim.scenario.workspace import load_workspace
from sim.sketch.sketch_file import check_sketch
from sim.units import Language

NUMBER = re.compile(r"-?[\d,]+(\.\d+)?%?")


@pytest.fixture(scope="module")
def reports(small_home: Path) -> dict[str, Report]:
    workspace, model = load_workspace(small_home), str(small_home / "model" / "teda.mdl")
    runs = run_scenarios(["trend", "plan"], None, small_home)
    tables = [indicators(run) for run in runs]
    made_by = attribute(runs[1].scenario, runs[0].scenario, workspace)
    quick = [check for check in CHECKS if check.key in ("completeness", "kinds")]
    return {
        "run": run_report(tables[1], None, made_by),
        "compare": compare_report(tables, (), (None, made_by)),
        "check": check_report(run_checks(workspace, lambda *_: None, quick), workspace),
        "model run": model_run_report(*run_model(model)),
        "model check": model_report(check_model(model)),
        "model sketch": sketch_report(*check_sketch(model)),
    }


def tables_of(report: Report, language: Language) -> Iterator[Table]:
    yield from (block for block in report.blocks(language) if isinstance(block, Table))
    if report.rows is not None:
        yield report.rows(language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_printed_number_is_a_number(reports: dict[str, Report], language: Language) -> None:
    for name, report in reports.items():
        for table in tables_of(report, language):
            texts = [cell for row in table.rows if not isinstance(row, str) for cell in row]
            assert not [one for one in texts if isinstance(one, str) and NUMBER.fullmatch(one)], name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_value_agrees_with_its_text(reports: dict[str, Report], language: Language) -> None:
    checked = 0
    for name, report in reports.items():
        for table in tables_of(report, language):
            for cell in (cell for row in table.rows for cell in row):
                if (
                    isinstance(cell, Cell)
                    and isinstance(cell.value, int | float)
                    and NUMBER.fullmatch(cell.text)
                ):
                    scale = 0.01 if cell.text.endswith("%") else 1
                    digits = len(cell.text.rstrip("%").partition(".")[2])
                    shown = float(cell.text.rstrip("%").replace(",", "")) * scale
                    assert shown == pytest.approx(cell.value, rel=1e-5, abs=0.501 * scale * 10**-digits), name
                    checked += 1
    assert checked > 500


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_has_a_cell_for_each_column(reports: dict[str, Report], language: Language) -> None:
    for name, report in reports.items():
        for table in tables_of(report, language):
            widths = {len(row) for row in table.rows if not isinstance(row, str)}
            assert widths <= {len(table.columns)}, name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_page(reports: dict[str, Report], language: Language) -> None:
    for name, report in reports.items():
        blocks = [
            Table(block.columns, list(block.rows)) if isinstance(block, Table) else block
            for block in report.blocks(language)
        ]
        for width in (60, 70, 75, 80, 90, 100, 120, 160, 200):
            for is_whole in (True, False):
                for measure in (width_of, width_in_old_console):
                    lines = plain_text(blocks, Page(width, is_whole, measure), language).splitlines()
                    several_words = [line for line in lines if len(line.split()) > 1]
                    widest = max(several_words, key=measure)
                    assert width < 70 or measure(widest) <= width, (name, width, widest)


def test_every_form_can_be_read_back(reports: dict[str, Report]) -> None:
    for name, report in reports.items():
        assert json.loads(written(report, "json", "zh")), name
        rows = list(csv.reader(io.StringIO(written(report, "csv", "en"), newline="")))
        assert len(rows) > 1, name
        assert len({len(row) for row in rows}) == 1, name
        assert written(report, "table", "zh").endswith("\n"), name
