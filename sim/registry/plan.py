"""Plan: its base year, its horizons, and its targets for each indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import source_faults, unknown
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual, Names, Record

PlanGroup = Literal["table1", "text", "vision", "none"]  # "none": the plan does not mention it
Attribute = Literal["binding", "expected"]
TargetKind = Literal["plan", "stand_in", "none"]
Comparison = Literal[">=", ">", "<="]
OFFICIAL: Mapping[Attribute, str] = {"binding": "约束性", "expected": "预期性"}
Years = Annotated[tuple[int, ...], Field(strict=False, min_length=1)]


class PlannedTarget(Record):
    """Targets of a plan for an indicator.

    Parameters
    ----------
    group : table of the plan, or part of its text, in which it stands
    number : row in the table
    attribute : whether the table calls it binding or expected
    values : by year, in the indicator's unit
    kind : of the figures: the plan's own, or stand-ins where the plan leaves them to others
    comparison : required comparison of a figure with the target
    decimals : decimals at which the target is printed and compared; the indicator's by default
    base : figure of the plan's base year as the plan states it, in the indicator's unit; None where it
        states none, or where the indicator's own base is of that year
    section, quote : its section of the plan, and the words there
    """

    group: PlanGroup
    number: int | None = None
    attribute: Attribute | None = None
    values: dict[int, float] = Field(default_factory=dict)
    kind: Literal["plan", "stand_in"] = "plan"
    comparison: Comparison = ">="
    decimals: int | None = Field(default=None, ge=0, le=6)
    base: float | None = None
    section: str | None = None
    quote: str | None = None
    source: Names = ()

    @property
    def stated(self) -> TargetKind:
        """Return the origin of the figures, "none" where there are none."""
        return self.kind if self.values else "none"

    def precision(self, indicator: Indicator) -> int:
        """Return the decimals at which figures of an indicator compare with the target."""
        return indicator.decimals if self.decimals is None else self.decimals


NOT_PLANNED = PlannedTarget(group="none")


class Plan(Record):
    """A plan for some years, with targets for its end and for years beyond.

    Parameters
    ----------
    is_example : whether its figures are placeholders to try with, and no plan of anybody
    period : first and last year
    base_year : year with which targets compare
    horizons : years that targets are set for, the first of them the end of the period
    groups : name of each group of targets
    targets : by indicator
    """

    title: Bilingual
    is_example: bool = False
    period: Annotated[tuple[int, int], Field(strict=False)]
    base_year: int
    horizons: Years
    groups: dict[PlanGroup, Bilingual]
    targets: dict[str, PlannedTarget]

    def of(self, indicator: str) -> PlannedTarget:
        """Return the plan's targets for an indicator, empty where it does not mention it."""
        return self.targets.get(indicator, NOT_PLANNED)

    def attribute(self, indicator: str) -> str | None:
        """Return the official word for a target's attribute, or for its group where it has none."""
        entry = self.of(indicator)
        if entry.attribute:
            return OFFICIAL[entry.attribute]
        return self.groups[entry.group].zh if entry.group != "none" else None

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield years in the wrong order, and groups without a name."""
        years = (self.base_year, *self.horizons)
        if sorted(set(years)) != list(years):
            listed = ", ".join(map(str, self.horizons))
            zh = f'"horizons" 为 {listed}，应递增，且都晚于 {self.base_year}。'
            en = f'"horizons" are {listed}; they must rise, all after {self.base_year}.'
            yield ("horizons",), Fault("wrong-order", zh, en)
        for key, entry in self.targets.items():
            if entry.group not in self.groups:
                yield (
                    ("targets", key, "group"),
                    unknown("目标组", "group of targets", entry.group, list(self.groups), ""),
                )
            yield from self._year_faults(key, entry)

    def _year_faults(self, key: str, entry: PlannedTarget) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        for year in entry.values:
            if year <= self.base_year:
                zh = f"目标年份 {year} 应晚于 {self.base_year}。"
                en = f"the target year {year} must be after {self.base_year}."
                yield ("targets", key, "values", year), Fault("outside-limits", zh, en)


def plan_faults(
    plan: Plan, document: Document, indicators: Mapping[str, Indicator], sources: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield targets of unknown indicators or sources, and those with more decimals than are printed."""
    part = document.part("targets")
    yield from source_faults(plan.targets, part, sources)
    for key, entry in plan.targets.items():
        if key not in indicators:
            yield unknown("指标", "indicator", key, indicators, part.place(key))
        else:
            yield from _precision_faults(key, entry, indicators[key], part)


def _precision_faults(
    key: str, entry: PlannedTarget, indicator: Indicator, part: Document
) -> Iterator[Fault]:
    decimals = entry.precision(indicator)
    for year, target in entry.values.items():
        if round(target, decimals) != target:
            yield Fault(
                "mismatch",
                f'目标 {target:g} 的小数位数多于 "decimals"（{decimals}）。',
                f'the target {target:g} has more decimals than "decimals" ({decimals}).',
                part.place(key, "values", year),
            )


def indicator_faults(
    indicators: Mapping[str, Indicator], document: Document, plan: Plan, sources: Mapping[str, object]
) -> Iterator[Fault]:
    """Yield unknown sources, and estimated bases for which the model has no figure of the base year."""
    yield from source_faults(indicators, document, sources)
    year = plan.base_year
    for key, entry in indicators.items():
        if entry.base is None or entry.base.estimate is None:
            continue
        if not entry.is_modelled or entry.measure == "growth" or entry.base.year != year:
            yield Fault(
                "conflict",
                f'估计的基数取模型的 {year} 年值，故只用于已建模、非增速的指标，"year" 为 {year}。',
                f"an estimated base is the model's own figure for {year}: only for an indicator that is "
                f'modelled and no growth, with "year" {year}.',
                document.place(key, "base", "estimate"),
            )
