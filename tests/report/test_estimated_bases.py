"""Unpublished bases: the model's own figure, marked wherever a base is shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sim.analysis.checks.base_year import base_year_figures
from sim.outcomes.indicators import indicators
from sim.report.briefing.scores import scores, scores_notes
from sim.report.charts.content import result_content
from sim.report.charts.indicator import build_chart
from sim.report.charts.provenance import stated
from sim.report.charts.result import result_of
from sim.report.deck.sheet import sheet_of
from sim.report.tables.scoreboard import compare_report, run_report
from sim.report.writers import written
from sim.run.single import ScenarioRun, run_scenario

ESTIMATE = "base: {year: 2020, estimate: {low: %s, high: %s, grade: D, reason: {zh: 手算。, en: By hand.}%s}}"
PLACES = {
    "investment_sum": ("  variable: total investment\n", ESTIMATE % (90, 120, "")),
    "energy_intensity_reduction": (
        "  measure: reduction\n",
        ESTIMATE % (0.15, 0.25, ", level: {zh: 单耗, en: intensity}"),
    ),
}


@pytest.fixture
def run(own_home: Path) -> ScenarioRun:
    file = own_home / "model" / "indicators.yaml"
    text = file.read_text(encoding="utf-8")
    for line, base in PLACES.values():
        assert text.count(line) == 1
        text = text.replace(line, f"{line}  {base}\n")
    file.write_text(text, encoding="utf-8")
    return run_scenario("trend", home=own_home)


def test_the_base_is_the_models_own_figure(run: ScenarioRun) -> None:
    table = indicators(run)
    bases = {key: table.rows[key].base for key in (*PLACES, "gross_output", "clean_share")}
    assert [base and (base.year, base.value, base.estimate is not None) for base in bases.values()] == [
        (2020, 100, True),
        (2020, 0, True),
        (2020, 5000, False),
        None,
    ]


def test_the_base_year_is_held_against_the_range(run: ScenarioRun) -> None:
    found = {figure.id: figure for figure in base_year_figures(run)}
    assert list(found) == [
        "gross_output",
        "investment_sum",
        "resident_population",
        "energy_intensity_reduction",
    ]
    assert (found["investment_sum"].low, found["investment_sum"].simulated) == (90, 100)
    assert found["energy_intensity_reduction"].simulated == pytest.approx(0.2)  # the level, not the 0
    assert (found["gross_output"].low, found["gross_output"].high) == (4950, 5050)
    assert all(figure.is_met for figure in found.values())


def test_the_table_marks_the_base_and_explains_the_mark(run: ScenarioRun) -> None:
    text = written(run_report(indicators(run)), "table", "zh")
    [line] = [line for line in text.splitlines() if line.startswith("累计固定资产投资总额")]
    assert " ≈100/年 " in line
    assert "≈ 基数为估计" in text
    assert "base estimated" in written(run_report(indicators(run)), "table", "en")


def test_json_gives_the_range_with_the_figure(run: ScenarioRun) -> None:
    rows = {
        row["id"]: row for row in json.loads(written(run_report(indicators(run)), "json", "zh"))["indicators"]
    }
    row = rows["energy_intensity_reduction"]
    assert row["base"] == {"2020": 0}
    assert row["base_estimate"] == {
        "estimated": True, "low": 0.15, "high": 0.25, "grade": "D", "source": [],
        "reason": {"zh": "手算。", "en": "By hand."}, "level": {"zh": "单耗", "en": "intensity"},
    }  # fmt: skip
    assert rows["gross_output"]["base_estimate"] is None


def test_csv_keeps_it_apart_from_the_bases_of_the_plan(run: ScenarioRun) -> None:
    rows = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO(written(compare_report([indicators(run)]), "csv", "en")))
    }
    columns = ("Base in the plan", "Estimated base", "Range of the estimate")
    assert [rows["investment_sum"][name] for name in columns] == ["", "100.0", "90 to 120"]
    assert [rows["energy_intensity_reduction"][name] for name in columns] == [
        "",
        "0.0",
        "intensity 0.15 to 0.25",
    ]
    assert [rows["gross_output"][name] for name in columns] == ["5000.0", "", ""]


def test_the_deck_table_marks_it(run: ScenarioRun) -> None:
    table = indicators(run)
    found = scores(table, None, "zh")
    assert [score.base for score in found if score.name == "累计固定资产投资总额"] == ["≈100/年"]
    assert "≈ 基数为估计。" in scores_notes(found, table, None, "zh")[0]


def test_a_chart_shows_a_ring_and_the_range(run: ScenarioRun) -> None:
    shown = result_of(run, "investment_sum")
    assert result_content(shown, "zh").labels["base"] == "2020 基数（估计）"
    assert stated(shown, "en") == "Base estimated (grade D, CNY 9 to 12 bn): By hand"
    assert stated(shown, "zh") == "基数为估计（D 级，90 至 120 亿元）：手算"
    assert result_content(shown, "zh").labels["base_range"] == "估计的范围"
    (axes,) = build_chart(run, "investment_sum").axes
    [ring] = [line for line in axes.lines if line.get_label() == "base"]
    assert ring.get_markerfacecolor() != ring.get_color()
    assert [90, 120] in [list(line.get_ydata()) for line in axes.lines]
    assert sheet_of(result_content(shown, "en"), "en").lines["base"].heading == "2020 base (estimated)"


def test_the_range_of_another_level_is_named_but_not_drawn(run: ScenarioRun) -> None:
    shown = result_of(run, "energy_intensity_reduction")
    assert stated(shown, "zh") == "基数为估计（D 级，单耗 0.15 至 0.25）：手算"
    (axes,) = build_chart(run, "energy_intensity_reduction").axes
    assert [0.15, 0.25] not in [list(line.get_ydata()) for line in axes.lines]
