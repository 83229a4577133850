"""The page that says what indicators are: an appendix that official documents have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.registry.plan import PlannedTarget
from sim.report.briefing.outline import Slide
from sim.report.briefing.page import Column, Page, grid
from sim.report.briefing.subject import Subject
from sim.report.words.figures import measure_text
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import NO_FIGURE
from sim.report.words.print_units import print_unit
from sim.units import Language


def definitions(subject: Subject, slide: Slide) -> Iterator[Page]:
    """Yield what the indicators asked for, or the headline ones, measure, at which prices, and how."""
    language, words = subject.language, _WORDS[subject.language]
    rows = subject.table.rows
    keys = slide.indicators or [key for key in subject.registry.zone.headline if rows[key].series is not None]
    columns = [
        Column(heading("indicator", language), 3.2),
        Column(heading("unit", language), 1.5),
        Column(heading("measure", language), 3.2),
        Column(heading("price_basis", language), 1.6),
        Column(heading("kind", language), 1.3),
        Column(words["place"], 2.2),
    ]
    entries = [(rows[key].entry, rows[key].planned) for key in keys]
    table = [
        (
            entry.name.text(language),
            print_unit(entry, language).axis,
            measure_text(entry, language),
            word(f"prices.{entry.price_basis}", language) or NO_FIGURE,
            word(f"kind.{entry.kind}", language),
            _place(planned, language),
        )
        for entry, planned in entries
    ]
    key = Slide("definitions", indicators=slide.indicators).key
    yield Page(key, words["title"].format(len(keys)), grid(columns, table))


def _place(planned: PlannedTarget, language: Language) -> str:
    """Return where the plan has the indicator: its section, which is in Chinese, or in words."""
    if planned.group == "none":
        return NO_FIGURE
    return (
        planned.section
        if planned.section and language == "zh"
        else word(f"section.{planned.group}", language)
    )


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {"title": "附：{} 项指标的口径", "place": "规划中的位置"},
    "en": {"title": "Appendix: what the {} indicators measure", "place": "Place in the plan"},
}
