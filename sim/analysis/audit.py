"""What the plan's own figures say about one another: arithmetic, without the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from sim.errors import Fault, SimError
from sim.registry.audit import AuditBook, FindingEntry, read_audit
from sim.registry.formula import Formula, read_formula
from sim.registry.indicators import Indicator
from sim.registry.load import Registry
from sim.registry.schema import Bilingual
from sim.registry.sources import Source

Label = Literal["contradict", "strain", "imply"]
LABELS: tuple[Label, ...] = ("contradict", "strain", "imply")


@dataclass(frozen=True)
class Figure:
    """A figure of a finding, in ``unit``.

    Parameters
    ----------
    sign : ">=", ">" or "<=" of a target, else ""
    text : the value as it is printed
    section : of the plan in which it stands, "" for what is not the plan's or is worked out
    sources : where it is published, by id; none for what is worked out
    formula : what it is worked out with, None for what is stated
    """

    name: Bilingual
    unit: Bilingual
    value: float
    text: str
    sign: str
    section: str
    sources: Mapping[str, Source]
    formula: Formula | None


@dataclass(frozen=True)
class Condition:
    """A condition that decides the label, and whether it holds."""

    label: Label
    formula: Formula
    holds: bool


@dataclass(frozen=True)
class Finding:
    """What some figures of the plan say about one another.

    Parameters
    ----------
    label : the first whose condition holds; "imply" when none does
    figures : stated and worked out, by name
    statement, reading : texts with their figures filled in
    """

    id: str
    label: Label
    title: Bilingual
    statement: Bilingual
    reading: Bilingual
    figures: Mapping[str, Figure]
    conditions: tuple[Condition, ...]


def audit(registry: Registry) -> tuple[Finding, ...]:
    """Return the findings, the hardest label first, those of a label in the order of the file.

    Nothing is simulated, and the model file is not read.

    Raises
    ------
    SimError: all faults of the audit's file, and formulas that have no value with the present figures.
    """
    book = read_audit(registry)
    found: list[Finding] = []
    faults: list[Fault] = []
    for key, entry in book.findings.items():
        try:
            found.append(_finding(key, entry, book, registry))
        except SimError as error:
            place = book.document.place("findings", key)
            faults += [fault.at(place) for fault in error.faults]
    if faults:
        raise SimError(faults)
    return tuple(sorted(found, key=lambda each: LABELS.index(each.label)))


def _finding(key: str, entry: FindingEntry, book: AuditBook, registry: Registry) -> Finding:
    figures = {name: _stated(text, book, registry) for name, text in entry.given.items()}
    for name, derived in entry.derived.items():
        formula = read_formula(derived.formula)
        value = formula.value({each: figure.value for each, figure in figures.items()})
        text = f"{value:,.{derived.decimals}f}"
        figures[name] = Figure(derived.name, derived.unit, value, text, "", "", {}, formula)
    conditions = tuple(_conditions(entry, figures))
    label: Label = next((each.label for each in conditions if each.holds), "imply")
    texts = {name: figure.text for name, figure in figures.items()}
    return Finding(
        key,
        label,
        entry.title,
        _filled(entry.statement, texts),
        _filled(entry.reading, texts),
        figures,
        conditions,
    )


def _conditions(entry: FindingEntry, figures: Mapping[str, Figure]) -> Iterator[Condition]:
    values = {name: figure.value for name, figure in figures.items()}
    for label, text in entry.conditions.items():
        formula = read_formula(text, is_condition=True)
        yield Condition(cast(Label, label), formula, formula.holds(values))


def _filled(text: Bilingual, values: Mapping[str, str]) -> Bilingual:
    return Bilingual(zh=text.zh.format(**values), en=text.en.format(**values))


def _stated(text: str, book: AuditBook, registry: Registry) -> Figure:
    way, name, *year = text.split()
    if way == "fact":
        fact = book.facts[name]
        source = registry.sources[fact.source]
        section = (source.address or "") if fact.source.startswith(PLAN) else ""
        sources = {fact.source: source}
        return Figure(fact.name, fact.unit, fact.value, _print(fact.value), "", section, sources, None)
    entry = registry.indicators[name]
    if way == "target":
        return _of_indicator(entry, int(year[0]), entry.targets[int(year[0])], entry.comparison, registry)
    base = entry.base
    if base is None or base.value is None:  # read_audit has refused it
        raise AssertionError(name)
    return _of_indicator(entry, base.year, base.value, "", registry)


PLAN = "plan."  # ids of sources that are the plan itself; their address is the section


def _of_indicator(entry: Indicator, year: int, value: float, sign: str, registry: Registry) -> Figure:
    name = Bilingual(zh=f"{entry.name.zh} {year}", en=f"{entry.name.en} {year}")
    sources = {each: registry.sources[each] for each in entry.source}
    return Figure(name, entry.unit, value, _print(value), sign, entry.section or "", sources, None)


def _print(value: float) -> str:
    return f"{value:,.15g}"
