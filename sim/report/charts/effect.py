"""What a scenario changes most beside the one that it extends, among the headline indicators."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.outcomes.indicators import JUDGED, IndicatorRow, indicators
from sim.report.charts.finding import LEVELS, blank
from sim.report.words.numbers import print_share
from sim.report.words.print_units import print_unit
from sim.report.words.punctuation import joined
from sim.run.single import ScenarioRun, simulate
from sim.scenario.load import Scenario, read_scenario
from sim.scenario.workspace import Workspace
from sim.units import Language

LEAST = 0.0005  # relative difference below which nothing is said
_LAST = 0.0005  # relative difference in the last year that counts as one


@dataclass(frozen=True)
class Effect:
    """A headline indicator of a scenario beside another scenario, in its own unit.

    Parameters
    ----------
    parent : title of the other scenario, by language
    year : of the largest relative difference
    own, other : figures of that year
    last : last horizon of the plan, with the figures then
    """

    indicator: str
    parent: dict[Language, str]
    year: int
    own: float
    other: float
    last: int
    own_then: float
    other_then: float

    @property
    def share(self) -> float:
        """Return the difference relative to the other scenario."""
        return self.own / self.other - 1


def largest_effect(run: ScenarioRun, against: ScenarioRun | None = None) -> Effect | None:
    """Return the largest relative difference of a headline indicator from the scenario that is extended.

    A scenario with settings is held against itself without them. Both are run at the model's own values, so
    that a difference is policy alone. None where there is nothing to hold it against, or no difference.

    Parameters
    ----------
    against : what it is held against instead
    """
    scenario = parent_of(run) if against is None else against.scenario
    if scenario is None:
        return None
    beside = indicators(simulate(scenario, run.workspace) if against is None else against)
    title: dict[Language, str] = {"zh": scenario.title.zh, "en": scenario.title.en}
    own = indicators(run)
    found = [
        effect
        for key in run.workspace.registry.zone.headline
        if (effect := _effect(own.rows[key], beside.rows[key], title)) is not None
    ]
    return max(found, key=lambda effect: abs(effect.share), default=None)


def parent_of(run: ScenarioRun) -> Scenario | None:
    """Return the scenario that is extended, or one with settings without them; None where there is none."""
    files = run.scenario.files
    parent = files[:1] if run.scenario.settings else files[1:2]
    return read_scenario(parent[0], run.workspace) if parent and Path(parent[0]).is_file() else None


def _effect(own: IndicatorRow, beside: IndicatorRow, title: dict[Language, str]) -> Effect | None:
    if own.series is None or beside.series is None or own.kind not in JUDGED:
        return None
    kept = own.years <= own.plan.horizons[-1]
    if own.entry.measure not in LEVELS or not kept.any():
        return None
    figures, others, years = own.series[kept, 0], beside.series[kept, 0], own.years[kept]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.abs(figures / others - 1)
    shares[~np.isfinite(shares) | (others <= 0)] = 0.0
    place = int(np.argmax(shares))
    if shares[place] < LEAST:
        return None
    return Effect(
        own.id, title, int(years[place]), float(figures[place]), float(others[place]),
        int(years[-1]), float(figures[-1]), float(others[-1]),
    )  # fmt: skip


def effect_sentence(effect: Effect, workspace: Workspace, language: Language) -> str:
    """Return the sentence on the largest effect, and on what is left of it in the last year."""
    entry = workspace.registry.indicators[effect.indicator]
    unit = print_unit(entry, language)

    def difference(own: float, other: float, *, is_full: bool) -> str:
        gap, share = unit.number(abs(own - other)), print_share(abs(own / other - 1), 1)
        side = {"zh": "高" if own > other else "低", "en": "higher" if own > other else "lower"}[language]
        if entry.unit.zh == "%":
            points = f"{gap} 个百分点" if language == "zh" else f"{gap} percentage points"
            return f"{side} {points}" if language == "zh" else f"{points} {side}"
        amount = unit.amount(gap)
        if not is_full or float(gap.replace(",", "")) == 0:
            return f"{side} {share}" if language == "zh" else f"{share} {side}"
        return f"{side} {share}（{amount}）" if language == "zh" else f"{share} ({amount}) {side}"

    first = difference(effect.own, effect.other, is_full=True)
    then = ""
    if effect.last != effect.year:
        is_left = abs(effect.own_then / effect.other_then - 1) >= _LAST
        rest = difference(effect.own_then, effect.other_then, is_full=False) if is_left else ""
        if language == "zh":
            then = f"{effect.last} 年{rest}" if rest else f"到 {effect.last} 年基本持平"
        else:
            then = f"{rest} in {effect.last}" if rest else f"about level by {effect.last}"
    name = entry.name.text(language)
    if language == "zh":
        head = f"与“{effect.parent['zh']}”情景相比，{name}{blank(name)}{effect.year} 年{first}"
        return joined((head, then), language)
    return joined(
        (f"Beside the scenario {effect.parent['en']}: {name} {first} in {effect.year}", then), language
    )
