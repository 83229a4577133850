"""The fixed words of tables."""

from __future__ import annotations

from sim.report.words.figures import WORDS


def test_every_word_is_in_both_languages() -> None:
    assert all(set(words) == {"zh", "en"} for words in WORDS.values())
    chinese = [char for words in WORDS.values() for char in words["en"] if char >= "\u4e00"]
    assert chinese == []
