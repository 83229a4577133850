"""Titles of one's own: figures of the page's indicator stand in them, and are brought up to date with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from sim.errors import Fault, fail, suggestion
from sim.report.charts.result import IndicatorResult
from sim.report.charts.verdict import distance, goal_of
from sim.report.words.amounts import percentage
from sim.report.words.print_units import print_unit
from sim.units import Language

FIGURES = ("value", "target", "gap", "probability")
_FIELD = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")


def title_faults(title: str, *, has_figures: bool) -> Iterator[Fault]:
    """Yield the figures named in a title that there are not.

    Parameters
    ----------
    has_figures : whether the page is of an indicator
    """
    names = _FIELD.findall(title)
    allowed = ", ".join(f"{{{name}}}" for name in FIGURES)
    if (names and not has_figures) or _BRACE.search(_FIELD.sub("", title)):
        zh = f"标题里的花括号只用于 {allowed}，且只用于有指标的页。"
        en = f"braces in a title are for {allowed} alone, on pages of an indicator."
        yield Fault("syntax", zh, en)
        return
    for name in (name for name in names if name not in FIGURES):
        zh, en = suggestion(name, FIGURES)
        yield Fault(
            "unknown-name",
            f"标题里没有 {{{name}}} 可用。{zh or f'可用的有：{allowed}。'}",
            f"no {{{name}}} for a title.{en or f' There are: {allowed}.'}",
        )


def filled(title: str, found: IndicatorResult, language: Language, place: str) -> str:
    """Return a title with the figures of the indicator in the year of its finding.

    Raises
    ------
    SimError: a figure that there is not in that year, such as a target.
    """

    def figure(name: str) -> str:
        text = _figure(name, found, language)
        if not text:
            zh = f"{found.focus} 年没有 {{{name}}}，请改写标题，或用 year 换一年。"
            en = f"there is no {{{name}}} in {found.focus}; word the title otherwise, or choose another year."
            raise fail("no-data", zh, en, place)
        return text

    return _FIELD.sub(lambda match: figure(match[1]), title)


def _figure(name: str, found: IndicatorResult, language: Language) -> str:
    """Return a figure as printed, "" where there is none."""
    year, unit = found.focus, print_unit(found.entry, language)
    value, target = found.central(year), found.row.planned.values.get(year)
    if name == "probability":
        chance = found.chance(year)
        return "" if chance is None else percentage(chance, language)
    if name == "target":
        return "" if target is None else goal_of(found.row, year, language)
    if not math.isfinite(value) or (name == "gap" and target is None):
        return ""
    if name == "gap":
        return distance(value, float(target or 0), found.entry, language)
    return unit.amount(unit.number(value))
