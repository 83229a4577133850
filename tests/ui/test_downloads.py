from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from sim.scenario.load import read_scenario
from sim.scenario.paths import LeverPath
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import load_workspace
from sim.ui.downloads import charts, deck, fan_csv, report, scenario_file, table_csv, workbook
from sim.ui.page_state import Scene, compute_scene
from sim.ui.view import Pin, View


@pytest.fixture(scope="module")
def scene() -> Scene:
    workspace = load_workspace(Path(__file__).parents[1] / "small")
    scenarios = {name: read_scenario(name, workspace) for name in ("plan", "trend")}
    view = View(
        "plan",
        2035,
        pins=(Pin("trend"), Pin("plan", "高投入", {"public investment": 350.0})),
        levers={"public investment": 300.0},
    )
    return compute_scene(view, scenarios, workspace)


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_table_has_all_studies(scene: Scene) -> None:
    rows = read(table_csv(scene))
    labels = {"plan public investment=300", "trend", "plan public investment=350"}
    assert {row["情景"] for row in rows} == labels
    assert len(rows) == 3 * len(scene.workspace.registry.indicators)


def test_the_scenario_file_runs_as_the_page_does(own_home: Path) -> None:
    workspace = load_workspace(own_home)
    scenarios = {name: read_scenario(name, workspace) for name in ("plan", "trend")}
    levers = {"public investment": 300.0, "demand growth[health]": 0.125}
    paths = {"public investment": LeverPath({2021: 72.0, 2024: 80.1}), "clean share": LeverPath({2030: 0.3})}
    scene = compute_scene(View("plan", 2035, levers=levers, paths=paths), scenarios, workspace)
    (own_home / "own.yaml").write_bytes(scenario_file(scene))
    read_back = read_scenario(own_home / "own.yaml", workspace)
    assert read_back.constants == apply_settings(scenarios["plan"], scene.view.settings, workspace).constants
    assert (read_back.title.zh, read_back.title.en) == ("规划（已调整）", "Plan (changed)")
    plain = compute_scene(View("plan", 2035), scenarios, workspace)
    (own_home / "plain.yaml").write_bytes(scenario_file(plain))
    assert read_scenario(own_home / "plain.yaml", workspace).constants == scenarios["plan"].constants


def test_the_bands_agree_with_the_ensemble(scene: Scene) -> None:
    rows = read(fan_csv(scene))
    row = next(row for row in rows if row["id"] == "gross_output" and row["年份"] == "2035")
    levels = scene.fan.quantiles("gross_output")
    assert levels is not None
    assert row["情景"] == "plan public investment=300"
    decimals = scene.workspace.registry.indicators["gross_output"].decimals
    assert [float(row[name]) for name in ("p05", "p25", "p50", "p75", "p95")] == pytest.approx(
        list(levels[:, -1]), abs=0.501 * 10**-decimals
    )


def test_the_charts_shown_are_slides(scene: Scene) -> None:
    names = ("output_growth", "gross_output")
    assert set(scene.charts) == {*scene.workspace.registry.zone.headline}
    assert scene.beside
    found = Presentation(io.BytesIO(charts(replace(scene, view=replace(scene.view, charts=names))))).slides
    slides, (table, course) = [*found][: len(names)], [*found][len(names) :]
    for slide, name in zip(slides, names, strict=True):
        assert scene.workspace.registry.indicators[name].name.zh in slide.shapes.title.text
        (chart,) = (each.chart for each in slide.shapes if each.has_chart)
        assert any(value for plot in chart.plots for line in plot.series for value in line.values), name
    (compared,) = (each.table for each in table.shapes if each.has_table)
    rows = [[cell.text for cell in row.cells] for row in compared.rows]
    assert len(rows[0]) == 2 + 1 + len(scene.beside)
    assert [row[0] for row in rows[1:]] == [
        scene.workspace.registry.indicators[name].name.zh for name in names
    ]
    (lines,) = (each.chart for each in course.shapes if each.has_chart)
    assert [line.name for line in lines.plots[0].series] == rows[0][2:]
    alone = charts(replace(scene, view=replace(scene.view, charts=names), beside=()))
    assert len(Presentation(io.BytesIO(alone)).slides) == len(names)


def test_the_workbook_has_what_the_other_files_have(scene: Scene) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(scene)))
    assert book.sheetnames == ["2025", "2035", "全部数据", "不确定区间", "来源"]
    for sheet, rows in (("全部数据", read(table_csv(scene))), ("不确定区间", read(fan_csv(scene)))):
        assert book[sheet].max_row == len(rows) + 1
        assert [str(cell.value) for cell in book[sheet][1]] == list(rows[0])
    levels = scene.fan.quantiles("gross_output")
    assert levels is not None
    *_, last = (
        row
        for row in book["不确定区间"].iter_rows(values_only=True)
        if row[:2] == ("gross_output", "plan public investment=300")
    )
    assert last[-5:] == pytest.approx(tuple(levels[:, -1]), rel=1e-9)


def test_slides_and_report_are_of_the_scenario_as_changed(scene: Scene) -> None:
    slides = Presentation(io.BytesIO(deck(scene))).slides
    words = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide]
    assert any("300" in text for text in (*words, *notes))
    assert any("高投入" in text for text in (*words, *notes))
    paragraphs = [each.text for each in Document(io.BytesIO(report(scene))).paragraphs]
    assert any("规划" in text for text in paragraphs)
