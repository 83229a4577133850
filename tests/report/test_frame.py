"""Head and foot of a chart stay within its margins, whatever their characters are."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.report.charts.frame import MARGIN, write_foot, write_head

LONG = {
    "quotes": "“常住人口规模”的不确定性约三成来自“基期净迁移率”，约二成来自“落户放开”；" * 3,
    "latin": "Of the uncertainty of residents about a third comes from the base rate of net migration; " * 3,
    "wide letters": "MWM " * 60,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_texts_fill_their_lines_and_no_more(text: str) -> None:
    figure = Figure(figsize=(10, 6))
    canvas = FigureCanvasAgg(figure)
    write_head(figure, text, "")
    write_foot(figure, [text * 3])
    canvas.draw()
    ends = [line.get_window_extent().x1 / canvas.get_width_height()[0] for line in figure.texts]
    assert max(ends) <= 1 - MARGIN / 2
    assert max(ends) > 0.9
