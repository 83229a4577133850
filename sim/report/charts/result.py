"""Result of an indicator in a scenario and its ensemble: probability and interval of a year."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array
from sim.errors import Argument, Fault, Faults
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable, indicators
from sim.outcomes.marks import SUM_YEARS
from sim.outcomes.measures import assessed
from sim.registry.agreement import no_indicator
from sim.registry.indicators import Indicator
from sim.registry.load import Registry
from sim.registry.observations import Observation
from sim.run.single import ScenarioRun
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:  # it imports pandas, which a single run does not need
    from sim.ensembles.drawn import AnyEnsemble
    from sim.ensembles.figures import Levels
    from sim.ensembles.result import Ensemble

INTERVAL = ("p05", "p50", "p95")
_MIDDLE, _ENDS = 2, (0, 2, 4)  # among p05 to p95
ANNUAL = ("stock", "flow", "ratio", "reduction")  # measures whose assessed figure is the annual figure


@dataclass(frozen=True)
class IndicatorResult:
    """An indicator of a run, with the data behind its finding and its sources.

    Parameters
    ----------
    table : all indicators of the run
    row : the indicator
    ensemble : ensemble of the same scenario, or None
    sources : titles of the sources of the indicator's figures, by id
    observed : its figures published after the base year
    asked : year of the finding, None for the last one that the scenario can still move
    """

    table: IndicatorTable
    row: IndicatorRow
    ensemble: Ensemble | None
    sources: Mapping[str, str]
    observed: tuple[Observation, ...] = ()
    asked: int | None = None

    @property
    def entry(self) -> Indicator:
        """Return the indicator's entry in the registry."""
        return self.row.entry

    @functools.cached_property
    def fan(self) -> Levels | None:
        """Return the quantiles p05 to p95 by year, for the years that have them.

        None without an ensemble, and where no draw differs from another: a band of no width is none.
        """
        if self.ensemble is None:
            return None
        fan = self.ensemble.summary.levels.get(self.ensemble.id_of(self.row.id))
        return None if fan is None or not (fan.figures[:, -1] > fan.figures[:, 0]).any() else fan

    @property
    def is_judged(self) -> bool:
        """Return whether the result is judged: figures that the scenario itself sets are not."""
        return self.row.kind in JUDGED

    @property
    def focus(self) -> int:
        """Return the year of the finding: the asked one, or the plan's last horizon within the run."""
        if self.asked is not None:
            return self.asked
        reached = [year for year in self.row.plan.horizons if year in self.row.years]
        return reached[-1] if reached else int(self.row.years[-1])

    @property
    def published(self) -> Observation | None:
        """Return the figure published for the year of the finding, where it is of the same kind."""
        same = [
            each
            for each in self.observed
            if each.year == self.focus and self.entry.measure in ANNUAL and not each.bound
        ]
        return same[-1] if same else None

    def central(self, year: int) -> float:
        """Return the figure of a year: the median of the draws, or that of the run alone; NaN without one."""
        found = self.interval(year)
        if found is not None:
            return found[1]
        figure = self.row.figure(year)
        return math.nan if figure is None or not self._covers(year) else float(figure[0])

    def _covers(self, year: int) -> bool:
        """Return whether the run has all years of a sum that ends with a year."""
        return self.entry.measure != "five_year_sum" or year - SUM_YEARS + 1 >= self.row.years[0]

    def course(self) -> Array:
        """Return the central figures of all years, (time,) [unit of the indicator]."""
        assert self.row.series is not None
        fan = self.fan
        if fan is None:
            return self.row.series[:, 0]
        return fan.over(self.row.years)[:, _MIDDLE]

    def chance(self, year: int) -> float | None:
        """Return the share of members that meet the target of a year, None where none is judged."""
        share = self.of_target(year, "met")
        return None if share is None or not self.is_judged else share

    def interval(self, year: int) -> tuple[float, float, float] | None:
        """Return p05, p50 and p95 of the figure compared with a target of the year, None without draws."""
        fan = self.fan
        if self.ensemble is None or fan is None or not self._covers(year):
            return None
        low, middle, high = (self.of_target(year, column) for column in INTERVAL)
        if low is not None and middle is not None and high is not None:
            return low, middle, high
        if self.entry.measure in ANNUAL:
            low, middle, high = fan.over(np.array([year]))[0, _ENDS].tolist()
            return None if math.isnan(middle) else (low, middle, high)
        return self._of_members(year)

    def _of_members(self, year: int) -> tuple[float, float, float] | None:
        """Return the quantiles of an average or a sum over years, from the members where they are kept."""
        ensemble = self.ensemble
        if ensemble is None or ensemble.about is None or not ensemble.manifest.get("keeps_members"):
            return None
        drawn = ensemble.sound_figures(self.row.id)
        figures = assessed(self.entry.measure, drawn.years, drawn.figures, year, self.row.plan.base_year)
        if not np.isfinite(figures).all():
            return None
        low, middle, high = np.quantile(figures, (0.05, 0.5, 0.95)).tolist()
        return low, middle, high

    def of_target(self, year: int, column: str) -> float | None:
        """Return a figure of the target of a year as the ensemble has it, None where it has none."""
        found = self._targets.get(year, {}).get(column, math.nan)
        return float(found) if np.isfinite(found) else None

    @property
    def _targets(self) -> Mapping[int, Mapping[str, float]]:
        """Return the ensemble's row of each target of the indicator, by year."""
        return {} if self.ensemble is None else self.ensemble.summary.rows.get(self.row.id, {})


def result_of(
    run: ScenarioRun, indicator: str, ensemble: AnyEnsemble = None, year: int | None = None
) -> IndicatorResult:
    """Return an indicator of a run with its ensemble.

    Parameters
    ----------
    year : of the finding; by default the last one that the scenario can still move

    Raises
    ------
    SimError: no such indicator, or one that is not modelled; a year that the model does not reach; an
        ensemble of another model or scenario, or one without the indicator; all faults together.
    """
    registry = run.workspace.registry
    with Faults(indicator_faults(indicator, registry)) as faults:
        faults += year_faults(year, run.workspace)
        indicator = registry.indicator_names.known(indicator)
        if not (ensemble is None or isinstance(ensemble, str)):
            faults += ensemble_faults(ensemble, run.scenario, run.model_hash, [indicator])
    shown = _shown(run, ensemble)
    table = indicators(run)
    named = (*registry.plan.of(indicator).source, *registry.indicators[indicator].source)
    sources = {name: registry.sources[name].title for name in named}
    observed = tuple(registry.observations.get(indicator, ()))
    return IndicatorResult(table, table.rows[indicator], shown, sources, observed, year)


def _shown(run: ScenarioRun, ensemble: AnyEnsemble) -> Ensemble | None:
    if ensemble is None:
        return None
    from sim.ensembles.drawn import ensemble_for  # it imports pandas

    return ensemble_for(run, ensemble)


def indicator_faults(name: str, registry: Registry) -> list[Fault]:
    """Return what is wrong with the name of an indicator to be drawn."""
    entry = registry.indicators.get(registry.indicator_names.known(name))
    if entry is None:
        return [no_indicator(name, registry.indicator_names)]
    if not entry.is_modelled:
        return [
            Fault(
                "no-data",
                f"“{entry.name.zh}”未建模，没有可画的数值。",
                f"{entry.name.en} is not modelled; there are no figures to draw.",
                Argument(f"indicator={name}"),
            )
        ]
    return []


def year_faults(year: int | None, workspace: Workspace) -> list[Fault]:
    """Return the fault of a year for which a run has no figures."""
    first, last = workspace.registry.base_year + 1, int(workspace.model.final_time)
    if year is None or first <= year <= last:
        return []
    zh = f"{year} 年超出 {first}–{last}。"
    en = f"the year {year} is outside {first} to {last}."
    return [Fault("outside-limits", zh, en, Argument(f"year={year}"))]


def ensemble_faults(ensemble: Ensemble, scenario: Scenario, model_hash: str, shown: list[str]) -> list[Fault]:
    """Return the faults of an ensemble that cannot be shown with a scenario."""
    manifest, place = ensemble.manifest, str(ensemble.folder or "ensemble")
    if manifest["model_hash"] != model_hash:
        return [_of_another("模型", "model", manifest["model_hash"][:12], model_hash[:12], place)]
    if manifest["scenario"] != scenario.name:
        return [_of_another("情景", "scenario", manifest["scenario"], scenario.name, place)]
    if manifest.get("constants", scenario.constants) != dict(scenario.constants):
        return [
            Fault(
                "stale",
                f"这个集合算的是同名情景 {scenario.name}，但设定不同；请用同样的情景和 `set` 重新运行"
                "这个集合。",
                f"this ensemble was run with other settings of the scenario {scenario.name}; "
                "run the ensemble again with the same scenario and `set`.",
                place,
            )
        ]
    missing = [name for name in shown if name not in manifest["indicators"]]
    return [_lacking(name, place) for name in missing]


def _of_another(zh: str, en: str, theirs: str, ours: str, place: str) -> Fault:
    return Fault(
        "stale",
        f"这个集合算的是另一个{zh}（{theirs}），当前是 {ours}；请重新运行这个集合。",
        f"this ensemble is of another {en} ({theirs}); the present one is {ours}. Run the ensemble again.",
        place,
    )


def _lacking(name: str, place: str) -> Fault:
    return Fault(
        "stale",
        f'这个集合里没有指标 "{name}"；请重新运行这个集合。',
        f'this ensemble lacks the indicator "{name}"; run the ensemble again.',
        place,
    )
