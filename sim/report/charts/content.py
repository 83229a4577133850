"""An indicator of a scenario with all that a chart shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.arrays import Array
from sim.errors import Fault, SimError
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable, indicators
from sim.outcomes.marks import TargetMark, target_marks, vision_path
from sim.outcomes.measures import Years
from sim.registry.indicators import BASE_YEAR, HORIZONS, Indicator
from sim.registry.load import unknown
from sim.registry.observations import Observation
from sim.run.single import ScenarioRun
from sim.scenario.load import Scenario

if TYPE_CHECKING:  # it brings SciPy, which a single run does not need
    from sim.ensembles.ensemble import Ensemble

INTERVAL = ("p05", "p50", "p95")
ANNUAL = ("stock", "flow", "ratio", "reduction")  # measures whose assessed figure is that of the year


@dataclass(frozen=True)
class Exhibit:
    """What a chart is drawn from.

    Parameters
    ----------
    table : all indicators of the run
    row : the one shown
    ensemble : of the same scenario, or None
    sources : titles by id of what the indicator's figures come from
    observed : what was published of it after the base year
    """

    table: IndicatorTable
    row: IndicatorRow
    ensemble: Ensemble | None
    sources: Mapping[str, str]
    observed: tuple[Observation, ...] = ()

    @property
    def entry(self) -> Indicator:
        """Return what the registry says of the indicator."""
        return self.row.entry

    @property
    def line(self) -> tuple[Years, Array]:
        """Return years and annual figures of the scenario, those that exist: (time,), (time,)."""
        assert self.row.series is not None
        figures = self.row.series[:, 0]
        exists = np.isfinite(figures)
        return self.row.years[exists], figures[exists]

    @property
    def fan(self) -> pd.DataFrame | None:
        """Return the quantiles by year, p05 to p95, the years in which they exist."""
        return None if self.ensemble is None else self.ensemble.fan(self.row.id).dropna()

    @property
    def is_judged(self) -> bool:
        """Return whether the result counts: what the scenario itself sets does not."""
        return self.row.kind in JUDGED

    @property
    def focus(self) -> int:
        """Return the year that the finding speaks of."""
        return self.row.target_years[0] if self.entry.targets else HORIZONS[0]

    @property
    def marks(self) -> tuple[TargetMark, ...]:
        """Return the targets as drawn, those that the run reaches."""
        return target_marks(self.entry, BASE_YEAR, int(self.row.years[-1]))

    @property
    def vision(self) -> tuple[Years, Array] | None:
        """Return the path of even growth from the base to the vision: (time,), (time,)."""
        base, last = self.row.base, HORIZONS[-1]
        if base is None or last not in self.row.years:
            return None
        years = np.arange(base.year, last + 1, dtype=np.int64)
        path = vision_path(self.entry, years, last)
        return None if path is None else (years, path)

    def chance(self, year: int) -> float | None:
        """Return the share of members that meet the target of a year, None where none is judged."""
        share = self._assessed(year, "met")
        return None if share is None or not self.is_judged else share

    def interval(self, year: int) -> tuple[float, float, float] | None:
        """Return p05, p50 and p95 of the figure of a year: what is assessed, where there is a target."""
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


def exhibit_of(run: ScenarioRun, indicator: str, ensemble: Ensemble | None = None) -> Exhibit:
    """Return an indicator of a run with its ensemble.

    Raises
    ------
    SimError: no such indicator, or one that is not modelled; an ensemble of another model or
        scenario, or one without the indicator; all faults together.
    """
    entries = run.workspace.registry.indicators
    faults = [
        *indicator_faults(indicator, entries, f"indicator {indicator}"),
        *(ensemble_faults(ensemble, run.scenario, run.model_hash, [indicator]) if ensemble else []),
    ]
    if faults:
        raise SimError(faults)
    table = indicators(run)
    known = run.workspace.registry.sources
    sources = {name: known[name].title for name in entries[indicator].source}
    observed = tuple(run.workspace.registry.observations.get(indicator, ()))
    return Exhibit(table, table.rows[indicator], ensemble, sources, observed)


def indicator_faults(name: str, entries: Mapping[str, Indicator], place: str) -> list[Fault]:
    """Return what is wrong with the name of an indicator to be drawn."""
    entry = entries.get(name)
    if not name:
        example = next(iter(entries), "")
        return [
            Fault(
                "missing",
                f"请给出指标的 id，如 {example}；teda run --format csv 的第一列是全部 id。",
                f"name an indicator by its id, {example} say; the first column of "
                "teda run --format csv has them all.",
                place,
            )
        ]
    if entry is None:
        return [unknown("指标", "indicator", name, entries, place)]
    if not entry.is_modelled:
        return [
            Fault(
                "no-data",
                f"“{entry.name.zh}”未建模，没有可画的数值。",
                f"{entry.name.en} is not modelled; there are no figures to draw.",
                place,
            )
        ]
    return []


def ensemble_faults(ensemble: Ensemble, scenario: Scenario, model_hash: str, shown: list[str]) -> list[Fault]:
    """Return why an ensemble cannot be shown beside a scenario."""
    manifest, place = ensemble.manifest, str(ensemble.folder)
    if manifest["model_hash"] != model_hash:
        return [_of_another("模型", "model", manifest["model_hash"][:12], model_hash[:12], place)]
    if manifest["scenario"] != scenario.name:
        return [_of_another("情景", "scenario", manifest["scenario"], scenario.name, place)]
    if manifest.get("constants", scenario.constants) != dict(scenario.constants):
        return [
            Fault(
                "stale",
                f"这个集合算的是同名情景 {scenario.name}，但设定不同；请用同样的情景和 --set 重新运行 "
                "teda ensemble。",
                f"this ensemble was run with other settings of the scenario {scenario.name}; "
                "run teda ensemble again with the same scenario and --set.",
                place,
            )
        ]
    missing = [name for name in shown if name not in manifest["indicators"]]
    return [_lacking(name, place) for name in missing]


def _of_another(zh: str, en: str, theirs: str, ours: str, place: str) -> Fault:
    return Fault(
        "stale",
        f"这个集合算的是另一个{zh}（{theirs}），当前是 {ours}；请重新运行 teda ensemble。",
        f"this ensemble is of another {en} ({theirs}); the present one is {ours}. Run teda ensemble again.",
        place,
    )


def _lacking(name: str, place: str) -> Fault:
    return Fault(
        "stale",
        f'这个集合里没有指标 "{name}"；请重新运行 teda ensemble。',
        f'this ensemble lacks the indicator "{name}"; run teda ensemble again.',
        place,
    )
