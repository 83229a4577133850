"""Sizes of tables on slides: as large as they may be without taking more slides or breaking a figure."""

from __future__ import annotations

import pytest

from sim.report.briefing.page import Column, Grid, grid
from sim.report.deck.lettering import Area
from sim.report.deck.table import AIR, POINTS, Setting, grid_pages, setting_of

AREA = Area(0.5, 1.0, 12.4, 5.2)


def table(rows: int, figure: str = "1,234", text: str = "工业总产值") -> Grid:
    columns = [Column("指标", 5.0), Column("数值", 1.5, is_figure=True)]
    return grid(columns, [(text, figure)] * rows)


@pytest.mark.parametrize(("rows", "points"), [(1, 18), (8, 18), (12, 16), (14, 14), (17, 12), (40, 14)])
def test_fewer_rows_are_larger_and_take_no_more_slides(rows: int, points: float) -> None:
    found = setting_of(table(rows), AREA)
    assert found.points == points
    least = grid_pages(table(rows), AREA, Setting())
    assert [len(each.rows) for each in grid_pages(table(rows), AREA, found)] == [
        len(each.rows) for each in least
    ]


def test_no_figure_is_broken() -> None:
    long = "12,345.6 至 13,456.7"
    assert setting_of(table(3, long), AREA).points < setting_of(table(3), AREA).points == 18
    assert setting_of(table(3, long * 3), AREA).points == POINTS  # which is broken in any size


def test_wider_fonts_push_no_text_off_the_slide() -> None:
    narrower = Area(AREA.left, AREA.top, 0.88 * AREA.width, AREA.height)
    for count in range(10, 90, 2):
        whole = table(4, text="工业总产值（<1%）、" * count)
        found = setting_of(whole, AREA)
        parts = grid_pages(whole, AREA, found) if found.points > POINTS else []
        assert all(len(grid_pages(part, narrower, found)) == 1 for part in parts), count


def test_rows_are_spread_and_leave_room() -> None:
    few, many = setting_of(table(2), AREA), setting_of(table(8), AREA)
    assert few.air == pytest.approx(AIR + 0.3)
    assert AIR < many.air < few.air
    assert 9 * (many.line + many.air) == pytest.approx(0.8 * AREA.height)
    assert setting_of(table(17), AREA).air == AIR


def test_a_row_higher_than_a_slide_stands_alone() -> None:
    high = table(2, text="很长的文字" * 400)
    assert setting_of(high, AREA) == Setting()
    assert len(grid_pages(high, AREA, Setting())) == 2
