"""The indicators: how each is measured, and what the plan asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from sim.registry.schema import Bilingual, Filled, Names, Record

Measure = Literal["stock", "flow", "ratio", "growth", "five_year_sum", "reduction", "peak_year", "none"]
Kind = Literal["causal", "accounting", "scenario_input", "set_by_scenario", "not_modelled"]
Comparison = Literal[">=", ">", "<="]
NEEDS_DENOMINATOR = ("ratio", "reduction")
BASE_YEAR = 2020
HORIZONS = (2025, 2035)


class Base(Record):
    """What was observed in the base year, in the unit of the indicator."""

    year: int
    value: float


class Indicator(Record):
    """An indicator of the plan or of the model.

    Values, base and targets are in ``unit``; ``scale`` turns the model's figure into it;
    ``decimals`` is the precision at which the plan prints the figure.
    """

    table1: int | None = None
    name: Bilingual
    unit: Bilingual
    measure: Measure
    variable: Filled | None = None
    per: Filled | None = None
    scale: float = 1.0
    price_basis: Literal["constant", "current", "none"]
    kind: Kind
    decimals: int = Field(default=0, ge=0, le=6)
    base: Base | None = None
    targets: dict[int, float] = Field(default_factory=dict)
    target_kind: Literal["plan", "stand_in", "none"] = "none"
    comparison: Comparison = ">="
    attribute: str | None = None
    section: str | None = None
    quote: str | None = None
    source: Names = ()
    headline: bool = False

    @property
    def is_modelled(self) -> bool:
        """Return whether the model gives the indicator a value."""
        return self.kind != "not_modelled"

    @property
    def levels(self) -> tuple[str, ...]:
        """Return the variables of which the year-end value is needed."""
        return (self.variable,) if self.variable and self.measure == "stock" else ()

    @property
    def flows(self) -> tuple[str, ...]:
        """Return the variables of which the integral over each year is needed."""
        if self.measure == "stock":
            return ()
        return tuple(name for name in (self.variable, self.per) if name)

    def faults(self) -> Iterator[tuple[tuple[Any, ...], str, str]]:
        """Yield what is wrong between the fields."""
        yield from self._measure_faults()
        yield from self._target_faults()

    def _target_faults(self) -> Iterator[tuple[tuple[Any, ...], str, str]]:
        for year, target in self.targets.items():
            if year <= BASE_YEAR:
                yield (
                    ("targets", year),
                    f"目标年份 {year} 应晚于 {BASE_YEAR}。",
                    f"the target year {year} must be after {BASE_YEAR}.",
                )
            if round(target, self.decimals) != target:
                yield (
                    ("targets", year),
                    f'目标 {target:g} 的小数位数多于 "decimals"（{self.decimals}）。',
                    f'the target {target:g} has more decimals than "decimals" ({self.decimals}).',
                )
        if self.targets and self.target_kind == "none":
            yield (
                ("target_kind",),
                '有 "targets" 时 "target_kind" 应为 plan 或 stand_in。',
                'with "targets", "target_kind" must be plan or stand_in.',
            )

    def _measure_faults(self) -> Iterator[tuple[tuple[Any, ...], str, str]]:
        given = self.measure != "none", self.variable is not None
        if given != (self.is_modelled, self.is_modelled):
            yield (
                ("measure",),
                '"measure" 与 "variable" 必须同时给出；未建模（not_modelled）的指标两者都不给。',
                '"measure" and "variable" go together; one that is not_modelled has neither.',
            )
        if (self.measure in NEEDS_DENOMINATOR) != (self.per is not None):
            yield (
                ("per",),
                '"per" 只用于 ratio 和 reduction，且必须给出。',
                '"per" belongs to ratio and reduction, and only to them.',
            )
