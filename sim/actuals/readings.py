"""Figures as cells hold them: numbers, numbers written as text, growth in words, and what stands for none."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sim.actuals.quantities import DIGITS, quantity
from sim.errors import SimError, fail

_NOTES = re.compile(  # marks of footnotes; taken off before letters are made half-width: 5090① is not 50901
    r"[\u2460-\u24ff\u2776-\u2793\u3220-\u3229*＊†‡※﹡⁎\u00b9\u00b2\u00b3\u2070-\u2079]+"
    r"|[\[［〔【(（]\s*注?\s*\d{1,2}\s*[\]］〕】](?!\d)|[（(]注\d{0,2}[)）]"
)
HAN = re.compile("[\u4e00-\u9fff]")
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—―－﹣", "-"))
_BLANKS = re.compile(r"\s+")
_NONE = {"", "-", "--", "---", "…", "……", "...", "......", "/", "\\", "n/a", "na", "n.a.", "#n/a", "无",
         "无数据",          "未公布", "暂无", "缺", ".."}  # fmt: skip
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d{1,3})?"
_PLAIN = re.compile(f"(?P<before>>=|<=|>|<|超过|突破|不足|低于)?(?P<number>{_NUMBER})(?P<after>.*)")
_WORDS = re.compile(
    r"(?:比上年同期|比上年|较上年|同比|比去年同期)?(?P<word>增长|增加|上升|提高|上涨|下降|减少|降低|回落|下跌|负增长)"
    rf"(?:了|为|约)?(?P<number>{_NUMBER})(?P<after>%|个百分点)?"
)
_SAME = re.compile(r"(?:与?(?:上年|去年|上年同期|同期|同比))?(?:基本)?持平")
_FALLS = ("下降", "减少", "降低", "回落", "下跌", "负增长")
_BOUNDS = {">": ">", ">=": ">", "超过": ">", "突破": ">", "<": "<", "<=": "<", "不足": "<", "低于": "<"}
_ABOVE, POINTS = ("以上", "多"), "个百分点"
_SHOWN = 30


@dataclass(frozen=True)
class Reading:
    """What a cell says.

    Parameters
    ----------
    value : number as it stands there
    unit : that the cell itself states, "" where it states none
    is_growth : whether it says that something grew or fell
    bound : ">" or "<" where only a limit is given
    """

    value: float
    unit: str = ""
    is_growth: bool = False
    bound: str = ""


def without_notes(text: str) -> str:
    """Return text without marks of footnotes, half-width, its blanks single.

    Examples
    --------
    >>> without_notes("５０９０①"), without_notes("工业总产值*（亿元）")
    ('5090', '工业总产值(亿元)')
    """
    bare = unicodedata.normalize("NFKC", _NOTES.sub("", text.translate(_DASHES)))
    return _BLANKS.sub(" ", bare.translate(_DASHES)).strip()


def shown(value: object) -> str:
    """Return what a cell holds as a message quotes it."""
    text = " ".join(str(value).split())
    text = text if text.isprintable() else ascii(text)[1:-1]
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def read_cell(value: Any, *, is_percent: bool = False) -> Reading | None:
    """Return the figure in a cell, None where it says that there is none.

    Parameters
    ----------
    value : as the workbook or the CSV file holds it
    is_percent : whether the workbook shows the number in per cent: 0.066 is then 6.6%

    Raises
    ------
    SimError: text that is no figure, a date, an error value, a number that is not finite.

    Examples
    --------
    >>> read_cell("１,２３４．５"), read_cell("下降3.0%"), read_cell("—")
    (Reading(value=1234.5, unit='', is_growth=False, bound=''), \
Reading(value=-3.0, unit='%', is_growth=True, bound=''), None)
    """
    if value is None:
        return None
    if isinstance(value, bool | datetime | date | time) or not isinstance(value, int | float | str):
        raise _no_figure(value)
    if isinstance(value, str):
        return _read_text(value)
    try:
        number = float(value)
    except OverflowError as error:
        raise _no_figure(value) from error
    if not math.isfinite(number):
        raise _no_figure(value)
    return Reading(float(f"{100 * number:.{DIGITS}g}"), "%") if is_percent else Reading(number)


def _read_text(text: str) -> Reading | None:
    bare = without_notes(text).lower()
    if bare.replace(" ", "") in _NONE:
        return None
    bare = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", ",", bare).replace(" ", "")
    if _SAME.fullmatch(bare):
        return Reading(0.0, "%", is_growth=True)
    if (words := _WORDS.fullmatch(bare)) is not None:
        return _of_words(words, text)
    found = _PLAIN.fullmatch(bare)
    if found is None:
        raise _no_figure(text)
    bound, unit = _BOUNDS.get(found["before"] or "", ""), found["after"]
    for word in _ABOVE:
        if unit.endswith(word) and not bound:
            bound, unit = ">", unit.removesuffix(word)
    if unit and quantity(unit) is None:
        raise _no_figure(text)
    return Reading(_number(found["number"], text), unit, bound=bound)


def _of_words(words: re.Match[str], text: str) -> Reading:
    if words["after"] == POINTS or words["number"].startswith(("-", "+")):
        raise _no_figure(text)
    value = _number(words["number"], text)
    return Reading(-value if words["word"] in _FALLS else value, "%", is_growth=True)


def _number(digits: str, text: str) -> float:
    value = float(digits.replace(",", ""))
    if not math.isfinite(value):
        raise _no_figure(text)
    return value


def _no_figure(value: object) -> SimError:
    given = shown(value)
    if isinstance(value, datetime | date | time):
        zh, en = f"“{given}”是日期，不是数。", f'"{given}" is a date, not a figure.'
    elif isinstance(value, str) and value.strip().startswith("#"):
        zh, en = f"“{given}”是公式的错误值。", f'"{given}" is an error of a formula.'
    else:
        zh, en = (
            f"“{given}”不是数；没有数的请留空。",
            f'"{given}" is no figure; leave empty what is not known.',
        )
    return fail("not-a-number", zh, en)
