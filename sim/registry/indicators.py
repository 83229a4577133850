"""Indicators: definition, measure and base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from sim.errors import Fault
from sim.registry.schema import Bilingual, Filled, Names, Record

Measure = Literal["stock", "flow", "ratio", "growth", "five_year_sum", "reduction", "peak_year", "none"]
Kind = Literal["causal", "accounting", "scenario_input", "set_by_scenario", "not_modelled"]
NEEDS_DENOMINATOR = ("ratio", "reduction")
GIVEN: tuple[Kind, ...] = ("scenario_input", "set_by_scenario")  # by the scenario, not by the model


class Estimate(Record):
    """The range of a base that is not published; the base itself is then the model's own figure.

    ``low`` and ``high`` are in the unit of the indicator. The base of a reduction is 0 by
    definition: there they are in the unit of the level that is reduced, which ``level`` names.
    """

    low: float
    high: float
    grade: Literal["B", "C", "D"]
    reason: Bilingual
    level: Bilingual | None = None
    source: Names = ()


class Base(Record):
    """The observed figure of the base year [unit of the indicator], or the range of an estimate."""

    year: int
    value: float | None = None
    estimate: Estimate | None = None


class Indicator(Record):
    """An indicator: its definition, its formula in the model, and its base.

    Values and base are in ``unit``; ``scale`` turns the model's figure into it; ``decimals`` is the
    precision at which it is printed. Its targets are in `sim.registry.plan`.
    """

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
    reason: Bilingual | None = None
    source: Names = ()

    @property
    def is_modelled(self) -> bool:
        """Return whether the model gives the indicator a value."""
        return self.kind != "not_modelled"

    @property
    def levels(self) -> tuple[str, ...]:
        """Return the variables whose year-end values are needed."""
        return (self.variable,) if self.variable and self.measure == "stock" else ()

    @property
    def flows(self) -> tuple[str, ...]:
        """Return the variables whose integrals over each year are needed."""
        if self.measure == "stock":
            return ()
        return tuple(name for name in (self.variable, self.per) if name)

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the faults between the fields."""
        yield from self._measure_faults()
        yield from self._reason_faults()
        yield from self._base_faults()

    def _reason_faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        needs, may = self.kind in GIVEN, self.kind in (*GIVEN, "not_modelled")
        if self.reason is None and needs:
            yield (
                ("reason",),
                Fault(
                    "missing",
                    f'缺少 "reason"：{self.kind} 的指标要写明为什么不由模型推演（zh 和 en）。',
                    f'"reason" is missing: say in zh and en why an indicator that is {self.kind} '
                    "does not follow from the model.",
                ),
            )
        if self.reason is not None and not may:
            yield (
                ("reason",),
                Fault(
                    "conflict",
                    '"reason" 只用于 scenario_input、set_by_scenario 和 not_modelled。',
                    '"reason" belongs to scenario_input, set_by_scenario and not_modelled only.',
                ),
            )

    def _base_faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        if self.base is None:
            return
        estimate = self.base.estimate
        if (self.base.value is None) == (estimate is None):
            yield (
                ("base",),
                Fault(
                    "conflict",
                    '"value"（公布的数）与 "estimate"（估计的范围）应给且只给一个。',
                    'give either "value", as published, or "estimate", a range, and not both.',
                ),
            )
        elif estimate is not None:
            yield from self._estimate_faults(estimate)

    def _estimate_faults(self, estimate: Estimate) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        place = ("base", "estimate")
        if estimate.low >= estimate.high:
            yield (
                (*place, "high"),
                Fault(
                    "wrong-order",
                    f'"high" 为 {estimate.high:g}，应大于 "low"（{estimate.low:g}）。',
                    f'"high" is {estimate.high:g}; it must be above "low" ({estimate.low:g}).',
                ),
            )
        if (estimate.level is not None) != (self.measure == "reduction"):
            yield (
                (*place, "level"),
                Fault(
                    "conflict",
                    '"level" 说明 "low" 和 "high" 指哪个水平、什么单位；只用于 reduction，且必须给出。',
                    '"level" names the level and the unit of "low" and "high"; '
                    "it belongs to reduction only, where it is required.",
                ),
            )

    def _measure_faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        given = self.measure != "none", self.variable is not None
        if given != (self.is_modelled, self.is_modelled):
            yield (
                ("measure",),
                Fault(
                    "conflict",
                    '"measure" 与 "variable" 必须同时给出；未建模（not_modelled）的指标两者都不给。',
                    '"measure" and "variable" go together; one that is not_modelled has neither.',
                ),
            )
        if (self.measure in NEEDS_DENOMINATOR) != (self.per is not None):
            yield (
                ("per",),
                Fault(
                    "conflict",
                    '"per" 只用于 ratio 和 reduction，且必须给出。',
                    '"per" belongs to ratio and reduction only.',
                ),
            )
