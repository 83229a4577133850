"""The pages of a briefing, built one after the other as its outline asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from sim.errors import fail
from sim.report.briefing.closing import reach, sources
from sim.report.briefing.courses import comparison, course
from sim.report.briefing.decides import decides
from sim.report.briefing.difference import difference
from sim.report.briefing.limits import industries, limits_on_output
from sim.report.briefing.opening import all_levers, assumptions, cover
from sim.report.briefing.outline import KINDS, Outline, Slide, default_slides
from sim.report.briefing.page import Page
from sim.report.briefing.standings import evaluation, probabilities, scoreboard
from sim.report.briefing.subject import Subject
from sim.report.charts.provenance import origin, record_line

_BUILDERS: Mapping[str, Callable[[Subject], Iterable[Page]]] = {
    "assumptions": assumptions,
    "scoreboard": scoreboard,
    "comparison": comparison,
    "industries": industries,
    "difference": difference,
    "probability": probabilities,
    "binding": limits_on_output,
    "evaluation": evaluation,
    "limits": reach,
    "levers": all_levers,
    "sources": sources,
}


def pages_of(subject: Subject, outline: Outline) -> Iterator[Page]:
    """Yield the pages of an outline, each with where its figures are from.

    Raises
    ------
    SimError: a page that an outline asks for and for which there is nothing to show.
    """
    record = record_line(subject.headline, subject.language)
    made = origin(subject.table, subject.ensemble, subject.language)
    for slide in outline.slides or default_slides(subject):
        found = list(_built(slide, subject, outline))
        if not found and slide.place:
            what_zh, what_en = KINDS[slide.kind]
            zh = f"“{slide.kind}”（{what_zh}）在这个情景中没有可写的内容，请从提纲中去掉。"
            en = f'there is nothing to show on "{slide.kind}" ({what_en}) for this scenario; leave it out.'
            raise fail("no-data", zh, en, slide.place)
        for page in found:
            title = slide.title or page.title
            foot = tuple(text for text in (*page.foot, made) if text)
            notes = tuple(dict.fromkeys(text for text in (title, *page.notes, record) if text))
            yield replace(page, title=title, foot=foot, notes=notes)


def _built(slide: Slide, subject: Subject, outline: Outline) -> Iterable[Page]:
    if slide.kind == "cover":
        return [cover(subject, outline.title)]
    if slide.kind == "chart":
        return course(subject, slide.indicator)
    if slide.kind == "decides":
        return decides(subject, slide.indicator)
    return _BUILDERS[slide.kind](subject)
