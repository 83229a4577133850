"""Report of the views of a model's sketch and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial

from sim.report.record import Block, Column, Report, Row, Table
from sim.sketch.audit import ViewAudit
from sim.units import Language

HEADINGS: Mapping[str, Mapping[Language, str]] = {
    "title": {"zh": "视图", "en": "View"},
    "variables": {"zh": "变量", "en": "Variables"},
    "shadows": {"zh": "影子", "en": "Shadows"},
    "arrows": {"zh": "箭头", "en": "Arrows"},
    "pipes": {"zh": "管道", "en": "Pipes"},
    "overlaps": {"zh": "重叠", "en": "Overlaps"},
    "missing": {"zh": "缺少", "en": "Missing"},
    "repeated": {"zh": "重复", "en": "Repeated"},
    "loose": {"zh": "断头箭头", "en": "Loose arrows"},
}
SHOWN = 5  # names shown of a list


def sketch_report(audits: Sequence[ViewAudit], unnamed: Mapping[str, Sequence[str]]) -> Report:
    """Return the content of each view, and the stocks with rates that have no name."""
    return Report(
        partial(_blocks, audits, unnamed),
        lambda _: Table([Column(key) for key in HEADINGS], map(_row, audits)),
        lambda: {"views": [asdict(one) for one in audits], "unnamed_rates": unnamed},
    )


def _row(audit: ViewAudit) -> Row:
    values = (getattr(audit, key) for key in HEADINGS)
    return [len(value) if isinstance(value, tuple) else value for value in values]


def _blocks(
    audits: Sequence[ViewAudit], unnamed: Mapping[str, Sequence[str]], language: Language
) -> Iterator[Block]:
    columns = [Column(heading[language], key != "title", 40) for key, heading in HEADINGS.items()]
    yield Table(columns, [_row(one) for one in audits])
    yield from _faults(audits, language)
    yield from _unnamed(unnamed, language)


def _faults(audits: Sequence[ViewAudit], language: Language) -> Iterator[str]:
    if all(one.is_sound for one in audits):
        yield {
            "zh": "✓ 每个变量在本组的视图中各出现一次，没有重叠，没有断头的箭头。",
            "en": "✓ Every variable appears once in its group's view; no overlaps, no loose arrows.",
        }[language]
    for one in audits:
        overlaps = [f"{first} × {second}" for first, second in one.overlaps]
        named = {"overlaps": overlaps, "missing": one.missing, "repeated": one.repeated}
        for key, names in named.items():
            if names:
                label = HEADINGS[key][language]
                yield f"✗ {one.title} · {label}{_colon(language)}{_listed(names, language)}"


def _unnamed(unnamed: Mapping[str, Sequence[str]], language: Language) -> Iterator[str]:
    """Yield the stocks that have flows without a name: they are drawn as arrows only."""
    if unnamed:
        yield {
            "zh": "以下存量的速率中有未命名的项，只画成箭头；给它一个名字就会画成阀门：",
            "en": "Terms of net flows without a name are drawn as arrows; one with a name has a valve:",
        }[language]
    for stock, causes in unnamed.items():
        yield f"· {stock}{_colon(language)}{', '.join(causes)}"


def _colon(language: Language) -> str:
    return "：" if language == "zh" else ": "


def _listed(names: Sequence[str], language: Language) -> str:
    hidden = len(names) - SHOWN
    more = {"zh": f"，另有 {hidden} 个", "en": f", and {hidden} more"}[language] if hidden > 0 else ""
    return ", ".join(names[:SHOWN]) + more
