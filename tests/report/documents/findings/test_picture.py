"""The picture of the findings: what is drawn is what the boards say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from sim.analysis.findings import Findings
from sim.outcomes.board import Points
from sim.registry.schema import Bilingual
from sim.report.documents.findings.picture import draw_attainment
from sim.units import Language

NAMES = {"trend": Bilingual(zh="趋势", en="Trend"), "plan": Bilingual(zh="规划", en="Plan")}


def standing(low: float, median: float, high: float) -> Any:
    entry = SimpleNamespace(
        name=Bilingual(zh="产值（当年价）", en="Output (current prices)"),
        unit=Bilingual(zh="亿元", en="100M CNY"),
    )
    target = SimpleNamespace(value=200.0, year=2025)
    return SimpleNamespace(points=Points(low, median, high), target=target, entry=entry)


@pytest.fixture
def found() -> Findings:
    key = ("output", 2025)
    each = [
        SimpleNamespace(board={key: standing(100, 150, 190)}),
        SimpleNamespace(board={key: standing(160, 210, 230)}),
    ]
    page = SimpleNamespace(members=2048, seed=7, table=SimpleNamespace(rows=(key,), scenarios=NAMES))
    return cast("Findings", SimpleNamespace(page=page, each=each))


@pytest.mark.parametrize(
    ("language", "name", "note"),
    [
        ("zh", "2025 产值 200 亿元", "每个情景抽样运行 2,048 次，种子 7；只考虑参数不确定性。"),
        ("en", "2025 Output, 200 × 100M CNY", "2,048 runs of each scenario with sampled parameters, seed 7"),
    ],
)
def test_each_scenario_is_drawn_as_a_share_of_the_target(
    found: Findings, language: Language, name: str, note: str
) -> None:
    figure = draw_attainment(found, language)
    [axes] = figure.axes
    drawn = [[float(x) for x in line.get_xdata()] for line in axes.get_lines()]  # type: ignore[union-attr]
    assert drawn[:4] == [[0.5, 0.95], [0.75], [0.8, 1.15], [1.05]]
    heights = [float(line.get_ydata()[0]) for line in axes.get_lines()[:4]]  # type: ignore[index, arg-type]
    assert heights[0] == heights[1] > heights[2] == heights[3]
    assert [text.get_text() for text in axes.texts] == [name]
    assert any(text.get_text().startswith(note[:20]) for text in figure.texts)
    [legend] = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        each.text(language) for each in NAMES.values()
    ]
