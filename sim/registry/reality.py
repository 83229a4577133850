"""Reality checks and accounts as data: changes of the world and the responses they must cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import unknown
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual, Filled, Names, Record, shown

TIMES = re.compile(r"x\s*(\d+(?:\.\d+)?)")  # "x2": twice what the scenario has
Expected = Annotated[Names, Field(min_length=1)]


class RealityEntry(Record):
    """A change of the world and its expected effects.

    Parameters
    ----------
    sector : group of the model that it is about
    scenario : that is changed, the reference scenario where none is named
    set : constants and levers by name, each a number or "x2" for twice what the scenario has
    expect : comparisons of variables; see `sim.registry.predicate`
    """

    name: Bilingual
    sector: Filled
    scenario: Filled | None = None
    set: dict[str, Any] = Field(default_factory=dict)
    expect: Expected

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield settings that are neither a number nor a multiple."""
        for key, value in self.set.items():
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not is_number and not (isinstance(value, str) and TIMES.fullmatch(value)):
                given = shown(value)
                yield (
                    ("set", key),
                    Fault(
                        "not-a-number",
                        f'"{key}" 为 {given}，应是数字，或 "x2" 这样的倍数。',
                        f'"{key}" is {given}; it must be a number, or a multiple such as "x2".',
                    ),
                )


class AccountEntry(Record):
    """An account that must close in every scenario checked."""

    name: Bilingual
    expect: Expected


class GrowthEntry(Record):
    """A growth that must not rest on a single assumption.

    Parameters
    ----------
    indicator : in percent
    scenarios : in which it is judged
    most : largest change by one constant of grade D, from its 5% to its 95% point [points]
    """

    name: Bilingual
    indicator: Filled
    scenarios: Expected
    most: Annotated[float, Field(gt=0)]


def growth_faults(
    parts: Mapping[str, Mapping[str, Record]], document: Document, indicators: Mapping[str, Indicator]
) -> Iterator[Fault]:
    """Yield growth figures that are no modelled indicator."""
    modelled = [key for key, one in indicators.items() if one.is_modelled]
    for key, entry in parts["growth"].items():
        assert isinstance(entry, GrowthEntry)
        if entry.indicator not in modelled:
            place = document.place("growth", key, "indicator")
            yield unknown("建模的指标", "modelled indicator", entry.indicator, modelled, place)


@dataclass(frozen=True)
class RealityFile:
    """The reality checks, the accounts and the growth figures of a home."""

    reality: Mapping[str, RealityEntry]
    accounts: Mapping[str, AccountEntry]
    growth: Mapping[str, GrowthEntry]
    document: Document
