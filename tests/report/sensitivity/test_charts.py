"""The tornado and the heat map: their content, and that nothing is cut off."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.analysis.sensitivity.result import Sensitivity
from sim.analysis.sensitivity.study import sensitivity
from sim.report.charts.file import chart_bytes
from sim.report.sensitivity.heat_map import draw_heat_map
from sim.report.sensitivity.sentences import entry_of
from sim.report.sensitivity.tornado import draw_tornado
from sim.units import Language
from tests.analysis.sensitivity.uncertain_home import make_uncertain

SMALL = Path(__file__).parents[2] / "small"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("charts") / "home"))
    make_uncertain(folder)
    return folder


@pytest.fixture(scope="module")
def one(home: Path) -> Sensitivity:
    return sensitivity("trend", "energy_intensity", 2025, members=640, home=home)


@pytest.fixture(scope="module")
def many(home: Path) -> Sensitivity:
    return sensitivity("trend", "all", members=640, home=home)


@pytest.fixture(scope="module")
def shipped() -> Sensitivity:
    return sensitivity("trend", "headline", method="morris", members=3_600)


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def outside(figure: Figure) -> list[str]:
    """Return the texts that a figure cuts off."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    boxes = {text.get_text(): text.get_window_extent() for text in texts(figure)}
    return [
        text
        for text, box in boxes.items()
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]


def test_the_bars_are_the_figures_at_either_end(one: Sensitivity) -> None:
    ranking = one.rankings[0]
    axes = draw_tornado(one, ranking, "zh").axes[0]
    ends = [bar.get_x() + bar.get_width() for bar in axes.patches]
    drawn = ranking.swings[ranking.order[::-1]].ravel()
    np.testing.assert_allclose(ends, drawn)
    assert axes.get_xlim()[0] < drawn.min() < drawn.max() < axes.get_xlim()[1]


def test_the_rows_have_name_grade_range_and_index(one: Sensitivity) -> None:
    ranking = one.rankings[0]
    found = [text.get_text() for text in texts(draw_tornado(one, ranking, "zh"))]
    for shown in ("能源消费（D 级）", "820 至 1,180 万吨标准煤/年", "产出资本比（B 级）", "总效应"):
        assert shown in found
    total, error = (float(ranking.columns[name][2]) for name in ("total", "total_error"))
    assert f"{total:.1%} ±{100 * error:.1f}" in found
    assert "来自“能源消费”" in "".join(found)  # wherever the line breaks


def test_the_cells_are_the_indices(many: Sensitivity) -> None:
    axes = draw_heat_map(many, "en").axes[0]
    rows = [text.get_text() for text in axes.get_yticklabels()]
    columns = [text.get_text() for text in axes.get_xticklabels()]
    assert rows[3] == "Resident population"
    image = axes.images[0].get_array()
    place = columns.index("Net migration D")
    assert image[3, place] == pytest.approx(1, abs=0.1)
    assert image[3].sum() == pytest.approx(image[3, place])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_off(shipped: Sensitivity, language: Language) -> None:
    assert outside(draw_heat_map(shipped, language)) == []
    for ranking in shipped.rankings:
        assert outside(draw_tornado(shipped, ranking, language)) == []


def test_swings_below_a_digit_of_the_indicator_are_distinguished(one: Sensitivity) -> None:
    ranking = replace(one.rankings[0], swings=np.array([[0.5012, 0.5049], [0.502, 0.503], [np.nan, 0.5]]))
    assert entry_of(one, ranking).decimals == 4  # 37 of the last digit
    wide = replace(ranking, swings=ranking.swings * 1000)
    still = replace(ranking, swings=np.full((3, 2), 0.5))
    own = one.workspace.registry.indicators["energy_intensity"].decimals
    assert [entry_of(one, each).decimals for each in (wide, still)] == [max(own, 1), own]


def test_the_same_chart_gives_the_same_bytes(one: Sensitivity) -> None:
    first, again = (chart_bytes(draw_tornado(one, one.rankings[0], "zh"), ".svg") for _ in range(2))
    assert first == again
