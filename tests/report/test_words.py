"""How figures are printed."""

from __future__ import annotations

import pytest

from sim.report.words.figures import WORDS, print_figure, print_target


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (7499.6, 0, "7,500"),
        (1234567.85, 1, "1,234,567.9"),
        (-0.04, 1, "0.0"),
        (-3.45, 1, "-3.5"),
        (float("nan"), 0, "—"),
        (float("inf"), 0, "—"),
    ],
)
def test_figures(value: float, decimals: int, text: str) -> None:
    assert print_figure(value, decimals) == text


def test_targets_keep_their_digits() -> None:
    assert [print_target(value) for value in (7500, 57.9, 4.86, 15270)] == [
        "7,500",
        "57.9",
        "4.86",
        "15,270",
    ]


def test_every_word_is_in_both_languages() -> None:
    assert all(set(words) == {"zh", "en"} for words in WORDS.values())
    chinese = [char for words in WORDS.values() for char in words["en"] if char >= "\u4e00"]
    assert chinese == []
