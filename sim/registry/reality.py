"""Reality checks and accounts as data: changes of the world and the responses they must cause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
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


@dataclass(frozen=True)
class RealityFile:
    """The reality checks and accounts of a home."""

    reality: Mapping[str, RealityEntry]
    accounts: Mapping[str, AccountEntry]
    document: Document
