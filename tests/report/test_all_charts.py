"""Role, label and figures of every part of every chart, read back from all painters, of all indicators.

The painters are the picture, the native chart of a deck, that of a workbook, and the marks of the page.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import xlsxwriter
from lxml import etree

from sim.outcomes.indicators import indicators
from sim.report.book.charts import add_charts
from sim.report.charts.content import ChartContent, result_content
from sim.report.charts.indicator import draw
from sim.report.charts.result import IndicatorResult
from sim.run.single import run_scenario
from sim.units import LANGUAGES, Language
from tests.report.deck_parts import CHART
from tests.report.test_chart_content import (
    NOT_LINES,
    Triple,
    points,
    rounded_triples,
    triples_of_deck,
    triples_of_page,
    triples_of_picture,
)
from tests.report.test_titles import Drawn


def results(*, is_drawn: bool) -> Iterator[IndicatorResult]:
    run = run_scenario("vision")
    table, drawn = indicators(run), Drawn(run, 0.3) if is_drawn else None
    for row in table:
        if row.series is not None:
            observed = tuple(run.workspace.registry.observations.get(row.id, ()))
            ensemble: Any = drawn
            yield IndicatorResult(table, row, ensemble, {"plan.targets": "规划"}, observed, None)


def triples_of_workbook(content: ChartContent, language: Language) -> set[Triple]:
    """Return role, label and points of a chart's lines as the file of a workbook holds them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        add_charts(book, ("charts", "data"), [("title", content)], language)
    with zipfile.ZipFile(buffer) as packed:
        root: Any = etree.fromstring(packed.read("xl/charts/chart1.xml"))
    roles, found = {label: role for role, label in content.labels.items()}, set()
    for series in root.iter(f"{CHART}ser"):
        name = series.findtext(f"{CHART}tx//{CHART}v")
        years, values = (_cached(series.find(f"{CHART}{part}")) for part in ("cat", "val"))
        shown = points([years[at] for at in sorted(values)], [values[at] for at in sorted(values)])
        if roles.get(name) not in (None, "average"):
            found.add((roles[name], name, tuple(shown.items())))
    return {each for each in found if each[0] not in NOT_LINES}


def _cached(reference: Any) -> dict[int, float]:
    held = {int(point.get("idx")): point.findtext(f"{CHART}v") for point in reference.iter(f"{CHART}pt")}
    return {at: float(text) for at, text in held.items() if text}


@pytest.mark.slow
@pytest.mark.parametrize("is_drawn", [False, True], ids=["single run", "draws"])
def test_all_painters_show_the_same(is_drawn: bool) -> None:
    count = 0
    for shown in results(is_drawn=is_drawn):
        for language in LANGUAGES if is_drawn else ("zh",):
            content = result_content(shown, language)
            deck = rounded_triples(triples_of_deck(content))
            assert {role for role, _, _ in deck} == content.labels.keys() - NOT_LINES, shown.row.id
            assert rounded_triples(triples_of_workbook(content, language)) == deck, shown.row.id
            assert rounded_triples(triples_of_picture(content, draw(shown, language))) == deck, shown.row.id
            marks = {each for each in deck if each[0] not in ("scenario", "p50")}
            assert rounded_triples(triples_of_page(content, shown, language)) == marks, shown.row.id
            count += 1
    assert count > 60
