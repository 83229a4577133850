"""Reads the outline of a briefing from the file that people edit; every fault has its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from sim.arguments import Reader, line, marking, unit
from sim.document import read_yaml
from sim.errors import Fault, Faults, fail, suggestion
from sim.registry.schema import shown, unknown_field
from sim.report.briefing.outline import KINDS, OF_INDICATOR, OF_SEVERAL, OF_TWO, Foot, Outline, Slide
from sim.report.briefing.outline_names import Names
from sim.report.briefing.outline_texts import TextReader
from sim.report.briefing.titles import title_faults
from sim.scenario.workspace import Workspace
from sim.units import Language

_TEXTS: Mapping[str, Reader] = {"title": line, "unit": unit, "marking": marking}
FIELDS = (*_TEXTS, "date", "foot", "slides")
OF_ALL = ("title", "layout", "notes")
OF_MADE = ("year", "scenarios")
FEET: tuple[Foot, ...] = get_args(Foot)
MOST = 60  # slides of an outline
_KEPT = re.compile(r"(?:(?P<file>.+)#)?(?P<number>[1-9]\d{0,3})")


def read_outline(path: str | os.PathLike[str], workspace: Workspace, language: Language) -> Outline:
    """Return the outline of a YAML file, for a briefing in a language.

    Raises
    ------
    SimError: no such file, unknown fields, kinds, indicators, years or scenarios, a page that stands there
        twice, a text that is not given in the language; all faults together.
    """
    document = read_yaml(path)
    data, reader = document.data, TextReader(document, language)
    names = Names(document, workspace)
    with Faults() as faults:
        unknown = [str(key) for key in data if key not in FIELDS]
        faults += [unknown_field(key, list(FIELDS)).at(document.place(key)) for key in unknown]
        texts = {name: faults.take(reader.read, data.get(name), name, by=by) for name, by in _TEXTS.items()}
        day = faults.take(reader.read_day, data.get("date"), "date")
        foot = faults.take(_foot, data.get("foot", "page"), document.place("foot"))
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
        slides = [faults.take(_slide, number, one, reader, names) for number, one in enumerate(listed[:MOST])]
    Faults(_twice(slides)).check()
    return Outline(tuple(slides), **texts, day=day, foot=foot)


def _foot(given: Any, place: str) -> Foot:
    if given not in FEET:
        zh = f"{shown(given)} 不可用，应是 page（脚注写在页上）或 notes（只写进演讲者备注）。"
        en = (
            f"{shown(given)} will not do; write page, for notes on the page, or notes, for the speaker alone."
        )
        raise fail("wrong-type", zh, en, place)
    return FEET[FEET.index(given)]


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


def _slide(number: int, given: Any, reader: TextReader, names: Names) -> Slide:
    """Return a page: a kind alone, a kind with an indicator or several, or a kind with fields."""
    place = reader.document.place("slides", number)
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
    fields: Any = {} if rest is None else rest
    if isinstance(rest, str | list):
        fields = {"indicators" if kind in OF_SEVERAL else "indicator": rest}
    if not isinstance(fields, dict):
        zh, en = f'"{kind}" 为 {shown(rest)}，不可用。', f'"{kind}" is {shown(rest)}, which will not do.'
        raise fail("wrong-type", zh, en, place)
    return _with_fields(("slides", number, kind), fields, reader, names)


def _allowed(kind: str) -> list[str]:
    """Return the fields that a kind of page may have."""
    if kind == "cover":
        return ["question", *OF_ALL]
    found = {"indicator": kind in OF_INDICATOR, "indicators": kind in OF_SEVERAL, "from": kind in OF_TWO}
    return [*(name for name, has in found.items() if has), *OF_ALL, *OF_MADE]


def _with_fields(
    keys: tuple[str, int, str], fields: Mapping[Any, Any], reader: TextReader, names: Names
) -> Slide:
    document, kind, allowed = reader.document, keys[-1], _allowed(keys[-1])
    place, has_figures = document.place(*keys[:-1]), kind in OF_INDICATOR
    with Faults() as faults:
        unknown = [key for key in fields if key not in allowed]
        faults += [unknown_field(str(key), allowed).at(document.place(*keys, key)) for key in unknown]
        title = faults.take(reader.read, fields.get("title"), *keys, "title")
        faults += [
            each.at(document.place(*keys, "title"))
            for each in title_faults(title or "", has_figures=has_figures)
        ]
        found = Slide(
            kind,
            faults.take(names.indicator, fields.get("indicator"), place) if has_figures else "",
            title,
            place,
            faults.take(names.year, fields.get("year"), kind, *keys, "year"),
            faults.take(names.scenarios, fields.get("scenarios"), *keys, "scenarios"),
            faults.take(reader.read, fields.get("layout"), *keys, "layout"),
            faults.take(reader.read_notes, fields.get("notes"), *keys, "notes"),
            indicators=faults.take(names.indicators, fields.get("indicators"), kind, place),
            against=faults.take(names.scenario, fields.get("from"), *keys, "from"),
            question=faults.take(reader.read, fields.get("question"), *keys, "question"),
        )
    return found


def _kept(given: Any, place: str) -> Slide:
    """Return the number of a slide of the template; the file may stand before it."""
    found = _KEPT.fullmatch(str(given).strip()) if isinstance(given, int | str) else None
    if found is None or isinstance(given, bool):
        zh = f"{shown(given)} 不可用，应写成 - keep: 12 或 - keep: office.pptx#12（模板里的第 12 页）。"
        en = f"{shown(given)} will not do; write - keep: 12 or - keep: office.pptx#12, of the template."
        raise fail("wrong-type", zh, en, place)
    return Slide("keep", place=place, kept=int(found["number"]), file=found["file"] or "")
