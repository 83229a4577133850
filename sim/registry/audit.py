"""What the audit of the plan rests on: figures beyond the indicators, and findings as formulas."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from pydantic import Field

from sim.document import Document, read_yaml
from sim.errors import Fault, SimError, suggestion
from sim.files import fingerprint
from sim.registry.formula import Formula, read_formula
from sim.registry.load import Registry, unknown
from sim.registry.schema import Bilingual, Filled, Record, check_entries, not_among, unknown_field

FILE = "audit.yaml"
PARTS = ("facts", "findings")
WAYS = ("target", "base", "fact")  # where a figure that is given stands
_TARGET_WORDS = 3


class Fact(Record):
    """A figure that no indicator states, in ``unit``."""

    name: Bilingual
    unit: Bilingual
    value: float
    source: Filled


class Derived(Record):
    """A figure worked out from those above it, in ``unit``."""

    name: Bilingual
    unit: Bilingual
    decimals: int = Field(default=0, ge=0, le=6)
    formula: Filled


class FindingEntry(Record):
    """What some figures of the plan say about one another.

    Parameters
    ----------
    given : figures as stated: "target ID YEAR", "base ID" or "fact NAME", by a name of their own
    derived : figures worked out, in order
    contradict, strain : when the finding is one; else it is a condition the plan implies
    statement : what the figures say, a figure's name in braces for its value
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
        """Return the conditions that are asked, the hardest first."""
        asked = {"contradict": self.contradict, "strain": self.strain}
        return {label: text for label, text in asked.items() if text is not None}


@dataclass(frozen=True)
class AuditBook:
    """The facts and the findings of a home folder, all names in them known."""

    facts: Mapping[str, Fact]
    findings: Mapping[str, FindingEntry]
    document: Document


def audit_sources(registry: Registry) -> set[str]:
    """Return the ids of sources that the audit's facts name; none in a home that has no audit."""
    beside = Path(registry.documents["indicators"].path).parent / FILE
    return {fact.source for fact in read_audit(registry).facts.values()} if beside.exists() else set()


def read_audit(registry: Registry) -> AuditBook:
    """Return the audit's file beside the registry's own.

    Raises
    ------
    SimError: all its faults: fields, formulas, and names of indicators, years, facts and sources.
    """
    path = os.fspath(Path(registry.documents["indicators"].path).parent / FILE)
    document = _document(path, fingerprint(path))
    _refuse(_part_faults(document))
    facts, wrong_facts = check_entries(document.part("facts"), Fact)
    findings, wrong_findings = check_entries(document.part("findings"), FindingEntry)
    _refuse([*wrong_facts, *wrong_findings])
    book = AuditBook(facts, findings, document)
    _refuse([*_source_faults(book, registry), *_finding_faults(book, registry)])
    return book


@functools.lru_cache(maxsize=8)
def _document(path: str, _print: str) -> Document:
    return read_yaml(path)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise SimError(faults)


def _part_faults(document: Document) -> list[Fault]:
    faults = [
        unknown_field(str(key), PARTS).at(document.place(key)) for key in document.data if key not in PARTS
    ]
    for part in PARTS:
        if not isinstance(document.data.get(part), dict):
            zh, en = (
                f'缺少 "{part}"，或它不是“名称: 值”的形式。',
                f'"{part}" must be there, as "name: value" pairs.',
            )
            faults.append(Fault("wrong-type", zh, en, document.place(part)))
    return faults


def _source_faults(book: AuditBook, registry: Registry) -> Iterator[Fault]:
    for name, fact in book.facts.items():
        if fact.source not in registry.sources:
            place = book.document.place("facts", name, "source")
            yield unknown("来源", "source", fact.source, registry.sources, place)


def _finding_faults(book: AuditBook, registry: Registry) -> Iterator[Fault]:
    for key, entry in book.findings.items():
        for keys, fault in _entry_faults(entry, book, registry):
            yield fault.at(book.document.place("findings", key, *keys))


def _entry_faults(
    entry: FindingEntry, book: AuditBook, registry: Registry
) -> Iterator[tuple[tuple[Any, ...], Fault]]:
    for name, text in entry.given.items():
        for fault in given_faults(text, book, registry):
            yield ("given", name), fault
    known = list(entry.given)
    for name, derived in entry.derived.items():
        if name in known:
            yield (
                ("derived", name),
                Fault("duplicate", f'"{name}" 已在 given 中。', f'"{name}" stands in given already.'),
            )
        yield from _formula_faults(derived.formula, known, ("derived", name, "formula"), is_condition=False)
        known.append(name)
    for label, text in entry.conditions.items():
        yield from _formula_faults(text, known, (label,), is_condition=True)
    for field in ("statement", "reading"):
        for language in ("zh", "en"):
            for fault in _text_faults(getattr(entry, field).text(language), known):
                yield (field, language), fault


def given_faults(text: str, book: AuditBook, registry: Registry) -> Iterator[Fault]:
    """Yield what is wrong with where a figure is said to stand."""
    way, *rest = text.split()
    if way not in WAYS or len(rest) != (_TARGET_WORDS if way == "target" else 2) - 1:
        yield not_among("given", f'"{text}"', ('"target ID YEAR"', '"base ID"', '"fact NAME"'))
        return
    known: Mapping[str, Any] = book.facts if way == "fact" else registry.indicators
    if rest[0] not in known:
        zh, en = suggestion(rest[0], known)
        what_zh, what_en = ("数据", "fact") if way == "fact" else ("指标", "indicator")
        yield Fault(
            "unknown-name", f'没有名为 "{rest[0]}" 的{what_zh}。{zh}', f'no {what_en} "{rest[0]}".{en}'
        )
        return
    base = registry.indicators[rest[0]].base if way == "base" else None
    if way == "base" and (base is None or base.value is None):
        yield Fault("no-data", f'"{rest[0]}" 没有公布的基数。', f'"{rest[0]}" has no published base.')
    if way == "target" and rest[1] not in map(str, registry.indicators[rest[0]].targets):
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
