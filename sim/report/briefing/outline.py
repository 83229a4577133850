"""The outline of a briefing: which pages, in which order, as a file that people edit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.arguments import line
from sim.document import Document, read_yaml
from sim.errors import Fault, Faults, fail, suggestion
from sim.registry.load import Registry
from sim.registry.schema import shown, unknown_field
from sim.report.briefing.subject import Subject
from sim.report.charts.result import indicator_faults

KINDS: Mapping[str, tuple[str, str]] = {  # kind: what it shows, in Chinese and in English
    "cover": ("封面", "cover"),
    "assumptions": ("情景调整了哪些杠杆", "levers that the scenario moves"),
    "scoreboard": ("规划表 1 计分板", "the plan's Table 1"),
    "comparison": ("几个情景并列", "scenarios side by side"),
    "chart": ("一个指标的图", "chart of an indicator"),
    "industries": ("各产业产出", "output of the industries"),
    "difference": ("与所依情景之差", "difference from the scenario extended"),
    "probability": ("各目标的达标概率", "probabilities of the targets"),
    "decides": ("一个指标最取决于什么", "what an indicator depends on most"),
    "binding": ("产出受何制约", "what limits output"),
    "evaluation": ("公布数与推演的对照", "published figures beside the model's"),
    "limits": ("结论的适用范围", "how far the findings reach"),
    "levers": ("附：全部杠杆", "appendix: all levers"),
    "sources": ("附：来源", "appendix: sources"),
}
OF_INDICATOR = ("chart", "decides")
FIELDS = ("title", "unit", "marking", "slides")
OF_SLIDE = ("indicator", "title")
MOST = 60  # slides of an outline
_REMARKS = 44  # characters before the remark of a line
CHARTS = 2  # of the default outline


@dataclass(frozen=True)
class Slide:
    """A page that is asked for; where the file says so, "" for one of the default outline.

    Parameters
    ----------
    title : in place of the finding
    """

    kind: str
    indicator: str = ""
    title: str = ""
    place: str = ""


@dataclass(frozen=True)
class Outline:
    """Pages in order, and what stands on the cover and at the foot of each.

    Parameters
    ----------
    title, unit : of the briefing, and who gives it; "" for none of one's own
    marking : such as 内部
    """

    slides: tuple[Slide, ...] = ()
    title: str = ""
    unit: str = ""
    marking: str = ""

    def marked(self, marking: str) -> Outline:
        """Return the outline with a marking in place of its own."""
        return replace(self, marking=marking) if marking else self


def default_slides(subject: Subject) -> tuple[Slide, ...]:
    """Return the pages of a briefing for which no outline is given; those that say nothing are left out."""
    headline, effect = subject.headline.row.id, subject.effect
    moved = effect.indicator if effect is not None and effect.indicator != headline else ""
    charts = [headline, *([moved] if moved else [])][:CHARTS]
    found = [
        *(Slide(kind) for kind in ("cover", "assumptions", "scoreboard", "comparison")),
        *(Slide("chart", key) for key in charts),
        *(Slide(kind) for kind in ("industries", "difference", "probability")),
        Slide("decides", headline),
        *(Slide(kind) for kind in ("binding", "evaluation", "limits", "levers", "sources")),
    ]
    return tuple(slide for slide in found if slide.kind != "comparison" or subject.compared)


def outline_text(slides: tuple[Slide, ...]) -> str:
    """Return an outline as the text of a file, with what each page shows as a remark."""
    lines = [
        "# 简报的提纲：删去、调换或增加各行即可。 / Outline of a briefing: delete, move or add lines.",
        "# title、unit、marking 可不写；每页可另写 title，如 - chart: {indicator: …, title: …}",
        "# title, unit and marking may be left out; a page may have a title of its own.",
        'unit: ""',
        'marking: ""',
        "slides:",
    ]
    for slide in slides:
        text = f"  - {slide.kind}" + (f": {slide.indicator}" if slide.indicator else "")
        lines.append(f"{text.ljust(_REMARKS)}# {' / '.join(KINDS[slide.kind])}")
    return "\n".join(lines) + "\n"


def read_outline(path: str | os.PathLike[str], registry: Registry) -> Outline:
    """Return the outline of a YAML file.

    Raises
    ------
    SimError: no such file, unknown fields, kinds or indicators; all faults together.
    """
    document = read_yaml(path)
    data = document.data
    with Faults() as faults:
        unknown = [str(key) for key in data if key not in FIELDS]
        faults += [unknown_field(key, list(FIELDS)).at(document.place(key)) for key in unknown]
        texts = {name: _text(document, data.get(name), faults, name) for name in FIELDS[:-1]}
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
            faults.take(_slide, document, place, one, registry) for place, one in enumerate(listed[:MOST])
        ]
    return Outline(tuple(slides), **texts)


def _text(document: Document, given: Any, faults: Faults, *keys: Any) -> str:
    return "" if given is None else faults.take(line, given, f"{document.place(*keys)}, {keys[-1]}") or ""


def _slide(document: Document, number: int, given: Any, registry: Registry) -> Slide:
    """Return a page: a kind alone, a kind with an indicator, or a kind with fields."""
    place = document.place("slides", number)
    kind, rest = _named(given)
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
    fields: Any = {"indicator": rest} if isinstance(rest, str) else {} if rest is None else rest
    with Faults() as faults:
        if not isinstance(fields, dict):
            zh, en = f'"{kind}" 为 {shown(rest)}，不可用。', f'"{kind}" is {shown(rest)}, which will not do.'
            raise fail("wrong-type", zh, en, place)
        faults += _field_faults(kind, fields, place)
        title = _text(document, fields.get("title"), faults, "slides", number, kind, "title")
        named = fields.get("indicator")
        if kind in OF_INDICATOR:
            faults += [fault.at(place) for fault in indicator_faults(str(named or ""), registry)]
    known = registry.indicator_names.known(str(named)) if kind in OF_INDICATOR else ""
    return Slide(kind, known, title, place)


def _named(given: Any) -> tuple[Any, Any]:
    """Return the kind of a page, and what stands behind its colon."""
    if isinstance(given, dict) and len(given) == 1:
        return next(iter(given.items()))
    return given, None


def _field_faults(kind: str, fields: Mapping[Any, Any], place: str) -> Iterator[Fault]:
    allowed = [name for name in OF_SLIDE if name != "indicator" or kind in OF_INDICATOR]
    for key in fields:
        if key not in allowed:
            yield unknown_field(str(key), allowed).at(place)
