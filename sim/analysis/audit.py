"""Audit of the plan's figures against one another: arithmetic, without the model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from sim.bilingual_names import Names
from sim.errors import Faults, SimError
from sim.notebook import table_html
from sim.registry.audit import AuditBook, FindingEntry
from sim.registry.formula import Formula, read_formula
from sim.registry.load import Registry, load_registry, read_audit
from sim.registry.plan import Comparison
from sim.registry.schema import Bilingual
from sim.registry.sources import Source

if TYPE_CHECKING:
    import pandas as pd

Sign = Comparison | Literal[""]
Label = Literal["contradict", "strain", "imply"]
LABELS: tuple[Label, ...] = ("contradict", "strain", "imply")


@dataclass(frozen=True)
class Figure:
    """A figure of a finding.

    Parameters
    ----------
    name, unit, value : its title, and its value in that unit
    text : the value as it is printed
    sign : ">=", ">" or "<=" of a target, else ""
    section : section of the plan that states it, "" for a figure not of the plan or derived
    sources : sources that publish it, by id; empty for a derived figure
    formula : formula of a derived figure, None for a stated one
    """

    name: Bilingual
    unit: Bilingual
    value: float
    text: str
    sign: Sign
    section: str
    sources: Mapping[str, Source]
    formula: Formula | None


@dataclass(frozen=True)
class Condition:
    """A condition that decides the label of a finding, and whether it holds."""

    label: Label
    formula: Formula
    holds: bool


@dataclass(frozen=True)
class Finding:
    """A comparison of some figures of the plan: contradiction, strain or implication.

    Parameters
    ----------
    id : key of the finding
    label : label of the first condition that holds; "imply" where none does
    figures : stated and computed figures, by name
    statement, reading : texts with their figures filled in
    """

    id: str
    label: Label
    title: Bilingual
    statement: Bilingual
    reading: Bilingual
    figures: Mapping[str, Figure]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, repr=False)
class Audit:
    """The findings of an audit, the most severe label first, those of a label in the order of the file."""

    findings: tuple[Finding, ...]

    def __getitem__(self, id: str) -> Finding:
        """Return a finding by its id, or by its title in Chinese or English.

        Raises
        ------
        SimError: there is no such finding.
        """
        known = {each.id: each for each in self.findings}
        called = {key: (each.title.zh, each.title.en) for key, each in known.items()}
        return known[Names(("审查结论", "finding"), called).resolve(str(id), "audit")]

    def __iter__(self) -> Iterator[Finding]:
        """Yield the findings in order."""
        return iter(self.findings)

    def __len__(self) -> int:
        """Return the number of findings."""
        return len(self.findings)

    def __repr__(self) -> str:
        """Return the number of findings with each label, in one line."""
        counts = (f"{sum(each.label == label for each in self)} {label}" for label in LABELS)
        return f"<Audit of {len(self)} findings: {', '.join(counts)}>"

    def _repr_html_(self) -> str:
        """Return the findings as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each finding: its label, and title and statement in both languages."""
        import pandas as pd

        rows = {
            each.id: {
                "label": each.label,
                "title_zh": each.title.zh,
                "title_en": each.title.en,
                "statement_zh": each.statement.zh,
                "statement_en": each.statement.en,
            }
            for each in self
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("finding")


def audit(home: str | os.PathLike[str] | None = None) -> Audit:
    """Compare the plan's figures with one another, by arithmetic alone.

    Nothing is simulated, and the model file is not read.

    Parameters
    ----------
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME``, else the project's

    Returns
    -------
    Audit : the findings, each labelled as a contradiction, a strain or an implication

    Raises
    ------
    SimError: all faults of the registry and the audit's file, and formulas that have no value with the
        present figures.

    Examples
    --------
    >>> sim.audit()
    <Audit of 38 findings: 0 contradict, 9 strain, 29 imply>
    """
    return audit_of(load_registry(home))


def audit_of(registry: Registry) -> Audit:
    """Return the audit of a registry.

    Raises
    ------
    SimError: as `audit`.
    """
    book = read_audit(registry)
    with Faults() as faults:
        found = [faults.take(_finding, key, entry, book, registry) for key, entry in book.findings.items()]
    return Audit(tuple(sorted(found, key=lambda each: LABELS.index(each.label))))


def _finding(key: str, entry: FindingEntry, book: AuditBook, registry: Registry) -> Finding:
    """Return a finding with the present figures filled in.

    Raises
    ------
    SimError: a formula that has no value with them.
    """
    try:
        return _evaluated(key, entry, book, registry)
    except SimError as error:
        raise error.at(book.document.place("findings", key)) from error


def _evaluated(key: str, entry: FindingEntry, book: AuditBook, registry: Registry) -> Finding:
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
    entry, planned = registry.indicators[name], registry.plan.of(name)
    if way == "target":
        stated = int(year[0])
        return _of_indicator(
            name, stated, planned.values[stated], planned.comparison, planned.source, registry
        )
    base = entry.base
    if base is None or base.value is None:  # `read_audit` has refused it
        raise AssertionError(name)
    return _of_indicator(name, base.year, base.value, "", entry.source, registry)


PLAN = "plan."  # ids of sources that are the plan itself; their address is the section


def _of_indicator(
    key: str, year: int, value: float, sign: Sign, named: Sequence[str], registry: Registry
) -> Figure:
    entry, section = registry.indicators[key], registry.plan.of(key).section or ""
    title = Bilingual(zh=f"{entry.name.zh} {year}", en=f"{entry.name.en} {year}")
    sources = {each: registry.sources[each] for each in named}
    return Figure(title, entry.unit, value, _print(value), sign, section, sources, None)


def _print(value: float) -> str:
    return f"{value:,.15g}"
