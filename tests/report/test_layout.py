"""Text tables with Chinese in them."""

from __future__ import annotations

import pytest

from sim.report.layout import Column, fold_text, layout, width_of


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


def test_columns_are_aligned() -> None:
    columns = [Column("指标", is_figure=False, limit=6), Column("2025"), Column("x", limit=3)]
    assert layout(columns, [["工业总产值", "7,500", "a b"], "[part]", ["GDP", "1", ""]]) == (
        "指标    2025   x\n────────────────\n工业总 7,500 a b\n产值\n[part]\nGDP        1\n"
    )
