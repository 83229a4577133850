"""The pages of a briefing, built one after the other as its outline asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from sim.errors import SimError, fail
from sim.report.briefing.closing import reach, sources
from sim.report.briefing.courses import comparison, course
from sim.report.briefing.decides import decides
from sim.report.briefing.definitions import definitions
from sim.report.briefing.difference import difference
from sim.report.briefing.limits import industries, limits_on_output
from sim.report.briefing.opening import all_levers, assumptions, cover
from sim.report.briefing.outline import KINDS, OF_INDICATOR, Outline, Slide, default_slides
from sim.report.briefing.page import Kept, Page
from sim.report.briefing.several import charts, stack
from sim.report.briefing.standings import evaluation, probabilities, scoreboard
from sim.report.briefing.subject import Subject, subject_of
from sim.report.briefing.titles import filled
from sim.report.charts.provenance import origin, record_line
from sim.run.single import ScenarioRun, prepare, simulate

_BUILDERS: Mapping[str, Callable[[Subject], Iterable[Page]]] = {
    "assumptions": assumptions,
    "industries": industries,
    "difference": difference,
    "probability": probabilities,
    "binding": limits_on_output,
    "evaluation": evaluation,
    "limits": reach,
    "levers": all_levers,
    "sources": sources,
}


_OF_SEVERAL: Mapping[str, Callable[[Subject, Slide], Iterable[Page]]] = {
    "charts": charts,
    "stack": stack,
    "scoreboard": scoreboard,
    "comparison": comparison,
    "definitions": definitions,
}


def pages_of(subject: Subject, outline: Outline) -> Iterator[Page]:
    """Yield the pages of an outline, each with where its figures are from.

    Raises
    ------
    SimError: a page that an outline asks for and for which there is nothing to show; scenarios of a page
        that the draws are not of; a figure of a title that there is not.
    """
    subjects: dict[str, Subject] = {}
    for slide in outline.slides or default_slides(subject):
        if slide.kept:
            yield Page(slide.key, "", Kept(slide.kept))
            continue
        if slide.variant not in subjects:
            subjects[slide.variant] = _subject_of(slide, subject)
        yield from _with_notes(slide, subjects[slide.variant], outline)


def _subject_of(slide: Slide, subject: Subject) -> Subject:
    """Return what a page is about, where it says so, else what the briefing is."""
    if not slide.variant:
        return subject
    found, workspace = replace(subject, year=slide.year or subject.year), subject.run.workspace

    def run(name: str) -> ScenarioRun:
        return simulate(prepare(name, (), workspace), workspace)

    try:
        if slide.scenarios:
            found = subject_of(list(map(run, slide.scenarios)), subject.asked, subject.language, found.year)
        return replace(found, against=run(slide.against)) if slide.against else found
    except SimError as error:
        raise error.at(slide.place) if slide.place else error from error


def _with_notes(slide: Slide, subject: Subject, outline: Outline) -> Iterator[Page]:
    record = record_line(subject.headline, subject.language)
    made = origin(subject.table, subject.ensemble, subject.language)
    found = list(_built(slide, subject, outline))
    if not found and slide.place:
        what_zh, what_en = KINDS[slide.kind]
        zh = f"“{slide.kind}”（{what_zh}）在这个情景中没有可写的内容，请从提纲中去掉。"
        en = f'there is nothing to show on "{slide.kind}" ({what_en}) for this scenario; leave it out.'
        raise fail("no-data", zh, en, slide.place)
    own = slide.title
    if own and slide.kind in OF_INDICATOR:
        own = filled(own, subject.result(slide.indicator), subject.language, slide.place)
    for page in found:
        title = own or page.title
        foot = tuple(text for text in (*page.foot, made) if text)
        told = () if outline.foot == "page" or slide.kind == "cover" else foot
        texts = (*slide.notes, title, *told, *page.notes, record)
        notes = tuple(dict.fromkeys(text for text in texts if text))
        yield replace(
            page,
            key=page.key + slide.variant,
            title=title,
            foot=() if told else foot,
            notes=notes,
            layout=slide.layout,
        )


def _built(slide: Slide, subject: Subject, outline: Outline) -> Iterable[Page]:
    if slide.kind == "cover":
        return [cover(subject, outline.title, slide.question)]
    if slide.kind == "chart":
        return course(subject, slide.indicator)
    if slide.kind == "decides":
        return decides(subject, slide.indicator)
    if slide.kind in _OF_SEVERAL:
        return _OF_SEVERAL[slide.kind](subject, slide)
    return _BUILDERS[slide.kind](subject)
