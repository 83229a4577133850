"""Which figures can be sealed: results of the model, for years of which no figure is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.analysis.calibration.observations import Point
from sim.analysis.record.naive import Quantity, observed_quantity, quantity_of
from sim.errors import Argument, Fault, Faults
from sim.outcomes.indicators import JUDGED, kind_of
from sim.outcomes.observed import COMPARED
from sim.registry.observations import Observation
from sim.registry.periods import Period
from sim.scenario.workspace import Workspace

GRADE = "A"  # of an annual report by the zone's own statistics office
Published = Mapping[tuple[Quantity, int], Observation]


def published_figures(rows: Iterable[Observation], workspace: Workspace) -> Published:
    """Return a published figure of each quantity and whole year that has one; a mere limit is none."""
    return {
        (observed_quantity(row, workspace), row.year): row
        for row in rows
        if row.period.is_year and not row.bound
    }


def figures_to_seal(
    indicators: Sequence[str], years: Sequence[int], published: Published, workspace: Workspace
) -> tuple[Point, ...]:
    """Return the figures of indicators and years that are to be sealed, without a value yet.

    Level and growth of a quantity count as published together, since one follows from the other.

    Parameters
    ----------
    indicators : their names; none for all that the model computes, of which published ones are left out

    Raises
    ------
    SimError: each indicator that there is not or that the scenario sets, each year outside the model's, each
        figure that was asked for by its indicator and is published; nothing is left to seal.
    """
    registry = workspace.registry
    pairs = []
    with Faults() as faults:
        found = [
            faults.take(registry.indicator_names.resolve, name, Argument("indicator")) for name in indicators
        ]
        named = [name for name in dict.fromkeys(found) if name]
        faults += (_not_a_result(name) for name in named if not is_result(name, workspace))
        faults += _year_faults(years, workspace)
        for name in named or [name for name in registry.indicators if is_result(name, workspace)]:
            for year in dict.fromkeys(years):
                seen = published.get((quantity_of(registry.indicators[name], workspace), year))
                if seen is None:
                    pairs.append((name, year))
                elif named:
                    faults.append(_is_published(name, year, seen))
        if not pairs and not faults:
            listed = ", ".join(map(str, years))
            zh = f"{listed} 年的各项指标都已公布，没有可封存的。"
            en = f"every figure of {listed} is published; nothing is left to seal."
            faults.append(Fault("no-data", zh, en, Argument("year")))
    return tuple(point_of(name, year, workspace) for name, year in pairs)


def point_of(indicator: str, year: int, workspace: Workspace) -> Point:
    """Return the figure of an indicator and a year, without a value yet."""
    entry = workspace.registry.indicators[indicator]
    seen = Observation(
        period=Period(year), value=np.nan, grade=GRADE, source="", use="", indicator=indicator, variable="",
        measure=entry.measure, bound="", unit=entry.unit.zh, price_basis=entry.price_basis, line=0,
    )  # fmt: skip
    return Point(seen, np.nan, entry.decimals)


def in_year(point: Point, year: int) -> Point:
    """Return the figure of the same indicator for another year."""
    return replace(point, seen=replace(point.seen, period=Period(year)))


def is_result(name: str, workspace: Workspace) -> bool:
    """Return whether an indicator is a yearly figure that follows from the model, not from the scenario."""
    entry = workspace.registry.indicators[name]
    return entry.measure in COMPARED and kind_of(entry, workspace) in JUDGED


def _not_a_result(name: str) -> Fault:
    return Fault(
        "not-settable",
        f'"{name}" 由情景设定、未建模，或不是逐年的数，不能作为预测封存。',
        f'"{name}" is set by the scenario, not modelled, or no yearly figure: it is no forecast to seal.',
        Argument("indicator"),
    )


def _is_published(name: str, year: int, seen: Observation) -> Fault:
    what = seen.indicator or seen.variable
    source = ":".join(filter(None, (seen.file, seen.sheet, seen.cell))) or seen.source
    return Fault(
        "conflict",
        f'"{name}" {year} 年的数已公布（{what}，{source}），不能再作为预测封存。',
        f'the figure of "{name}" for {year} is published ({what}, {source}): it is no forecast any more.',
        Argument("indicator"),
    )


def _year_faults(years: Sequence[int], workspace: Workspace) -> Iterator[Fault]:
    plan = workspace.registry.plan
    first, last = workspace.registry.base_year + 1, plan.horizons[-1]
    for year in years:
        if not first <= year <= last:
            zh = f"{year} 年不可用，应在 {first} 到 {last} 之间。"
            en = f"the year {year} is invalid; it must be from {first} to {last}."
            yield Fault("outside-limits", zh, en, Argument("year"))
