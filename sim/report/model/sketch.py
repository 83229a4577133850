"""What the views of a model's sketch hold and what is wrong with them, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from sim.report.layout import Column, layout
from sim.sketch.audit import ViewAudit
from sim.units import Language

HEADINGS: dict[str, tuple[str, str]] = {
    "title": ("视图", "View"),
    "variables": ("变量", "Variables"),
    "shadows": ("影子", "Shadows"),
    "arrows": ("箭头", "Arrows"),
    "pipes": ("管道", "Pipes"),
    "overlaps": ("重叠", "Overlaps"),
    "missing": ("缺少", "Missing"),
    "repeated": ("重复", "Repeated"),
    "loose": ("断头箭头", "Loose arrows"),
}
SHOWN = 5  # names of a list


def model_sketch(
    audits: Sequence[ViewAudit], unnamed: Mapping[str, Sequence[str]], form: str, language: Language
) -> str:
    """Return what each view holds, and the stocks with rates that have no name, in one of three formats."""
    if form == "json":
        record = {"views": [asdict(one) for one in audits], "unnamed_rates": unnamed}
        return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    return _csv(audits) if form == "csv" else _table(audits, unnamed, language)


def _counts(audit: ViewAudit) -> list[str]:
    values = (getattr(audit, key) for key in HEADINGS)
    return [str(len(value)) if isinstance(value, tuple) else str(value) for value in values]


def _csv(audits: Sequence[ViewAudit]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([list(HEADINGS), *map(_counts, audits)])
    return text.getvalue()


def _table(audits: Sequence[ViewAudit], unnamed: Mapping[str, Sequence[str]], language: Language) -> str:
    number = 0 if language == "zh" else 1
    columns = [Column(heading[number], key != "title", 40) for key, heading in HEADINGS.items()]
    table = layout(columns, [_counts(one) for one in audits])
    told = (*_faults(audits, language), *_unnamed(unnamed, language))
    return table + "".join(f"{line}\n" for line in told)


def _faults(audits: Sequence[ViewAudit], language: Language) -> Iterator[str]:
    if all(one.is_sound for one in audits):
        yield {
            "zh": "✓ 每个变量在本组的视图中各出现一次，没有重叠，没有断头的箭头。",
            "en": "✓ Every variable stands once in its group's view; no overlaps, no loose arrows.",
        }[language]
    for one in audits:
        overlaps = [f"{first} × {second}" for first, second in one.overlaps]
        named = {"overlaps": overlaps, "missing": one.missing, "repeated": one.repeated}
        for key, names in named.items():
            if names:
                label = HEADINGS[key][0 if language == "zh" else 1]
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
