"""Gaps of a model: variables that cannot be computed because something they need is not supported."""

from __future__ import annotations

from collections.abc import Mapping

from sim.engine.language.expressions import Cell
from sim.errors import Fault

_SHOWN = 5


def owner_of(key: str) -> str:
    """Return the key of the scalar that a hidden stage belongs to; of any other scalar its own key."""
    return key.partition("#")[0]


def with_dependents(
    names: tuple[str, ...], owners: Mapping[str, str], cells: Mapping[str, Cell]
) -> tuple[str, ...]:
    """Return variables, followed by all that depend on them at any time.

    Parameters
    ----------
    owners : variable of each scalar
    cells : of the model, hidden stages included
    """
    users: dict[str, dict[str, None]] = {}
    for key, cell in cells.items():
        for needed in cell.needs_in_all:
            user = owners.get(owner_of(key), "")
            users.setdefault(owners.get(owner_of(needed), ""), {})[user] = None
    found = list(names)
    known = set(names)
    for name in found:  # grows while it is read
        new = [user for user in users.get(name, ()) if user not in known]
        known.update(new)
        found.extend(new)
    return tuple(found)


def note_on_dependents(names: tuple[str, ...], place: str) -> tuple[Fault, ...]:
    """Return a note on the variables that are omitted because others are."""
    if not names:
        return ()
    shown = [f'"{name}"' for name in names[:_SHOWN]] + ["…"] * (len(names) > _SHOWN)
    zh = f"因此还有 {len(names)} 个变量没有计算：{'、'.join(shown)}。"
    en = f"{len(names)} more variables depend on these and are omitted: {', '.join(shown)}."
    return (Fault("unsupported", zh, en, place),)
