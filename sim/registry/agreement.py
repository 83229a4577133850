"""References between parts of the registry, and faults of those that point nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.bilingual_names import Names
from sim.document import Document
from sim.errors import Argument, Fault, suggestion
from sim.registry.loops import Loop
from sim.registry.schema import Record

LISTED_BY = "teda list indicators"


def source_faults(
    entries: Mapping[str, Record], document: Document, sources: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield missing sources that entries, or records within them, name."""
    for key, entry in entries.items():
        for path, named in entry.sources_at():
            for index, source in enumerate(named):
                if source not in sources:
                    yield unknown("来源", "source", source, sources, document.place(key, *path, index))


def loop_faults(
    loops: Mapping[str, Loop], document: Document, indicators: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield missing indicators that loops name."""
    for key, loop in loops.items():
        if loop.indicator not in indicators:
            place = document.place(key, "indicator")
            yield unknown("指标", "indicator", loop.indicator, indicators, place)


def no_indicator(name: str, known: Names) -> Fault:
    """Return the fault of an indicator's name that is missing, or that means none or several."""
    if name:
        return known.fault(name, Argument(f"indicator={name}"))
    example = next(iter(known.ids), "")
    return Fault(
        "missing",
        f"请给出指标的 id 或名称，如 {example}；全部见 {LISTED_BY}。",
        f"name an indicator, such as {example}; {LISTED_BY} lists all of them.",
        Argument("indicator"),
    )


def unknown(
    what_zh: str, what_en: str, given: str, known: Sequence[str] | Mapping[str, Any], place: str
) -> Fault:
    """Return the fault of an unknown name, with the nearest known one."""
    hint_zh, hint_en = suggestion(given, known)
    return Fault(
        "unknown-name",
        f'没有名为 "{given}" 的{what_zh}。{hint_zh}',
        f'no {what_en} "{given}".{hint_en}',
        place,
    )
