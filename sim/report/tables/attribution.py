"""Which levers make the differences between a scenario and its reference, and what one lever sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.analysis.attribution import DECIDES, LEAST, Attribution, Difference, LeverShare
from sim.outcomes.indicators import JUDGED, IndicatorTable
from sim.report.record import Block, Cell, Column, Paragraph, Row, Table
from sim.report.words.glossary import heading
from sim.report.words.numbers import NO_FIGURE, print_figure, print_share, record_number
from sim.report.words.punctuation import bracketed, listed
from sim.units import Language

MARK = "†"  # of a figure that is set mainly by the scenario
MOST_NAMED = 3  # levers
NAMED = 0.1  # least share of a lever that is named in a text
RECORDED = 0.01  # and in a record
_WORDS: dict[str, dict[Language, str]] = {
    "stated": {"zh": "规划或方案给出", "en": "stated by a plan"},
    "assumed": {"zh": "假设", "en": "assumed"},
    "levers": {"zh": "主要由哪些杠杆造成", "en": "Levers that make it"},
    "title": {
        "zh": "{scenario} 与 {reference} 的差距从何而来",
        "en": "What makes {scenario} differ from {reference}",
    },
}
_MARK_NOTE: dict[Language, str] = {
    "zh": "† 主要由情景设定：一个杠杆单独就决定了与 {reference} 差距的 {decides} 以上，达标不算成绩。",
    "en": "† set mainly by the scenario: one lever alone makes {decides} or more of the difference from "
    "{reference}; meeting the target is no merit.",
}
_SHARES_NOTE: dict[Language, str] = {
    "zh": "杠杆的份额为两种单次推演的平均：在 {reference} 中只加这一个，在 {scenario} 中只去掉这一个；"
    "互相促进或抵消时合计不等于 100%。“规划或方案给出”指规划或本区据此公布的方案写明了这个数，其余为假设。"
    "差距不到 {least} 的不列。",
    "en": "The share of a lever is the mean of two single runs: added alone to {reference}, and left out "
    "alone of {scenario}; where levers strengthen or offset each other the sum is not 100%. Stated by a "
    "plan: the plan, or a scheme that the zone published under it, gives the value; others are assumed. "
    "Differences below {least} are left out.",
}


def mark_note(attribution: Attribution, language: Language) -> str:
    """Return the note on the mark of figures that one lever sets."""
    return _MARK_NOTE[language].format(reference=attribution.reference, decides=print_share(DECIDES))


def difference_blocks(
    attribution: Attribution, table: IndicatorTable, years: list[int], language: Language
) -> Iterator[Block]:
    """Yield the differences of the indicators with a target, each with the levers that make it."""
    names = {"scenario": attribution.scenario, "reference": attribution.reference}
    rows = list(_rows(attribution, table, years, language))
    if not rows:
        return
    yield _WORDS["title"][language].format(**names)
    columns = [
        Column(heading("indicator", language), is_figure=False, limit=28, is_key=True),
        Column(heading("year", language), is_key=True),
        Column(heading("difference", language)),
        Column(_WORDS["levers"][language], is_figure=False, limit=44),
    ]
    title = f"{attribution.scenario}-{attribution.reference}"
    yield from (Table(columns, rows, title), "")
    yield Paragraph(_SHARES_NOTE[language].format(**names, least=print_share(LEAST)))
    yield ""


def _rows(
    attribution: Attribution, table: IndicatorTable, years: list[int], language: Language
) -> Iterator[Row]:
    for row in table:
        for year in years if row.kind in JUDGED else ():
            found = attribution.differences.get((row.id, year))
            if found and found.levers and year in row.planned.values:
                name = row.entry.name.text(language)
                yield [name, year, _change(found, row.entry.decimals), levers_text(found, language)]


def _change(found: Difference, decimals: int) -> Cell:
    text = print_figure(found.change, decimals)
    sign = "+" if found.change > 0 and text.strip("0.,") else ""
    return Cell(record_number(found.change), f"{sign}{text}{MARK if found.decided_by else ' '}")


def levers_text(found: Difference, language: Language) -> str:
    """Return the levers with the largest shares in a difference, each with whether the plan states it."""
    named = [one for one in found.levers if abs(one.share) >= NAMED][:MOST_NAMED]
    parts = (lever_parts(one, language) for one in named)
    texts = (f"{lever}{bracketed(origin, language)}" for lever, origin in parts)
    return listed(texts, language) or NO_FIGURE


def lever_parts(one: LeverShare, language: Language) -> tuple[str, str]:
    """Return a lever with its share, and whether the plan states its value."""
    origin = _WORDS["stated" if one.is_stated else "assumed"][language]
    return f"{one.label.text(language)} {print_share(one.share)}", origin


def difference_record(attribution: Attribution, indicator: str) -> dict[str, Any]:
    """Return the differences of an indicator by year, for programs."""
    return {
        str(year): {
            "change": record_number(found.change),
            "set_mainly_by": found.decided_by.lever if found.decided_by else None,
            "levers": [_lever_record(one) for one in found.levers if abs(one.share) >= RECORDED],
        }
        for (name, year), found in attribution.differences.items()
        if name == indicator
    }


def _lever_record(one: LeverShare) -> dict[str, Any]:
    return {
        "lever": one.lever,
        "name": one.label.model_dump(),
        "added": record_number(one.added),
        "left_out": record_number(one.left_out),
        "share": record_number(one.share),
        "stated_by_the_plan": one.is_stated,
    }
