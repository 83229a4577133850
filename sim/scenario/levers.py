"""The ``levers:`` part of a scenario file: names, fields and values, each checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.document import Document
from sim.errors import Fault, nearest
from sim.names import fold, split_element
from sim.registry.schema import shown, unknown_field
from sim.scenario.targets import FIELDS, LeverSlot
from sim.scenario.values import check_value, limits_text
from sim.scenario.workspace import Workspace


def lever_values(document: Document, workspace: Workspace) -> tuple[dict[str, float], list[Fault]]:
    """Return the constants that a file's levers set, by element key, and all faults.

    A lever's whole name sets all its elements; an element that is named as well goes before.
    """
    levers = document.data.get("levers")
    if not isinstance(levers, dict):
        return {}, []
    values: dict[str, float] = {}
    faults: list[Fault] = []
    for key in sorted(filter(_is_text, levers), key=lambda name: "[" in name):
        slots = find_slots(key, workspace)
        if isinstance(slots, Fault):
            faults.append(slots.at(document.place("levers", key)))
        else:
            faults += _set_fields(document, key, slots, values)
    return values, faults


def _is_text(key: object) -> bool:
    return isinstance(key, str)


def _set_fields(
    document: Document, key: str, slots: Iterable[LeverSlot], values: dict[str, float]
) -> Iterator[Fault]:
    """Check one lever and write its values into ``values``."""
    fields = document.data["levers"][key]
    if not isinstance(fields, dict) or not fields:
        yield Fault(
            "wrong-type",
            f'"{key}" 为 {shown(fields)}，应写成 {{to: 数值}}，可用 from、to、start、end。',
            f'"{key}" is {shown(fields)}; write {{to: number}} with from, to, start or end.',
            document.place("levers", key),
        )
        return
    for name, value in fields.items():
        place = document.place("levers", key, name)
        if name not in FIELDS:
            yield unknown_field(f"{key}: {name}", FIELDS).at(place)
            continue
        for slot in slots:
            target = slot.target(name)
            number = check_value(target, value, place)
            if isinstance(number, Fault):
                yield number
                break
            values[target.key] = number


def find_slots(key: str, workspace: Workspace) -> list[LeverSlot] | Fault:
    """Return the scalar levers that a name stands for, or the fault when there are none."""
    name, element = split_element(key)
    elements = workspace.slots.get(fold(name))
    if elements is None:
        return _no_lever(key, workspace)
    if not element:
        return list(elements.values())
    if fold(element) in elements:
        return [elements[fold(element)]]
    return no_element(name, element, [slot.suffix for slot in elements.values()])


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
    target = slots[like].target("to")
    return Fault(
        "unknown-name",
        f'没有名为 "{key}" 的杠杆。最接近的是 "{like}"（{limits_text(target, "zh", unit_first=True)}）。',
        f'no lever "{key}". Nearest: "{like}" [{limits_text(target, "en", unit_first=True)}].',
    )


def order_faults(
    workspace: Workspace,
    constants: Mapping[str, float],
    touched: Iterable[str],
    document: Document | None,
    place: str = "",
) -> Iterator[Fault]:
    """Yield the levers that end before they start once all constants are set.

    Only levers of which ``touched`` sets a time are looked at, so that a fault is told once.
    """
    keys = {fold(key) for key in touched}
    values = {fold(key): value for key, value in {**workspace.model.constants, **constants}.items()}
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        ends = [fold(slot.target(field).key) for field in ("start", "end")]
        start, end = (values[key] for key in ends)
        if start > end and keys.intersection(ends):
            where = document.place("levers", _key_in(document, slot)) if document else place
            label = slot.target("to").label
            yield Fault(
                "wrong-order",
                f'"{label}" 的结束（{end:g}）早于开始（{start:g}）。',
                f'"{label}" ends ({end:g}) before it starts ({start:g}).',
                where,
            )


def _key_in(document: Document, slot: LeverSlot) -> str:
    """Return how the file names the lever."""
    names = (fold(slot.name + slot.suffix), fold(slot.name))
    return next((key for key in document.data["levers"] if fold(str(key)) in names), slot.name)
