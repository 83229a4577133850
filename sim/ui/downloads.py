"""Files for download."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import streamlit as st

from sim.outcomes.chances import chances_in
from sim.outcomes.fan import Fan
from sim.outcomes.levels import LEVELS
from sim.registry.schema import Bilingual
from sim.report.briefing.outline import Outline, Slide
from sim.report.record import Column, Row, Table, figure_cell
from sim.report.tables.indicators import Judged, compare_rows
from sim.report.tables.scoreboard import compare_report, run_report
from sim.report.workbook import workbook_bytes
from sim.report.writers import csv_text
from sim.run.single import simulate
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from sim.scenario.writing import scenario_text
from sim.ui.beside import beside
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.ui.view import View
from sim.units import LANGUAGES, Language

ENCODING = "utf-8-sig"  # Excel reads a file without the mark in the system's encoding
CSV = "text/csv"
YAML = "application/yaml"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw_downloads(latest: Callable[[], Scene], stem: str, language: Language) -> None:
    """Draw the buttons; a file is made on request from the currently displayed results."""
    files: tuple[tuple[str, str, str, Callable[[Scene], bytes]], ...] = (
        ("download_charts", f"{stem}-charts.pptx", PPTX, charts),
        ("download_deck", f"{stem}.pptx", PPTX, deck),
        ("download_report", f"{stem}.docx", DOCX, report),
        ("download_workbook", f"{stem}.xlsx", XLSX, workbook),
        ("download_table", f"{stem}.csv", CSV, table_csv),
        ("download_fan", f"{stem}-bands.csv", CSV, fan_csv),
        ("download_scenario", f"{stem}-own.yaml", YAML, scenario_file),
    )
    for key, name, mime, make in files:
        st.download_button(
            say(key, language),
            partial(_made, make, latest),
            name,
            mime,
            key=key,
            on_click="ignore",
            width="stretch",
        )
    st.html(f'<div class="teda note">{say("download_note", language)}</div>')


def _made(make: Callable[[Scene], bytes], latest: Callable[[], Scene]) -> bytes:
    return make(latest())


def _fans(scene: Scene) -> list[Fan]:
    return [scene.fan, *(other.fan for other in scene.beside)]


def _judged(scene: Scene) -> list[Judged]:
    return [Judged(fan.table, chances_in(fan)) for fan in _fans(scene)]


def deck(scene: Scene) -> bytes:
    """Return the slides of the scenario as it is changed, beside those that it is compared with."""
    return beside(_deck, scene.workspace, _studies(scene), scene.view)


def charts(scene: Scene) -> bytes:
    """Return the charts that are shown as slides, one each, and all studies compared where any is pinned."""
    return beside(_charts, scene.workspace, _studies(scene), scene.view, scene.charts)


def report(scene: Scene) -> bytes:
    """Return the Word report of the scenario as it is changed, beside those that it is compared with."""
    return beside(_report, scene.workspace, _studies(scene), scene.view)


def _studies(scene: Scene) -> list[Scenario]:
    """Return the scenario as it is changed, and the studies to compare it with."""
    scenario = scene.scenarios[scene.view.scenario]
    own = apply_settings(scenario, scene.view.settings, scene.workspace)
    return [own, *(other.scenario for other in scene.beside)]


def _deck(
    workspace: Workspace, studies: Sequence[Scenario], view: View, outline: Outline | None = None
) -> bytes:
    from sim.report.deck.build import build_deck  # imports python-pptx

    own, *others = (simulate(study, workspace) for study in studies)
    return build_deck(own, view.draws, view.language, view.year, beside=others, outline=outline)


def _charts(
    workspace: Workspace, studies: Sequence[Scenario], view: View, indicators: Sequence[str]
) -> bytes:
    compared = Slide("comparison", indicators=tuple(indicators) if len(indicators) > 1 else ())
    slides = (*(Slide("chart", each) for each in indicators), *([compared] if len(studies) > 1 else []))
    return _deck(workspace, studies, view, Outline(slides))


def _report(workspace: Workspace, studies: Sequence[Scenario], view: View) -> bytes:
    from sim.report.paper import build_report  # imports python-docx

    own, *others = (simulate(study, workspace) for study in studies)
    return build_report(own, view.draws, view.language, view.year, beside=others)


def workbook(scene: Scene) -> bytes:
    """Return the scoreboard, all indicators and the quantiles as a workbook, of all studies."""
    language = scene.view.language
    judged = _judged(scene)
    tables, chances = [each.table for each in judged], [each.chances for each in judged]
    report = run_report(tables[0], chances[0]) if len(tables) == 1 else compare_report(tables, chances)
    return workbook_bytes(report, language, {say("bands", language): _fan_table(scene)})


def table_csv(scene: Scene) -> bytes:
    """Return all indicators at the model's own values, one per row, for all studies."""
    rows = compare_rows(_judged(scene), scene.view.language)
    return csv_text(rows).encode(ENCODING)


def scenario_file(scene: Scene) -> bytes:
    """Return the levers that are moved or given by year as a scenario file, which the commands run."""
    parent = scene.scenarios[scene.view.scenario]
    adjusted = {each: say("adjusted", each, name=parent.title.text(each)) for each in LANGUAGES}
    return scenario_text(parent, scene.view.settings, Bilingual(**adjusted), scene.workspace).encode()


def fan_csv(scene: Scene) -> bytes:
    """Return the quantiles of all indicators, a row for each year, of all studies."""
    return csv_text(_fan_table(scene)).encode(ENCODING)


def _fan_table(scene: Scene) -> Table:
    language = scene.view.language
    heads = [say(head, language) for head in ("scenario", "indicator", "unit", "year", "tip.central")]
    columns = [Column(head) for head in ("id", *heads, *(f"p{round(100 * level):02d}" for level in LEVELS))]
    return Table(columns, [row for fan in _fans(scene) for row in _fan_rows(fan, language)])


def _fan_rows(fan: Fan, language: Language) -> Iterator[Row]:
    for row in fan.table:
        central, levels = fan.central(row.id), fan.quantiles(row.id)
        if central is None or levels is None:
            continue
        name, unit = row.entry.name.text(language), row.entry.unit.text(language)
        for place, year in enumerate(row.years):
            figures = (
                figure_cell(float(value), row.entry.decimals) for value in (central[place], *levels[:, place])
            )
            yield [row.id, _scenario_text(fan), name, unit, year, *figures]


def _scenario_text(fan: Fan) -> str:
    return fan.table.label
