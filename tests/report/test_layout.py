"""Width and folding of text with Chinese in it."""

from __future__ import annotations

import pytest

from sim.report.layout import Page, Span, fit_columns, fold_cell, fold_text, width_in_old_console, width_of


def test_chinese_takes_two_cells() -> None:
    assert [width_of(text) for text in ("", "ab", "产值", "产值 GDP", "e\u0301", "✓")] == [
        0,
        2,
        4,
        8,
        1,
        1,
    ]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 4, [""]),
        ("工业总产值", 6, ["工业总", "产值"]),
        ("工业产值（亿元），", 12, ["工业产值", "（亿元），"]),
        ("产值，", 4, ["产", "值，"]),
        ("Gross industrial output", 12, ["Gross", "industrial", "output"]),
        ("Gross industrial output", 16, ["Gross industrial", "output"]),
        ("每万人 R&D 投入", 10, ["每万人 R&D", "投入"]),
        ("unbreakable", 4, ["unbreakable"]),
    ],
)
def test_long_texts_are_folded(text: str, width: int, lines: list[str]) -> None:
    assert list(fold_text(text, width)) == lines


def test_a_cell_breaks_words_that_are_longer_than_it() -> None:
    assert list(fold_cell("a unbreakable word", 6)) == ["a", "unbrea", "kable", "word"]
    assert list(fold_cell("一二三", 5)) == ["一二", "三"]


def test_signs_take_two_cells_in_an_old_console() -> None:
    assert [measure("—≈a中") for measure in (width_of, width_in_old_console)] == [5, 7]


def test_a_page_writes_what_it_has_in_place_of_what_it_lacks() -> None:
    assert Page(signs={ord("✓"): "√"}).text("5 ✓") == "5 √"


NAME, FIGURE = Span(30, 20, 12), Span(10, 10, 10, is_figure=True)


@pytest.mark.parametrize(
    ("spans", "width", "parts"),
    [
        ([NAME, FIGURE], 50, [{0: 30, 1: 10}]),  # as it is
        ([NAME, FIGURE], 35, [{0: 24, 1: 10}]),  # the text is pressed
        ([NAME, Span(10, 6, 6, is_figure=True)], 35, [{0: 28, 1: 6}]),  # headings of figures first
        ([NAME, Span(10, 10, 10, rank=1), Span(10, 10, 10, rank=2)], 40, [{0: 29, 1: 10}]),  # one goes
        ([NAME, Span(10, 10, 10, rank=1), Span(10, 10, 10, rank=2)], 28, [{0: 28}]),  # the other too
        ([NAME, FIGURE], 24, [{0: 13, 1: 10}]),  # pressed as far as can be
        ([NAME, FIGURE, FIGURE], 25, [{0: 14, 1: 10}, {0: 14, 2: 10}]),  # cut
    ],
)
def test_what_gives_way_in_a_narrow_window(
    spans: list[Span], width: int, parts: list[dict[int, int]]
) -> None:
    assert fit_columns(spans, 1, width) == parts
