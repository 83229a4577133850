"""What the model must do when the world is changed, and the accounts that must close, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from sim.document import Document, read_yaml
from sim.errors import Fault, SimError
from sim.registry.home import Home
from sim.registry.schema import Bilingual, Filled, Names, Record, check_entries, shown, unknown_field

FILE = "checks.yaml"
DEFAULT_SCENARIO = "trend"
TIMES = re.compile(r"x\s*(\d+(?:\.\d+)?)")  # "x2": twice what the scenario has
Expected = Annotated[Names, Field(min_length=1)]


class RealityEntry(Record):
    """A change of the world and what follows from it.

    Parameters
    ----------
    sector : group of the model that it is about
    set : constants and levers by name, each a number or "x2" for twice what the scenario has
    expect : comparisons of variables; see `sim.registry.predicate`
    """

    name: Bilingual
    sector: Filled
    scenario: Filled = DEFAULT_SCENARIO
    set: dict[str, Any] = Field(default_factory=dict)
    expect: Expected

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield what is set to neither a number nor a multiple."""
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
    """An account that must close in every scenario that is looked at."""

    name: Bilingual
    expect: Expected


@dataclass(frozen=True)
class RealityFile:
    """The file, and how it reads; a home may have none."""

    checks: Mapping[str, RealityEntry] = field(default_factory=dict)
    accounts: Mapping[str, AccountEntry] = field(default_factory=dict)
    document: Document | None = None

    def place(self, *keys: Any) -> str:
        """Return file and line of an entry."""
        return self.document.place(*keys) if self.document else FILE


_PARTS: Mapping[str, type[Record]] = {"reality": RealityEntry, "accounts": AccountEntry}


def load_reality(home: Home) -> RealityFile:
    """Return the checks of a home.

    Raises
    ------
    SimError: a file that cannot be read, or that has other fields.
    """
    path = home.model / FILE
    if not path.exists():
        return RealityFile()
    document = read_yaml(path)
    faults = [
        unknown_field(str(key), list(_PARTS)).at(document.place(key))
        for key in document.data
        if key not in _PARTS
    ]
    entries: dict[str, dict[str, Any]] = {part: {} for part in _PARTS}
    for part, schema in _PARTS.items():
        if not isinstance(document.data.get(part, {}), dict):
            zh, en = f'"{part}" 应是“名称: 值”的形式。', f'"{part}" must be "name: value" pairs.'
            faults.append(Fault("wrong-type", zh, en, document.place(part)))
        elif part in document.data:
            entries[part], wrong = check_entries(document.part(part), schema)
            faults += wrong
    if faults:
        raise SimError(faults)
    return RealityFile(entries["reality"], entries["accounts"], document)
