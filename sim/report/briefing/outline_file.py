"""Reads the outline of a briefing from the file that people edit; every fault has its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.arguments import Reader, line, marking, unit
from sim.document import Document, read_yaml
from sim.errors import Fault, Faults, fail, suggestion
from sim.registry.schema import shown, unknown_field
from sim.report.briefing.outline import KINDS, OF_INDICATOR, Outline, Slide
from sim.report.briefing.titles import title_faults
from sim.report.charts.result import indicator_faults, year_faults
from sim.report.words.numbers import print_count
from sim.run.single import prepare
from sim.scenario.workspace import Workspace

_TEXTS: Mapping[str, Reader] = {"title": line, "unit": unit, "marking": marking}
FIELDS = (*_TEXTS, "slides")
OF_SLIDE = ("indicator", "title", "year", "scenarios", "layout", "notes")
OF_COVER = ("title", "layout", "notes")
MOST = 60  # slides of an outline
LONGEST_NOTES = 4_000  # characters of the notes of a slide
_KEPT = re.compile(r"(?:(?P<file>.+)#)?(?P<number>[1-9]\d{0,3})")


def read_outline(path: str | os.PathLike[str], workspace: Workspace) -> Outline:
    """Return the outline of a YAML file.

    Raises
    ------
    SimError: no such file, unknown fields, kinds, indicators, years or scenarios, a page that stands there
        twice; all faults together.
    """
    document = read_yaml(path)
    data = document.data
    with Faults() as faults:
        unknown = [str(key) for key in data if key not in FIELDS]
        faults += [unknown_field(key, list(FIELDS)).at(document.place(key)) for key in unknown]
        texts = {
            name: _text(document, data.get(name), faults, name, read=read) for name, read in _TEXTS.items()
        }
        listed = data.get("slides")
        if not isinstance(listed, list) or not listed:
            zh, en = '"slides" 应列出各页，如 - cover。', '"slides" must list the pages, such as - cover.'
            faults.append(
                Fault("missing" if listed is None else "wrong-type", zh, en, document.place("slides"))
            )
            listed = []
        if len(listed) > MOST:
            zh, en = f"有 {len(listed)} 页，最多 {MOST} 页。", f"{len(listed)} pages; at most {MOST}."
            faults.append(Fault("too-large", zh, en, document.place("slides")))
        slides = [
            faults.take(_slide, document, number, one, workspace) for number, one in enumerate(listed[:MOST])
        ]
    Faults(_twice(slides)).check()
    return Outline(tuple(slides), **texts)


def _twice(slides: Sequence[Slide]) -> Iterator[Fault]:
    """Yield the pages that stand there twice: nothing would tell them apart when the deck is refreshed."""
    first: dict[str, str] = {}
    for slide in slides:
        if slide.key in first:
            other = first[slide.key].rpartition(":")[2]
            zh = f"这一页与第 {other} 行的重复；可另写 year 或 scenarios 加以区别。"
            en = f"the page stands on line {other} already; give it another year or other scenarios."
            yield Fault("duplicate", zh, en, slide.place)
        first.setdefault(slide.key, slide.place)


def _text(document: Document, given: Any, faults: Faults, *keys: Any, read: Reader = line) -> str:
    return "" if given is None else faults.take(read, given, f"{document.place(*keys)}, {keys[-1]}") or ""


def _slide(document: Document, number: int, given: Any, workspace: Workspace) -> Slide:
    """Return a page: a kind alone, a kind with an indicator, or a kind with fields."""
    place = document.place("slides", number)
    kind, rest = next(iter(given.items())) if isinstance(given, dict) and len(given) == 1 else (given, None)
    if not isinstance(kind, str):
        zh = f"{shown(given)} 不是一页，应写成 - cover 或 - chart: 指标。"
        en = f"{shown(given)} is no page; write - cover or - chart: indicator."
        raise fail("wrong-type", zh, en, place)
    if kind not in KINDS:
        zh, en = suggestion(kind, KINDS)
        allowed = ", ".join(KINDS)
        zh = zh or f"可用的有：{allowed}。"
        raise fail(
            "unknown-name",
            f'没有名为 "{kind}" 的页。{zh}',
            f'no page "{kind}".{en or f" Allowed: {allowed}."}',
            place,
        )
    if kind == "keep":
        return _kept(rest, place)
    fields: Any = {"indicator": rest} if isinstance(rest, str) else {} if rest is None else rest
    if not isinstance(fields, dict):
        zh, en = f'"{kind}" 为 {shown(rest)}，不可用。', f'"{kind}" is {shown(rest)}, which will not do.'
        raise fail("wrong-type", zh, en, place)
    return _with_fields(document, number, kind, fields, workspace)


def _with_fields(
    document: Document, number: int, kind: str, fields: Mapping[Any, Any], workspace: Workspace
) -> Slide:
    place, keys = document.place("slides", number), ("slides", number, kind)
    allowed = [name for name in OF_SLIDE if name != "indicator" or kind in OF_INDICATOR]
    allowed = [name for name in allowed if kind != "cover" or name in OF_COVER]
    registry, named = workspace.registry, str(fields.get("indicator") or "")
    with Faults() as faults:
        unknown = [key for key in fields if key not in allowed]
        faults += [unknown_field(str(key), allowed).at(document.place(*keys, key)) for key in unknown]
        title = _text(document, fields.get("title"), faults, *keys, "title")
        has_figures = kind in OF_INDICATOR
        faults += [
            each.at(document.place(*keys, "title")) for each in title_faults(title, has_figures=has_figures)
        ]
        if has_figures:
            faults += [fault.at(place) for fault in indicator_faults(named, registry)]
        year = faults.take(_year, fields.get("year"), workspace, document.place(*keys, "year"))
        scenarios = faults.take(
            _scenarios, fields.get("scenarios"), workspace, document.place(*keys, "scenarios")
        )
        layout = _text(document, fields.get("layout"), faults, *keys, "layout")
        notes = faults.take(_notes, fields.get("notes"), document.place(*keys, "notes"))
    indicator = registry.indicator_names.known(named) if has_figures else ""
    return Slide(kind, indicator, title, place, year, scenarios, layout, notes)


def _kept(given: Any, place: str) -> Slide:
    """Return the number of a slide of the template; the file may stand before it."""
    found = _KEPT.fullmatch(str(given).strip()) if isinstance(given, int | str) else None
    if found is None or isinstance(given, bool):
        zh = f"{shown(given)} 不可用，应写成 - keep: 12 或 - keep: office.pptx#12（模板里的第 12 页）。"
        en = f"{shown(given)} will not do; write - keep: 12 or - keep: office.pptx#12, of the template."
        raise fail("wrong-type", zh, en, place)
    return Slide("keep", place=place, kept=int(found["number"]), file=found["file"] or "")


def _year(given: Any, workspace: Workspace, place: str) -> int | None:
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool):
        zh, en = f"{shown(given)} 不是年份，如 2030。", f"{shown(given)} is no year, such as 2030."
        raise fail("wrong-type", zh, en, place)
    Faults(fault.at(place) for fault in year_faults(given, workspace)).check()
    return given


def _scenarios(given: Any, workspace: Workspace, place: str) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else [] if given is None else given
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        zh = f"{shown(given)} 不可用，应列出情景，如 [plan, vision]。"
        en = f"{shown(given)} will not do; list scenarios, as in [plan, vision]."
        raise fail("wrong-type", zh, en, place)
    with Faults() as faults:
        for name in names:
            faults.take(prepare, name, (), workspace)
        if len({*names}) < len(names):
            zh, en = "同一情景给了两次。", "a scenario is given twice."
            faults.append(Fault("duplicate", zh, en))
        faults[:] = [fault.at(place) for fault in faults]
    return tuple(names)


def _notes(given: Any, place: str) -> tuple[str, ...]:
    if given is None:
        return ()
    lines = given.splitlines() if isinstance(given, str) else []
    if not lines or len(given) > LONGEST_NOTES or not all(each.isprintable() for each in lines):
        zh = f'"notes" 应是文字，最多 {print_count(LONGEST_NOTES)} 个字符。'
        en = f'"notes" must be text, at most {print_count(LONGEST_NOTES)} characters.'
        raise fail("wrong-type", zh, en, place)
    return tuple(each for each in lines if each.strip())
