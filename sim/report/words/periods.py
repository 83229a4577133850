"""Periods that figures cover, and whether they are over."""

from __future__ import annotations

import datetime
import os

from sim.outcomes.marks import SUM_YEARS
from sim.registry.indicators import Indicator
from sim.units import Language

SOURCE_DATE = "SOURCE_DATE_EPOCH"  # see reproducible-builds.org/docs/source-date-epoch


def is_over(year: int) -> bool:
    """Return whether a year is over: nothing that is said of it may sound as if it were to come.

    The present is that of the clock, or of ``SOURCE_DATE_EPOCH`` for the same words on any day.
    """
    return year < _now().year


def today(language: Language) -> str:
    """Return the day, as a formal page has it: that of the clock, or of ``SOURCE_DATE_EPOCH``."""
    return day_text(_now(), language)


def day_text(day: datetime.date, language: Language) -> str:
    """Return a day as a formal page has it."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if language == "zh" else day.isoformat()


def _now() -> datetime.date:
    given = os.environ.get(SOURCE_DATE, "")
    if given.isascii() and given.isdigit():
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC).date()
    return datetime.date.today()


def period(entry: Indicator, year: int, base_year: int, language: Language) -> str:
    """Return the years covered by a figure that is compared with a target."""
    first = {"growth": base_year + 1, "five_year_sum": year - SUM_YEARS + 1}.get(entry.measure)
    if first is None or first == year:
        return f"{year} 年" if language == "zh" else f"in {year}"
    said, kind = _SPANS[entry.measure][language]
    if language == "zh":
        return f"{first}–{year} 年" + ("" if said in entry.name.zh else kind)
    return ("" if said in entry.name.en.lower() else kind) + f"over {first}–{year}"


# Words that an indicator's name may contain already, and the words added where it does not.
_SPANS: dict[str, dict[Language, tuple[str, str]]] = {
    "growth": {"zh": ("年均", "平均"), "en": ("average", "on average ")},
    "five_year_sum": {"zh": ("累计", "合计"), "en": ("cumulative", "in total ")},
}
