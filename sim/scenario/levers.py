"""Levers of a scenario file: names, fields and values, each checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sim.document import Document
from sim.errors import Fault, Faults, SimError
from sim.names import fold, split_element
from sim.registry.schema import shown, unknown_field
from sim.scenario.layers import Entry
from sim.scenario.paths import LeverPath, no_mapping, read_path
from sim.scenario.settable import FIELDS, LeverSlot
from sim.scenario.values import check_values, no_settable
from sim.scenario.workspace import Workspace

PATH, SOURCE = "path", "source"
_ALL = (*FIELDS, PATH, SOURCE)  # fields of a lever


def read_levers(document: Document, workspace: Workspace, faults: Faults) -> list[Entry]:
    """Return what a file says of levers, in the order in which it applies; ``faults`` takes the rest.

    A lever's name without element sets all its elements; a named element takes precedence.
    """
    levers = document.data.get("levers")
    if not isinstance(levers, dict):
        return []
    found = _slots_of(document, [key for key in levers if isinstance(key, str)], workspace, faults)
    return [
        _read_entry(document, key, slots, faults)
        for key, slots in sorted(found.items(), key=lambda item: -len(item[1]))
    ]


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


def _read_entry(document: Document, key: str, slots: list[LeverSlot], faults: Faults) -> Entry:
    """Return what the fields of one lever say."""
    given, place = document.data["levers"][key], document.place("levers", key)
    fields, path = dict[str, float](), None
    if not isinstance(given, dict) or not given:
        faults.append(
            Fault(
                "wrong-type",
                f'"{key}" 为 {shown(given)}，应写成 {{to: 数值}}，可用 {"、".join(_ALL)}。',
                f'"{key}" is {shown(given)}; write {{to: number}} with {", ".join(_ALL[:-1])} or {_ALL[-1]}.',
                place,
            )
        )
        return Entry((), fields)
    for name, value in given.items():
        at = document.place("levers", key, name)
        if name in FIELDS:
            found = faults.take(check_values, [slot.constant(name) for slot in slots], value, at)
            if found:
                fields[name] = next(iter(found.values()))
        elif name == PATH:
            path = faults.take(_path_of, document, key, slots)
        elif name != SOURCE:
            faults.append(unknown_field(f"{key}: {name}", _ALL).at(at))
    if SOURCE in given:
        faults += _source_faults(key, given, document.place("levers", key, SOURCE))
        path = replace(path, source=given[SOURCE]) if path else None
    return Entry(tuple(slots), fields, path, place)


def _path_of(document: Document, key: str, slots: list[LeverSlot]) -> LeverPath:
    """Return the path of one lever, checked against the limits of all its elements."""
    given = document.data["levers"][key][PATH]

    def place(year: object) -> str:
        return document.place("levers", key, PATH, year)

    at = document.place("levers", key, PATH)
    if isinstance(given, str):
        raise SimError(no_mapping(key, given).at(at))
    with Faults() as faults:
        found = [faults.take(read_path, slot, given, at, place) for slot in slots]
    return found[0]


def _source_faults(key: str, given: Mapping[str, object], place: str) -> Iterator[Fault]:
    """Yield a source that is no text, or that stands without the path that it is of."""
    source = given[SOURCE]
    if not isinstance(source, str) or not source.strip():
        zh = f'"{key}" 的 source 为 {shown(source)}，应是说明出处的文字。'
        en = f'the source of "{key}" is {shown(source)}; it must be text that says where the values are from.'
        yield Fault("wrong-type", zh, en, place)
    if PATH not in given:
        zh, en = f'"{key}" 的 source 只与 path 同用。', f'the source of "{key}" goes with a path only.'
        yield Fault("conflict", zh, en, place)


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
    """Yield the levers that end before they start, or start before their path ends, once all is set.

    Only levers of which ``touched`` sets a time are checked, so that a fault is reported once.
    """
    keys = {fold(key) for key in touched}
    values = {fold(key): value for key, value in {**workspace.model.constants, **constants}.items()}
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        ends = [fold(slot.constant(field).key) for field in ("start", "end")]
        start, end = (values[key] for key in ends)
        if keys.intersection(ends):
            where = document.place("levers", _key_in(document, slot, workspace)) if document else place
            yield from (
                fault.at(where) for fault in ramp_faults(slot, start, end, last_held(slot, constants))
            )


def last_held(slot: LeverSlot, constants: Mapping[str, float]) -> int | None:
    """Return the last year of a lever's path, None where it has none."""
    first, last = slot.years
    return next((year for year in range(last, first - 1, -1) if slot.held(year) in constants), None)


def ramp_faults(slot: LeverSlot, start: float, end: float, held: int | None) -> Iterator[Fault]:
    """Yield what is wrong with the times of a ramp, which goes on from the end of a path.

    Parameters
    ----------
    held : last year of the lever's path, None where it has none
    """
    if held is not None and start < held:
        yield Fault(
            "wrong-order",
            f'"{slot.key}" 已逐年给值到 {held} 年，开始（{start:g}）不能早于 {held}。',
            f'"{slot.key}" has a path until the end of {held}; it cannot start ({start:g}) before {held}.',
        )
    elif start > end:
        yield Fault(
            "wrong-order",
            f'"{slot.key}" 的结束（{end:g}）早于开始（{start:g}）。',
            f'"{slot.key}" ends ({end:g}) before it starts ({start:g}).',
        )


def _key_in(document: Document, slot: LeverSlot, workspace: Workspace) -> str:
    """Return how the file names the lever."""
    names = (fold(slot.name + slot.suffix), fold(slot.name))
    keys = [key for key in document.data["levers"] if isinstance(key, str)]
    return next((key for key in keys if fold(workspace.known_lever(key)) in names), slot.name)
