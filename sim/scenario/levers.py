"""Levers of a scenario file: names, fields and values, each checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.document import Document
from sim.errors import Fault, Faults, SimError, nearest
from sim.names import fold, split_element
from sim.registry.schema import shown, unknown_field
from sim.scenario.settable import FIELDS, LeverSlot
from sim.scenario.values import check_values, limits_text
from sim.scenario.workspace import Workspace


def read_levers(document: Document, workspace: Workspace, faults: Faults) -> dict[str, float]:
    """Return the constants that a file's levers set, by element key; ``faults`` takes those of the others.

    A lever's name without element sets all its elements; a named element takes precedence.
    """
    levers = document.data.get("levers")
    values: dict[str, float] = {}
    if isinstance(levers, dict):
        for key in sorted(filter(_is_text, levers), key=lambda name: "[" in name):
            slots = faults.take(find_slots, key, workspace, document.place("levers", key))
            values |= _read_fields(document, key, slots, faults) if slots else {}
    return values


def _is_text(key: object) -> bool:
    return isinstance(key, str)


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
    """Return the scalar levers that a name denotes.

    Raises
    ------
    SimError: the name denotes no lever.
    """
    name, element = split_element(key)
    elements = workspace.slots.get(fold(name))
    if elements is None:
        raise SimError(_no_lever(key, workspace).at(place))
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


def _no_lever(key: str, workspace: Workspace) -> Fault:
    slots = {slot.name: slot for elements in workspace.slots.values() for slot in elements.values()}
    like = nearest(split_element(key)[0], slots)
    if like is None:
        listed = ", ".join(slots)
        return Fault(
            "unknown-name",
            f'没有名为 "{key}" 的杠杆。可用的有：{listed}。',
            f'no lever "{key}". There are: {listed}.',
        )
    constant = slots[like].constant("to")
    return Fault(
        "unknown-name",
        f'没有名为 "{key}" 的杠杆。最接近的是 "{like}"（{limits_text(constant, "zh", unit_first=True)}）。',
        f'no lever "{key}". Nearest: "{like}" [{limits_text(constant, "en", unit_first=True)}].',
    )


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
            where = document.place("levers", _key_in(document, slot)) if document else place
            label = slot.constant("to").label
            yield Fault(
                "wrong-order",
                f'"{label}" 的结束（{end:g}）早于开始（{start:g}）。',
                f'"{label}" ends ({end:g}) before it starts ({start:g}).',
                where,
            )


def _key_in(document: Document, slot: LeverSlot) -> str:
    """Return the lever's name as the file writes it."""
    names = (fold(slot.name + slot.suffix), fold(slot.name))
    return next((key for key in document.data["levers"] if fold(str(key)) in names), slot.name)
