"""Audit of the plan as data: facts beyond the indicators, and findings as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from pydantic import Field

from sim.document import Document
from sim.errors import Fault, SimError, suggestion
from sim.registry.agreement import unknown
from sim.registry.formula import Formula, read_formula
from sim.registry.indicators import Indicator
from sim.registry.plan import Plan
from sim.registry.schema import Bilingual, Filled, Record, not_among
from sim.registry.sources import Source

WAYS = ("target", "base", "fact")  # place that states a given figure
_TARGET_WORDS = 3


class Fact(Record):
    """A figure that no indicator states, in ``unit``."""

    name: Bilingual
    unit: Bilingual
    value: float
    source: Filled


class Derived(Record):
    """A figure computed from those above it, in ``unit``."""

    name: Bilingual
    unit: Bilingual
    decimals: int = Field(default=0, ge=0, le=6)
    formula: Filled


class FindingEntry(Record):
    """A comparison of some figures of the plan.

    Parameters
    ----------
    given : figures as stated: "target ID YEAR", "base ID" or "fact NAME", by a name of their own
    derived : computed figures, in order
    contradict, strain : condition for either label; else the finding is an implication of the plan
    statement : the result in words, with a figure's name in braces for its value
    reading : why it has its label, thresholds read as lower bounds
    """

    title: Bilingual
    given: dict[str, Filled]
    derived: dict[str, Derived] = Field(default_factory=dict)
    contradict: Filled | None = None
    strain: Filled | None = None
    statement: Bilingual
    reading: Bilingual

    @property
    def conditions(self) -> dict[str, str]:
        """Return the conditions, the most severe label first."""
        asked = {"contradict": self.contradict, "strain": self.strain}
        return {label: text for label, text in asked.items() if text is not None}


@dataclass(frozen=True)
class AuditBook:
    """The facts and the findings of a home folder, with all their names resolved."""

    facts: Mapping[str, Fact]
    findings: Mapping[str, FindingEntry]
    document: Document


def audit_faults(
    parts: Mapping[str, Mapping[str, Any]],
    document: Document,
    indicators: Mapping[str, Indicator],
    plan: Plan,
    sources: Mapping[str, Source],
) -> Iterator[Fault]:
    """Yield unknown indicators, years, facts and sources, and texts that are not formulas."""
    book = AuditBook(**parts, document=document)
    yield from _source_faults(book, sources)
    yield from _finding_faults(book, indicators, plan)


def _source_faults(book: AuditBook, sources: Mapping[str, Source]) -> Iterator[Fault]:
    for name, fact in book.facts.items():
        if fact.source not in sources:
            place = book.document.place("facts", name, "source")
            yield unknown("来源", "source", fact.source, sources, place)


def _finding_faults(book: AuditBook, indicators: Mapping[str, Indicator], plan: Plan) -> Iterator[Fault]:
    for key, entry in book.findings.items():
        for keys, fault in _entry_faults(entry, book.facts, indicators, plan):
            yield fault.at(book.document.place("findings", key, *keys))


def _entry_faults(
    entry: FindingEntry, facts: Mapping[str, Fact], indicators: Mapping[str, Indicator], plan: Plan
) -> Iterator[tuple[tuple[Any, ...], Fault]]:
    for name, text in entry.given.items():
        for fault in _given_faults(text, facts, indicators, plan):
            yield ("given", name), fault
    known = list(entry.given)
    for name, derived in entry.derived.items():
        if name in known:
            yield (
                ("derived", name),
                Fault("duplicate", f'"{name}" 已在 given 中。', f'"{name}" is in given already.'),
            )
        yield from _formula_faults(derived.formula, known, ("derived", name, "formula"), is_condition=False)
        known.append(name)
    for label, text in entry.conditions.items():
        yield from _formula_faults(text, known, (label,), is_condition=True)
    for field in ("statement", "reading"):
        for language in ("zh", "en"):
            for fault in _text_faults(getattr(entry, field).text(language), known):
                yield (field, language), fault


def _given_faults(
    text: str, facts: Mapping[str, Fact], indicators: Mapping[str, Indicator], plan: Plan
) -> Iterator[Fault]:
    """Yield the faults in the stated place of a figure."""
    way, *rest = text.split()
    if way not in WAYS or len(rest) != (_TARGET_WORDS if way == "target" else 2) - 1:
        yield not_among("given", f'"{text}"', ('"target ID YEAR"', '"base ID"', '"fact NAME"'))
        return
    known: Mapping[str, Any] = facts if way == "fact" else indicators
    if rest[0] not in known:
        zh, en = suggestion(rest[0], known)
        what_zh, what_en = ("数据", "fact") if way == "fact" else ("指标", "indicator")
        yield Fault(
            "unknown-name", f'没有名为 "{rest[0]}" 的{what_zh}。{zh}', f'no {what_en} "{rest[0]}".{en}'
        )
        return
    base = indicators[rest[0]].base if way == "base" else None
    if way == "base" and (base is None or base.value is None):
        yield Fault("no-data", f'"{rest[0]}" 没有公布的基数。', f'"{rest[0]}" has no published base.')
    if way == "target" and rest[1] not in map(str, plan.of(rest[0]).values):
        yield Fault(
            "no-data", f'"{rest[0]}" 没有 {rest[1]} 年的目标。', f'"{rest[0]}" has no target for {rest[1]}.'
        )


def _formula_faults(
    text: str, known: list[str], keys: tuple[Any, ...], *, is_condition: bool
) -> Iterator[tuple[tuple[Any, ...], Fault]]:
    try:
        formula: Formula = read_formula(text, is_condition=is_condition)
    except SimError as error:
        yield from ((keys, fault) for fault in error.faults)
        return
    for name in formula.names:
        if name not in known:
            zh, en = suggestion(name, known)
            yield (
                keys,
                Fault(
                    "unknown-name",
                    f'公式 "{text}" 中的 "{name}" 没有在它之前给出。{zh}',
                    f'"{name}" in the formula "{text}" is not given before it.{en}',
                ),
            )


def _text_faults(text: str, known: list[str]) -> Iterator[Fault]:
    try:
        fields = [name for _, name, *_ in Formatter().parse(text) if name is not None]
    except ValueError:
        yield Fault(
            "syntax", f'"{text[:40]}…" 中的花括号没有配对。', f'a brace in "{text[:40]}…" is not closed.'
        )
        return
    for name in fields:
        if name not in known:
            zh, en = suggestion(name, known)
            yield Fault(
                "unknown-name",
                f'文字中的 "{{{name}}}" 没有给出。{zh}',
                f'"{{{name}}}" in the text is not given.{en}',
            )
