"""Levers of a scenario file: names, fields and values, each checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.document import Document
from sim.errors import Fault, Faults, SimError
from sim.names import fold, split_element
from sim.registry.schema import shown, unknown_field
from sim.scenario.settable import FIELDS, LeverSlot
from sim.scenario.values import check_values, no_settable
from sim.scenario.workspace import Workspace


def read_levers(document: Document, workspace: Workspace, faults: Faults) -> dict[str, float]:
    """Return the constants that a file's levers set, by element key; ``faults`` takes those of the others.

    A lever's name without element sets all its elements; a named element takes precedence.
    """
    levers = document.data.get("levers")
    values: dict[str, float] = {}
    if not isinstance(levers, dict):
        return values
    found = _slots_of(document, [key for key in levers if isinstance(key, str)], workspace, faults)
    for key, slots in sorted(found.items(), key=lambda item: -len(item[1])):
        values |= _read_fields(document, key, slots, faults)
    return values


def _slots_of(
    document: Document, keys: Iterable[str], workspace: Workspace, faults: Faults
) -> dict[str, list[LeverSlot]]:
    """Return the scalar levers of each key; ``faults`` takes the keys of no lever, or of one given twice."""
    slots: dict[str, list[LeverSlot]] = {}
    first: dict[tuple[str, ...], str] = {}
    for key in keys:
        place = document.place("levers", key)
        found = faults.take(find_slots, key, workspace, place)
        if not found:
            continue
        other = first.setdefault(tuple(slot.name + slot.suffix for slot in found), key)
        if other == key:
            slots[key] = found
        else:
            line = document.line("levers", other)
            zh = f'"{key}" 与第 {line} 行的 "{other}" 是同一杠杆，请去掉其一。'
            en = f'"{key}" is the lever "{other}" of line {line}; leave out one of them.'
            faults.append(Fault("duplicate", zh, en, place))
    return slots


def _read_fields(
    document: Document, key: str, slots: Iterable[LeverSlot], faults: Faults
) -> dict[str, float]:
    """Return the constants that the fields of one lever set."""
    fields, values = document.data["levers"][key], dict[str, float]()
    if not isinstance(fields, dict) or not fields:
        faults.append(
            Fault(
                "wrong-type",
                f'"{key}" 为 {shown(fields)}，应写成 {{to: 数值}}，可用 from、to、start、end。',
                f'"{key}" is {shown(fields)}; write {{to: number}} with from, to, start or end.',
                document.place("levers", key),
            )
        )
        return values
    for name, value in fields.items():
        place = document.place("levers", key, name)
        if name in FIELDS:
            constants = [slot.constant(name) for slot in slots]
            found = faults.take(check_values, constants, value, place)
            values |= found or {}
        else:
            faults.append(unknown_field(f"{key}: {name}", FIELDS).at(place))
    return values


def find_slots(key: str, workspace: Workspace, place: str) -> list[LeverSlot]:
    """Return the scalar levers that a name denotes, in any spelling and either language.

    Raises
    ------
    SimError: the name denotes none, or may denote several.
    """
    key = workspace.lever_names.with_element(key, workspace.registry.element_names, place)
    name, element = split_element(key)
    elements = workspace.slots.get(fold(name))
    if elements is None:
        raise SimError(_no_lever(key, workspace, place))
    if not element:
        return list(elements.values())
    if fold(element) not in elements:
        raise SimError(no_element(name, element, [slot.suffix for slot in elements.values()]).at(place))
    return [elements[fold(element)]]


def no_element(name: str, element: str, known: list[str]) -> Fault:
    """Return the fault of an element that a subscripted name does not have."""
    listed = ", ".join(suffix.strip("[]") for suffix in known)
    if not listed:
        return Fault(
            "unknown-name",
            f'"{name}" 没有下标，不能写 {element}。',
            f'"{name}" has no subscript, so no {element}.',
        )
    return Fault(
        "unknown-name",
        f'"{name}" 没有下标 {element}。可用的有：{listed}。',
        f'"{name}" has no element {element}. There are: {listed}.',
    )


def _no_lever(key: str, workspace: Workspace, place: str) -> Fault:
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    known = {slot.name + slot.suffix: slot.constant("to") for slot in slots}
    known |= {slot.name: slot.constant("to") for slot in slots}
    return no_settable(split_element(key)[0], workspace.lever_names, known).at(place)


def order_faults(
    workspace: Workspace,
    constants: Mapping[str, float],
    touched: Iterable[str],
    document: Document | None,
    place: str = "",
) -> Iterator[Fault]:
    """Yield the levers that end before they start once all constants are set.

    Only levers of which ``touched`` sets a time are checked, so that a fault is reported once.
    """
    keys = {fold(key) for key in touched}
    values = {fold(key): value for key, value in {**workspace.model.constants, **constants}.items()}
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        ends = [fold(slot.constant(field).key) for field in ("start", "end")]
        start, end = (values[key] for key in ends)
        if start > end and keys.intersection(ends):
            where = document.place("levers", _key_in(document, slot, workspace)) if document else place
            label = slot.constant("to").label
            yield Fault(
                "wrong-order",
                f'"{label}" 的结束（{end:g}）早于开始（{start:g}）。',
                f'"{label}" ends ({end:g}) before it starts ({start:g}).',
                where,
            )


def _key_in(document: Document, slot: LeverSlot, workspace: Workspace) -> str:
    """Return how the file names the lever."""
    names = (fold(slot.name + slot.suffix), fold(slot.name))
    keys = [key for key in document.data["levers"] if isinstance(key, str)]
    return next((key for key in keys if fold(workspace.known_lever(key)) in names), slot.name)
