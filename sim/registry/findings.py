"""Page of findings as data: the subjects of its numbers, its texts, and the claims to verify."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import unknown
from sim.registry.indicators import Indicator
from sim.registry.levers import Lever
from sim.registry.parameters import Parameter
from sim.registry.plan import Plan
from sim.registry.reality import Expected
from sim.registry.schema import Bilingual, Filled, Record

Row = Annotated[tuple[Filled, int], Field(strict=False)]


class Claim(Record):
    """A statement of a paragraph beyond its numbers.

    Parameters
    ----------
    said : the claim in words
    expect : comparisons of the page's numbers that verify it; see `sim.registry.predicate`
    """

    said: Bilingual
    expect: Expected


class Paragraph(Record):
    """A paragraph, with names of numbers in braces, and its claims."""

    text: Bilingual
    claims: tuple[Claim, ...] = Field(default=(), strict=False)


class Subject(Record):
    """Subjects of the numbers of the page.

    Parameters
    ----------
    scenario : whose shortfalls, levers and assumptions are listed
    reference : scenario relative to which its gains are measured
    output, debt, residents : ids of indicators
    prices : drawn constant by which draws are divided into thirds
    unpublished : drawn constant whose place among the most influential is verified
    stopped : levers that are set to their low end, by a name for their numbers
    chances : indicators whose probability for the first horizon is given, by a name for it
    """

    scenario: Filled
    reference: Filled
    output: Filled
    debt: Filled
    residents: Filled
    prices: Filled
    unpublished: Filled
    stopped: dict[str, Filled]
    chances: dict[str, Filled]


class Table(Record):
    """The table of the page: a column for each scenario, a row for each target.

    Parameters
    ----------
    head, met, short : words of the first column and before the shortfall of the median
    scenarios : heading of each column, by scenario
    rows : indicator and year of each target
    """

    head: Bilingual
    met: Bilingual
    short: Bilingual
    scenarios: dict[str, Bilingual]
    rows: tuple[Row, ...] = Field(strict=False)


class FindingsPage(Record):
    """The page of findings.

    Parameters
    ----------
    members, seed : of the draws
    first_edition : probabilities that the first edition gave, by the name of their number and by scenario
    paragraphs : in order, with the table after the first
    """

    title: Bilingual
    members: int = Field(ge=1)
    seed: int = Field(ge=0)
    subject: Subject
    table: Table
    first_edition: dict[str, dict[str, float]] = Field(default_factory=dict)
    paragraphs: dict[str, Paragraph]


@dataclass(frozen=True)
class FindingsFile:
    """The page of findings, and the place of each of its entries."""

    page: FindingsPage
    document: Document


def findings_faults(
    page: FindingsPage,
    document: Document,
    indicators: Mapping[str, Indicator],
    plan: Plan,
    levers: Mapping[str, Lever],
    drawn: Mapping[str, Parameter],
) -> Iterator[Fault]:
    """Yield unknown targets, indicators, levers and drawn constants that the page refers to."""
    subject = page.subject
    for index, (name, year) in enumerate(page.table.rows):
        yield from _target_faults(name, year, indicators, plan, document.place("table", "rows", index))
    for key, name in subject.chances.items():
        place = document.place("subject", "chances", key)
        yield from _target_faults(name, plan.horizons[0], indicators, plan, place)
    for key in ("output", "debt", "residents"):
        if getattr(subject, key) not in indicators:
            place = document.place("subject", key)
            yield unknown("指标", "indicator", getattr(subject, key), indicators, place)
    for key, name in subject.stopped.items():
        if name not in levers:
            yield unknown("杠杆", "lever", name, levers, document.place("subject", "stopped", key))
    for key in ("prices", "unpublished"):
        name = getattr(subject, key)
        if name not in drawn:
            yield Fault(
                "no-data",
                f'结论要用抽样的参数 "{name}"，这里没有，或不抽样。',
                f'the findings need the drawn parameter "{name}"; it is missing or not drawn.',
                document.place("subject", key),
            )
    for key in ("scenario", "reference"):
        if getattr(subject, key) not in page.table.scenarios:
            known, place = list(page.table.scenarios), document.place("subject", key)
            yield unknown("情景", "scenario", getattr(subject, key), known, place)


def _target_faults(
    name: str, year: int, indicators: Mapping[str, Indicator], plan: Plan, place: str
) -> Iterator[Fault]:
    entry = indicators.get(name)
    if entry is None or year not in plan.of(name).values or not entry.is_modelled:
        yield Fault(
            "no-data",
            f'结论要用指标 "{name}" 的 {year} 年目标，这里没有，或没有建模。',
            f'the findings need the target of "{name}" for {year}; it is missing or not modelled.',
            place,
        )
