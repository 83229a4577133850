"""Periods as the heads and titles of statistical tables write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from sim.actuals.readings import without_notes
from sim.registry.periods import Period, read_period

FIRST_YEAR, LAST_YEAR = 1949, 2100
_PARTS = {(1, 3): ("Q", 1, 1), (1, 6): ("H", 1, 1), (1, 9): ("Q", 1, 3), (7, 12): ("H", 2, 2)}
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_TO = "[-~至到]+"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_PART = (
    rf"(?P<half>[上下])半年|(?:1{_TO}|一{_TO}|前)(?P<quarters>[1-4一二三四])个?季度|第?(?P<quarter>[1-4一二三四])季度"
    rf"|(?P<first>\d{{1,2}})月?份?{_TO}(?P<last>\d{{1,2}})月份?|(?P<month>\d{{1,2}})月份?"
)
_WHOLE = re.compile(rf"{_YEAR}(?:年度?)?(?:(?P<all>全年|年?末|年?底)|{_PART})?(?:累计)?")
_IN_TITLE = re.compile(rf"(?<!\d){_YEAR}年度?(?:{_PART})?")
_YEARS = re.compile(rf"(?:19|20)\d\d年?{_TO}(?:19|20)\d\d年?")
_AROUND = re.compile(r"\s*([年月-])\s*")
_ALONE = re.compile(_PART)
_DAY = re.compile(r"((?:19|20)\d{2})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: 00:00:00)?")
_SERIAL = date(1899, 12, 30)  # day 0 of Excel


def period_in(value: Any) -> Period | None:
    """Return the period that a cell is, be it a number, text or date; None for anything else.

    A year in a cell that Excel shows as a date is the day of that number: 2021 is 13 July 1905.

    Examples
    --------
    >>> [period_in(each).code for each in (2021, "２０２１年", "2022年1—6月", "2021-12-31")]
    ['2021', '2021', '2022H1', '2021']
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime | date):
        return _of_day(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, int | float):
        return Period(int(value)) if value == int(value) and FIRST_YEAR <= value <= LAST_YEAR else None
    text = without_notes(str(value)).replace(" ", "")
    if (day := _DAY.fullmatch(text)) and len(text) >= len("2021-1-1"):
        return _of_text_day(*map(int, day.groups()))
    found = _WHOLE.fullmatch(text)
    return _period(found) if found else read_period(text.upper())


def leading_period(text: str) -> tuple[Period | None, str]:
    """Return the period with which a label begins, and the rest of the label."""
    bare = text.replace(" ", "")
    found = _WHOLE.match(bare)
    if found is None or (found.end() < len(bare) and bare[found.end()].isdigit()):
        return None, text
    return _period(found), bare[found.end() :]


def leading_part(text: str) -> tuple[str, str]:
    """Return the part of a year with which a label begins, as in 1-7月累计, and the rest of the label."""
    found = _ALONE.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


def periods_within(text: str) -> list[Period]:
    """Return the periods that a title names, each once; a range of years is none."""
    bare = _YEARS.sub(" ", _AROUND.sub(r"\1", without_notes(text)))
    found = [_period(each) for each in _IN_TITLE.finditer(bare)]
    return list(dict.fromkeys(each for each in found if each is not None))


def names_a_part(text: str) -> bool:
    """Return whether a title names a part of a year, with or without the year."""
    return _ALONE.search(without_notes(text)) is not None


def is_alone(part: str) -> bool:
    """Return whether a part without its year is a month or quarter that does not begin in January."""
    period = period_in(f"2021年{part}")
    return period is not None and is_unclear(period)


def is_unclear(period: Period) -> bool:
    """Return whether a period may be meant as accumulated or alone: a later quarter or a month in itself."""
    return period.unit in ("Q", "M") and period.first == period.last > 1


def _of_day(day: date) -> Period | None:
    serial = (day - _SERIAL).days
    if day.year == 1905 and FIRST_YEAR <= serial <= LAST_YEAR:
        return Period(serial)
    return _of_text_day(day.year, day.month, day.day)


def _of_text_day(year: int, month: int, day: int) -> Period | None:
    return Period(year) if (month, day) in ((12, 31), (1, 1)) else None


def _period(found: re.Match[str]) -> Period | None:
    groups, year = found.groupdict(), int(found["year"])
    if groups["half"]:
        return Period(year, "H", *((1, 1) if groups["half"] == "上" else (2, 2)))
    if groups["quarters"]:
        last = _numeral(groups["quarters"])
        return _months(year, 1, 3 * last)
    if groups["quarter"]:
        number = _numeral(groups["quarter"])
        return Period(year, "Q", number, number)
    if groups["first"]:
        return _months(year, int(groups["first"]), int(groups["last"]))
    if groups["month"]:
        return _months(year, int(groups["month"]), int(groups["month"]))
    return Period(year)


def _numeral(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


def _months(year: int, first: int, last: int) -> Period | None:
    """Return months as the part of the year by which the registry knows them; None for no such months."""
    if not 1 <= first <= last <= 12:
        return None
    if (first, last) == (1, 12):
        return Period(year)
    return Period(year, *_PARTS.get((first, last), ("M", first, last)))
