"""Traces why an indicator differs between two scenarios, or between two years of one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim import arguments
from sim.analysis.decision.causes import Tree, Why
from sim.analysis.decision.tracing import Piece, Spell, Tracer
from sim.analysis.structure import read_structure
from sim.arrays import Array
from sim.errors import Argument, Faults, fail
from sim.names import fold, split_element
from sim.outcomes.measures import Years
from sim.outcomes.slopes import figure_of, names_of, slopes_by_year
from sim.registry.indicators import Indicator
from sim.run.single import prepare
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario, Scenario, workspace_for
from sim.scenario.workspace import Workspace

DEPTH, MOST_DEPTH = 4, 8
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(8)
_NOTHING = 1e-12  # of the figures: no more than rounding


@arguments.reading(depth=arguments.whole_within(1, MOST_DEPTH))
def why(
    scenario: AnyScenario,
    indicator: str,
    year: int | None = None,
    *,
    against: AnyScenario | None = None,
    since: int | None = None,
    depth: int = DEPTH,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
) -> Why:
    """Trace why an indicator differs between two scenarios, or two years: a tree of causes with their parts.

    Up the equations, each cause has the part that its own difference makes, averaged over all orders in which
    the causes of an equation may change over (Shapley values); a stock has those of its flows, over all steps
    before. Parts of an effect's causes add up to the part of the effect. It is one run each, without draws.

    Parameters
    ----------
    scenario : name of a shipped scenario, path of a file, or result of `load_scenario`
    indicator : id or name of the row; as it is compared with targets, but a growth since another year is the
        growth of the single year
    year : the plan's first horizon by default
    against : the scenario to compare with; by default the reference, which has no new policy
    since : compare with this earlier year of the same scenario instead
    depth : of the tree, 1 to 8; variables with a single cause do not count
    set : values of levers and constants, in both scenarios [units of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    Why : the tree of causes [unit of the indicator], and the loops through which causes act on themselves

    Raises
    ------
    SimError: invalid input, a row that is not modelled or is a year, a year without a figure, no difference.

    References
    ----------
    Shapley 1953, doi:10.1515/9781400881970-018. Rules that pass a difference from effects to causes:
    Shrikumar, Greenside and Kundaje 2017, PMLR 70.

    Examples
    --------
    >>> found = sim.why("plan", "resident_population", 2025)
    >>> found  # doctest: +ELLIPSIS
    <Why of resident_population in 2025: plan against trend, ... causes>
    >>> bool(abs(sum(one.share for one in found.causes) + found.rest - found.whole) < 1e-9)
    True
    """
    workspace = workspace_for([scenario], home)
    if against is not None and since is not None:
        zh, en = "`since` 与 `against` 只能给其一。", "give `since` or `against`, not both."
        raise fail("conflict", zh, en, Argument("since"))
    other = workspace.registry.zone.reference if against is None else against
    changes = () if set is None else set
    with Faults() as faults:
        own = faults.take(prepare, scenario, changes, workspace)
        compared = own if since is not None else faults.take(prepare, other, changes, workspace)
        key = faults.take(workspace.registry.indicator_names.resolve, indicator, Argument("indicator"))
    entry = _traceable(key, workspace)
    last = workspace.registry.plan.horizons[0] if year is None else year
    _check_years(last, since, workspace)
    after, before = _paths(own, compared, workspace, last)
    row = _Row(entry, workspace, after, before, last, since)
    figures = row.figures()
    whole = figures[1] - figures[0]
    if abs(whole) <= _NOTHING * max(map(abs, figures)):
        raise fail(
            "no-data",
            f'"{key}" {last} 年两边相同，没有差别可追。',
            f'"{key}" is the same on both sides in {last}: there is no difference to trace.',
            Argument("against" if since is None else "since"),
        )
    slots = workspace.slots

    def is_lever(name: str) -> bool:
        variable, element = split_element(name)
        return fold(element) in slots.get(fold(variable), {}) or name in workspace.slots

    tracer = Tracer(workspace.model, after, before, is_lever)
    tree = Tree(tracer, whole, depth)
    causes, rest, smaller = tree.shown(row.pieces(tracer, whole))
    cut = {loop: workspace.model[entry.switch].uses for loop, entry in workspace.registry.loops.items()}
    traced = {split_element(name)[0] for name in tree.traced}
    return Why(
        own.name,
        None if since is not None else compared.name,
        since,
        own.options,
        workspace.model.hash,
        key,
        entry,
        last,
        *figures,
        causes,
        rest,
        smaller,
        tree.closed(),
        tuple(loop for loop, uses in cut.items() if traced.intersection(uses)),
        read_structure(workspace),
        workspace.registry,
    )


def _traceable(key: str, workspace: Workspace) -> Indicator:
    """Return the entry of a row that can be traced.

    Raises
    ------
    SimError: it is not modelled or is a year.
    """
    entry = workspace.registry.indicators[key]
    if not entry.is_modelled or entry.measure == "peak_year":
        zh = f'"{key}" 不由模型计算，或本身是年份，没有原因可追。'
        en = f'"{key}" is not computed by the model or is a year itself; it has no causes to trace.'
        raise fail("unsupported", zh, en, Argument("indicator"))
    return entry


def _check_years(year: int, since: int | None, workspace: Workspace) -> None:
    """Refuse years of which the model has no figure, and an earlier year that is none."""
    base, final = workspace.registry.base_year, int(workspace.model.final_time)
    _check_within("year", year, base + 1, final)
    if since is not None:
        _check_within("since", since, base, year - 1)


def _check_within(name: str, year: int, first: int, last: int) -> None:
    if not first <= year <= last:
        zh = f"年份为 {year}，应在 {first} 到 {last} 之间。"
        en = f"the year is {year}; it must be from {first} to {last}."
        raise fail("outside-limits", zh, en, Argument(name))


def _paths(
    own: Scenario, other: Scenario, workspace: Workspace, year: int
) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
    """Return every scalar at every stage, (stage,) by key, in a scenario and in the one it is compared with.

    Raises
    ------
    SimError: a run became non-finite.
    """
    model = workspace.model
    keys = dict.fromkeys([*own.constants, *other.constants])

    def value(one: Scenario, key: str) -> float:
        return one.constants.get(key, model.default_of(key))

    inputs = {key: np.array([value(own, key), value(other, key)]) for key in keys}
    found = model.every_stage(inputs, float(year))
    after = {key: values[:, 0] for key, values in found.items()}
    if own is other:
        return after, after
    return after, {key: values[:, -1] for key, values in found.items()}


@dataclass(frozen=True, eq=False)
class _Row:
    """The figure that is traced, as a function of what its variables are in each year."""

    entry: Indicator
    workspace: Workspace
    after: Mapping[str, Array]
    before: Mapping[str, Array]
    year: int
    since: int | None

    def figures(self) -> tuple[float, float]:
        """Return the figures compared, the earlier or that of the other scenario first.

        Raises
        ------
        SimError: there is no figure of a year.
        """
        before, after = (self._figure(self._series(path)) for path in (self.before, self.after))
        if self.since is not None:
            before = self._figure(self._shifted(self._series(self.after)))
        for name, year, figure in (("since", self.since, before), ("year", self.year, after)):
            if not np.isfinite(figure):
                zh, en = f"{year} 年没有这个指标的数。", f"there is no figure for {year}."
                raise fail("outside-limits", zh, en, Argument(name))
        return before, after

    def pieces(self, tracer: Tracer, whole: float) -> list[Piece]:
        """Return the variables of the row as causes of its difference."""
        after = self._series(self.after)
        before = self._series(self.before) if self.since is None else self._shifted(after)
        difference = after - before
        slopes = np.zeros_like(after)
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            at = before + (node + 1) / 2 * difference
            slopes += weight / 2 * self._slopes(at)
        slopes = np.where(difference != 0, np.nan_to_num(slopes), 0.0)
        slopes *= whole / float(np.nansum(slopes * difference))  # what the rule of Gauss leaves, some 1e-12
        found = [
            tracer.piece(key, self._spell(own))
            for key, own in zip(self._keys, slopes, strict=True)
            if own.any()
        ]
        return sorted(found, key=lambda one: -abs(one.share))

    @property
    def _keys(self) -> list[str]:
        model = self.workspace.model
        names = [name for name in names_of(self.entry) if name]
        elements = [{fold(key): key for key in model[split_element(name)[0]].elements} for name in names]
        return [found[fold(name)] for name, found in zip(names, elements, strict=True)]

    @property
    def _per_year(self) -> int:
        """Return the number of stages of a year."""
        return round(1 / self.workspace.model.time_step) * len(self.workspace.model.scheme.stages)

    @property
    def _shares(self) -> Array:
        """Return the share of each stage of a year in an integral over it, (stage,)."""
        shares = [stage.share for stage in self.workspace.model.scheme.stages]
        return np.tile(shares, self._per_year // len(shares)) * self.workspace.model.time_step

    @property
    def _years(self) -> Years:
        first = round(self.workspace.model.initial_time)
        return np.arange(first, self.year + 1)

    @property
    def _base(self) -> int:
        """Return the year that a figure compares with: of a growth since another year the year before."""
        is_single = self.since is not None and self.entry.measure == "growth"
        return self.year - 1 if is_single else self.workspace.registry.plan.base_year

    def _series(self, path: Mapping[str, Array]) -> Array:
        """Return year-end levels, or integrals over each year: (1 or 2, time)."""
        every = self._per_year
        if self.entry.measure == "stock":
            return np.array([path[key][::every] for key in self._keys])
        sums = [path[key][:-1].reshape(-1, every) @ self._shares for key in self._keys]
        return np.array([[np.nan, *one] for one in sums])

    def _shifted(self, series: Array) -> Array:
        """Return the series with each year's value that of the earlier one; the year compared with stays."""
        assert self.since is not None
        apart = self.year - self.since
        found = series.copy()
        found[:, apart:] = series[:, : series.shape[1] - apart]
        found[:, :apart] = np.nan if self.entry.measure != "stock" else series[:, :apart]
        if self.entry.measure == "reduction":
            kept = self._years <= self._base
            found[:, kept] = series[:, kept]
        return found

    def _figure(self, series: Array) -> float:
        first, second = self._split(series)
        figure = figure_of(
            self.entry, self._years, first[:, None], None if second is None else second[:, None],
            self.year, self._base,
        )  # fmt: skip
        return float(figure[0])

    def _slopes(self, series: Array) -> Array:
        return slopes_by_year(self.entry, self._years, *self._split(series), self.year, self._base)

    @staticmethod
    def _split(series: Array) -> tuple[Array, Array | None]:
        return series[0], series[1] if len(series) > 1 else None

    def _spell(self, slopes: Array) -> Spell:
        """Return the stages at which the years count."""
        every, apart = self._per_year, 0 if self.since is None else self.year - self.since
        rows = np.flatnonzero(slopes)
        if self.entry.measure == "stock":
            return Spell(rows * every, (rows - apart) * every, slopes[rows])
        stages = ((rows - 1)[:, None] * every + np.arange(every)).ravel()
        weights = np.outer(slopes[rows], self._shares).ravel()
        return Spell(stages, stages - apart * every, weights).only(weights != 0.0)
