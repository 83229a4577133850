"""Levers as parts of a link: numbers of fields, and values by year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from sim.errors import Fault, Faults, SimError, fail
from sim.names import fold
from sim.registry.schema import shown
from sim.scenario.changes import number_or_text
from sim.scenario.levers import find_slots
from sim.scenario.paths import LeverPath, read_path
from sim.scenario.settable import Settable, lever_fields
from sim.scenario.values import check_value
from sim.scenario.workspace import Workspace
from sim.ui.view import lever_name

Given = TypeVar("Given")
SEPARATOR = ":"
PLACE = "链接 / link"


def lever_parts(levers: Mapping[str, float], paths: Mapping[str, LeverPath]) -> list[tuple[str, str]]:
    """Return the parts of a link that say what of levers is changed."""
    moved = [
        ("set", f"{joined(name)}{SEPARATOR}{str(value).removesuffix('.0')}") for name, value in levers.items()
    ]
    return moved + [("path", f"{joined(name)}{SEPARATOR}{path}") for name, path in paths.items()]


def read_parts(
    read: Callable[[str, Workspace], dict[str, Given]],
    texts: Iterable[str],
    workspace: Workspace,
    faults: Faults,
) -> dict[str, Given]:
    """Return what several parts give levers; ``faults`` takes those that are none, or cannot be.

    Parameters
    ----------
    read : `read_number` or `read_years`
    """
    found: dict[str, Given] = {}
    for text in texts:
        one: dict[str, Given] | None = faults.take(read, text, workspace)
        found |= one or {}
    return found


def joined(name: str) -> str:
    """Return a name without blanks, which an address would write as ``%20``."""
    return name.replace(" ", "_")


def ignored(fault: Fault) -> Fault:
    """Return a fault of a link, with what is done about it."""
    return Fault(fault.code, f"{fault.zh}已忽略。", f"{fault.en} Ignored.", PLACE)


def read_number(text: str, workspace: Workspace) -> dict[str, float]:
    """Return what ``lever:number`` sets: the end value of a lever or its elements, or another field of one.

    Raises
    ------
    SimError: it sets nothing.
    """
    name, sign, given = text.rpartition(SEPARATOR)
    if not sign:
        raise fail(
            "syntax",
            f'"set" 为 {shown(text)}，应写成 "杠杆:数值"；已忽略。',
            f'"set" is {shown(text)}; it must be "lever:number". Ignored.',
            PLACE,
        )
    try:
        value = number_or_text(given)
        return {each.label: check_value(each, value, PLACE) for each in _settables(name, workspace)}
    except SimError as error:
        raise SimError(ignored(error.faults[0])) from None


def _settables(name: str, workspace: Workspace) -> list[Settable]:
    """Return what a name sets: the end value of a lever or of all its elements, or another field of one.

    Raises
    ------
    SimError: there is no such lever.
    """
    fields = lever_fields(workspace.slots)
    plain = name.replace("_", " ")
    if fold(plain) in fields:
        slot, field = fields[fold(plain)]
        return [slot.constant(field)]
    return [slot.constant("to") for slot in find_slots(plain, workspace, PLACE)]


def read_years(text: str, workspace: Workspace) -> dict[str, LeverPath]:
    """Return what ``lever:year:number,…`` gives a lever or its elements by year.

    Raises
    ------
    SimError: it gives nothing.
    """
    name, sign, given = text.partition(SEPARATOR)
    if not sign:
        raise fail(
            "syntax",
            f'"path" 为 {shown(text)}，应写成 "杠杆:2021:72,2022:80"；已忽略。',
            f'"path" is {shown(text)}; it must be "lever:2021:72,2022:80". Ignored.',
            PLACE,
        )
    try:
        slots = find_slots(name.replace("_", " "), workspace, PLACE)
        return {lever_name(slot): read_path(slot, given, PLACE) for slot in slots}
    except SimError as error:
        raise SimError(ignored(error.faults[0])) from None
