"""Result of an indicator in a scenario and its ensemble: probability and interval of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.errors import Argument, Fault, Faults
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable, indicators
from sim.registry.agreement import no_indicator
from sim.registry.indicators import Indicator
from sim.registry.load import Registry
from sim.registry.observations import Observation
from sim.run.single import ScenarioRun
from sim.scenario.load import Scenario

if TYPE_CHECKING:  # it imports pandas, which a single run does not need
    from sim.ensembles.drawn import AnyEnsemble
    from sim.ensembles.result import Ensemble

INTERVAL = ("p05", "p50", "p95")
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
    """

    table: IndicatorTable
    row: IndicatorRow
    ensemble: Ensemble | None
    sources: Mapping[str, str]
    observed: tuple[Observation, ...] = ()

    @property
    def entry(self) -> Indicator:
        """Return the indicator's entry in the registry."""
        return self.row.entry

    @property
    def fan(self) -> pd.DataFrame | None:
        """Return the quantiles p05 to p95 by year, for the years that have them."""
        return None if self.ensemble is None else self.ensemble.fan(self.row.id).dropna()

    @property
    def is_judged(self) -> bool:
        """Return whether the result is judged: figures that the scenario itself sets are not."""
        return self.row.kind in JUDGED

    @property
    def focus(self) -> int:
        """Return the year of the finding."""
        return self.row.target_years[0] if self.row.planned.values else self.row.plan.horizons[0]

    def chance(self, year: int) -> float | None:
        """Return the share of members that meet the target of a year, None where none is judged."""
        share = self._assessed(year, "met")
        return None if share is None or not self.is_judged else share

    def interval(self, year: int) -> tuple[float, float, float] | None:
        """Return p05, p50 and p95 of the figure of a year: of the assessed figure where there is a target."""
        low, middle, high = (self._assessed(year, column) for column in INTERVAL)
        if low is not None and middle is not None and high is not None:
            return low, middle, high
        fan = self.fan
        if fan is None or year not in fan.index or self.entry.measure not in ANNUAL:
            return None
        low, middle, high = fan.loc[[year], list(INTERVAL)].to_numpy(dtype=np.float64)[0].tolist()
        return low, middle, high

    def _assessed(self, year: int, column: str) -> float | None:
        if self.ensemble is None:
            return None
        rows = self.ensemble.targets
        found = rows.loc[(rows["indicator"] == self.row.id) & (rows["year"] == year), column]
        return float(found.iloc[0]) if len(found) and np.isfinite(found.iloc[0]) else None


def result_of(run: ScenarioRun, indicator: str, ensemble: AnyEnsemble = None) -> IndicatorResult:
    """Return an indicator of a run with its ensemble.

    Raises
    ------
    SimError: no such indicator, or one that is not modelled; an ensemble of another model or
        scenario, or one without the indicator; all faults together.
    """
    registry = run.workspace.registry
    with Faults(indicator_faults(indicator, registry)) as faults:
        indicator = registry.indicator_names.known(indicator)
        if not (ensemble is None or isinstance(ensemble, str)):
            faults += ensemble_faults(ensemble, run.scenario, run.model_hash, [indicator])
    shown = _shown(run, ensemble)
    table = indicators(run)
    named = (*registry.plan.of(indicator).source, *registry.indicators[indicator].source)
    sources = {name: registry.sources[name].title for name in named}
    observed = tuple(registry.observations.get(indicator, ()))
    return IndicatorResult(table, table.rows[indicator], shown, sources, observed)


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
