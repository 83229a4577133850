"""Places in the plan, such as chapter and table, in both languages."""

from __future__ import annotations

import re
from functools import partial

from sim.units import Language

_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", 1)}
_PARTS = (
    (re.compile("第([一二三四五六七八九十]+)章"), "chapter {}"),
    (re.compile("第([一二三四五六七八九十]+)节"), "section {}"),
    (re.compile("专栏 ?([0-9]+)"), "box {}"),
    (re.compile("表 ?([0-9]+)"), "Table {}"),
    (re.compile("(?<![0-9第])([一二三四五六七八九十]+)(?![章节])"), "part {}"),
    (re.compile("各章正文"), "text of the chapters"),
)
_MARKS = {"；": "; ", "：": ": ", "，": ", "}


def section_text(section: str, language: Language) -> str:
    """Return a place in the plan, such as 第一章 第三节 四 表1, in the language."""
    if language == "zh":
        return section
    for pattern, english in _PARTS:
        section = pattern.sub(partial(_in_english, english), section)
    for mark, english in _MARKS.items():
        section = section.replace(mark, english)
    return re.sub(r"(?<=[0-9]) (?=section|part|Table|box)", ", ", section)


def _in_english(english: str, found: re.Match[str]) -> str:
    return english.format(*map(_number, found.groups()))


def _number(text: str) -> str:
    """Return a numeral below one hundred in figures."""
    if text.isdigit():
        return text
    tens, ten, ones = text.partition("十")
    if not ten:
        return str(_DIGITS[text])
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))
