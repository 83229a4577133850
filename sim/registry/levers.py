"""Levers: the quantities that a scenario may change, their limits and their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from sim.errors import Fault
from sim.registry.schema import Bilingual, Filled, Names, Record

Group = Literal["people", "investment", "innovation", "energy", "land_transport", "outside"]
Grade = Literal["A", "B", "C", "D"]
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")


class History(Record):
    """The range in which a lever moved in the past [unit of the model's variable]."""

    low: float
    high: float
    period: Filled
    source: Names


class Lever(Record):
    """A lever; ``min``, ``max`` and ``plan`` are in the unit of the model's variable.

    ``plan`` is given only where the plan, or a scheme that the zone published under it, states a value, which
    ``plan_quote`` quotes; ``history``
    only where past values were published.
    """

    name: Bilingual
    group: Group
    minimum: float = Field(alias="min")
    maximum: float = Field(alias="max")
    plan: float | None = None
    plan_quote: Filled | None = None
    about: Bilingual
    history: History | None = None
    grade: Grade
    source: Names = ()

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the faults between the fields."""
        if self.minimum >= self.maximum:
            yield (
                ("max",),
                Fault(
                    "wrong-order",
                    f'"max" 为 {self.maximum:g}，应大于 "min"（{self.minimum:g}）。',
                    f'"max" is {self.maximum:g}; it must be above "min" ({self.minimum:g}).',
                ),
            )
        elif self.plan is not None and not self.minimum <= self.plan <= self.maximum:
            yield (
                ("plan",),
                Fault(
                    "outside-limits",
                    f'"plan" 为 {self.plan:g}，超出 {self.minimum:g}–{self.maximum:g}。',
                    f'"plan" is {self.plan:g}, outside {self.minimum:g} to {self.maximum:g}.',
                ),
            )
        if self.history and self.history.low >= self.history.high:
            yield (
                ("history", "high"),
                Fault(
                    "wrong-order",
                    f'"high" 为 {self.history.high:g}，应大于 "low"（{self.history.low:g}）。',
                    f'"high" is {self.history.high:g}; it must be above "low" ({self.history.low:g}).',
                ),
            )
        if (self.plan is None) != (self.plan_quote is None):
            yield (
                ("plan",),
                Fault(
                    "missing",
                    '"plan" 与 "plan_quote" 必须同时给出。',
                    '"plan" and "plan_quote" must be given together.',
                ),
            )
