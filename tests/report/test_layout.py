"""Width and folding of text with Chinese in it."""

from __future__ import annotations

import pytest

from sim.report.layout import fold_text, width_of


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
