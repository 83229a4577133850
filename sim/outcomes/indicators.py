"""The indicators of a run: annual figures, the figure assessed, and whether it meets its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import arguments
from sim.arguments import member_number
from sim.arrays import Array
from sim.engine.model import Run
from sim.names import fold, split_element
from sim.notebook import listed, table_html
from sim.outcomes.measures import Years, annual_series, assessed, is_met, rounded
from sim.registry.indicators import Base, Estimate, Indicator, Kind
from sim.registry.load import Registry
from sim.registry.plan import Plan, PlannedTarget
from sim.registry.schema import Bilingual
from sim.run.single import ScenarioRun, run_of
from sim.scenario.load import AnyScenario
from sim.scenario.paths import LeverPath
from sim.scenario.workspace import Workspace
from sim.units import Language

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


@dataclass(frozen=True)
class BaseFigure:
    """Base of an indicator.

    Parameters
    ----------
    value : in the indicator's unit: as published or, where it is an estimate, as the model has it
    estimate : its range and grade, None where the figure is published
    """

    year: int
    value: float
    estimate: Estimate | None = None


@dataclass(frozen=True, repr=False)
class IndicatorRow:
    """An indicator of a run.

    Parameters
    ----------
    id : of the plan's table, or the variable's name with underscores
    entry : its entry in the registry
    kind : the registry's, or ``set_by_scenario`` where the indicator measures a lever
    years : (time,)  the model's base year and after
    series : (time, member)  in the indicator's unit, or None when it is not modelled
    plan : the plan with its targets
    stated_base : published base of the plan's base year, or the range of an estimate
    """

    id: str
    entry: Indicator
    kind: Kind
    years: Years
    series: Array | None
    plan: Plan
    stated_base: Base | None

    def __repr__(self) -> str:
        """Return id, unit and years, and the targets there are."""
        span = f"{self.years[0]} to {self.years[-1]}" if self.series is not None else "not modelled"
        targets = ", ".join(f"{year}: {value:g}" for year, value in sorted(self.planned.values.items()))
        return f"<IndicatorRow {self.id} in {self.entry.unit.en}: {span}; targets {targets or 'none'}>"

    @property
    def planned(self) -> PlannedTarget:
        """Return the plan's targets for the indicator."""
        return self.plan.of(self.id)

    @property
    def base(self) -> BaseFigure | None:
        """Return the published base, or the model's own figure where the base is an estimate."""
        base = self.stated_base
        if base is None:
            return None
        if base.value is not None:
            return BaseFigure(base.year, base.value)
        own = self.value(base.year)
        if own is None or not np.isfinite(own[0]):
            return None
        return BaseFigure(base.year, float(rounded(own[:1], self.entry.decimals)[0]), base.estimate)

    @property
    def target_years(self) -> tuple[int, ...]:
        """Return the years with a target, or the first horizon where there is none."""
        reached = [year for year in sorted(self.planned.values) if year in self.years]
        return tuple(reached) or self.plan.horizons[:1]

    def value(self, year: int) -> Array | None:
        """Return the figure of a year, (member,), or None when it is not modelled."""
        rows = self.years == year
        return None if self.series is None or not rows.any() else self.series[rows][0]

    def figure(self, year: int) -> Array | None:
        """Return the figure compared with a target of the year, not rounded, (member,), or None."""
        if self.series is None:
            return None
        return assessed(self.entry.measure, self.years, self.series, year, self.plan.base_year)

    def assessed(self, year: int) -> Array | None:
        """Return the figure compared with a target of the year at printed precision, (member,)."""
        figure = self.figure(year)
        return None if figure is None else rounded(figure, self.planned.precision(self.entry))

    def met(self, year: int) -> NDArray[np.bool_] | None:
        """Return whether the target of the year is met, (member,).

        None without a target, and where the scenario itself sets the figure.
        """
        planned = self.planned
        target = planned.values.get(year)
        if target is None or self.kind not in JUDGED:
            return None
        figure = self.figure(year)
        if figure is None or np.isnan(figure).all():
            return None
        return is_met(figure, target, planned.comparison, planned.precision(self.entry))


JUDGED: tuple[Kind, ...] = ("causal", "accounting")


@dataclass(frozen=True, repr=False)
class IndicatorTable:
    """All indicators of a run, in the order of the registry.

    Parameters
    ----------
    scenario, title : of the scenario
    options : settings applied to the scenario, as ``name=value``
    model_hash : SHA-256 of the model's text
    years : (time,)  the model's base year and after
    rows : by id
    registry : registry with their entries
    paths : of the levers to which the scenario gives values by year, by lever
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    model_hash: str
    years: Years
    rows: dict[str, IndicatorRow]
    registry: Registry
    paths: Mapping[str, LeverPath] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Return the scenario's name and what is set on it: a changed scenario is not the one as filed."""
        return " ".join([self.scenario, *self.options])

    @property
    def members(self) -> int:
        """Return the number of members."""
        return max((row.series.shape[1] for row in self if row.series is not None), default=0)

    def __getitem__(self, indicator: str) -> IndicatorRow:
        """Return an indicator by its id, or by its name in either language.

        Raises
        ------
        SimError: there is no such indicator.
        """
        names = self.registry.indicator_names
        return self.rows[names.resolve(str(indicator), self.scenario)]

    def __iter__(self) -> Iterator[IndicatorRow]:
        """Yield the rows in order."""
        return iter(self.rows.values())

    def __contains__(self, indicator: object) -> bool:
        """Return whether the table has an indicator of this id."""
        return indicator in self.rows

    def __repr__(self) -> str:
        """Return the content of the table, in one line."""
        changed = f" with {', '.join(self.options)}" if self.options else ""
        modelled = sum(row.series is not None for row in self)
        years = f", {self.years[0]} to {self.years[-1]}" if self.years.size else ""
        return (
            f"<IndicatorTable of {self.scenario}{changed}: {len(self.rows)} indicators "
            f"({listed(self.rows)}), {modelled} of them modelled{years}>"
        )

    def _repr_html_(self) -> str:
        """Return the first member as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self, member: int = 0, language: Language = "zh") -> pd.DataFrame:
        """Return a row for each indicator: index its id, columns name, unit, kind and every year.

        Figures are in the indicator's unit, NaN where it is not modelled.
        """
        import pandas as pd  # takes a second, which only frames need

        place = member_number(member, max(1, self.members))
        nothing = np.full(self.years.shape, np.nan)
        rows = [
            (
                row.entry.name.text(language),
                row.entry.unit.text(language),
                row.kind,
                *(nothing if row.series is None else row.series[:, place]),
            )
            for row in self
        ]
        columns = ["name", "unit", "kind", *map(int, self.years)]
        return pd.DataFrame(rows, index=pd.Index(self.rows, name="indicator"), columns=columns)

    def to_xarray(self) -> xr.Dataset:
        """Return the modelled indicators, each (year, member), with its name and unit as attributes."""
        import xarray as xr

        arrays = {
            row.id: (
                ("year", "member"),
                row.series,
                {"units": row.entry.unit.en, "long_name": row.entry.name.en, "name_zh": row.entry.name.zh},
            )
            for row in self
            if row.series is not None
        }
        return xr.Dataset(arrays, coords={"year": self.years, "member": np.arange(self.members)})


@arguments.reading()
def indicators(run: ScenarioRun | AnyScenario, until: int | None = None) -> IndicatorTable:
    """Return all indicators of a run, up to a year.

    Indicators that are not modelled are included without figures.

    Parameters
    ----------
    run : result of `run_scenario`, or a scenario to run unchanged: a name, a path, or a loaded one
    until : last year; that of the run by default

    Returns
    -------
    IndicatorTable : annual figures of each indicator, (time, member) [unit of the indicator], and its targets

    Raises
    ------
    SimError: ``until`` is not a whole number.

    Examples
    --------
    >>> table = sim.indicators("plan")
    >>> table["resident_population"]
    <IndicatorRow resident_population in 10k people: 2020 to 2040; targets 2025: 30>
    >>> table.to_frame().shape
    (63, 24)
    """
    run = run_of(run)
    registry = run.workspace.registry
    plan = registry.plan
    all_years = np.rint(run.run.time).astype(np.int64)
    last = int(all_years[-1]) if until is None else until
    kept = slice(*np.searchsorted(all_years, (registry.base_year, last + 1)))  # a view: years are in order
    rows = {
        key: IndicatorRow(
            key,
            entry,
            kind_of(entry, run.workspace),
            all_years[kept],
            _series(entry, run.run, all_years, kept, _reference_year(entry, registry)),
            plan,
            registry.base_of(key),
        )
        for key, entry in registry.indicators.items()
    }
    scenario = run.scenario
    return IndicatorTable(
        scenario.name,
        scenario.title,
        scenario.options,
        run.model_hash,
        all_years[kept],
        rows,
        registry,
        scenario.paths,
    )


def kind_of(entry: Indicator, workspace: Workspace) -> Kind:
    """Return the indicator's kind; one that measures a lever is set by the scenario."""
    measured = (entry.variable, entry.per)
    levers = (fold(split_element(name)[0]) for name in measured if name)
    return "set_by_scenario" if any(name in workspace.slots for name in levers) else entry.kind


def _reference_year(entry: Indicator, registry: Registry) -> int:
    """Return the year that a reduction or a peak compares with; a peak's is in the indicator's name."""
    return registry.base_year if entry.measure == "peak_year" else registry.plan.base_year


def _series(entry: Indicator, run: Run, years: Years, kept: slice, base_year: int) -> Array | None:
    if not entry.is_modelled or entry.variable is None:
        return None
    if entry.measure == "stock":
        variable, per = run[entry.variable], None
    else:
        variable, per = _integral(run, entry.variable), None
        if entry.per is not None:
            per = _integral(run, entry.per)
    return annual_series(entry.measure, years, variable, per, entry.scale, base_year)[kept]


def _integral(run: Run, name: str) -> Array:
    """Return the integral over each year, NaN for the first row, which ends no year."""
    yearly = np.array(run.integral(name), dtype=np.float64)
    yearly[0] = np.nan
    return yearly
