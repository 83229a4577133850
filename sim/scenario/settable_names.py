"""What levers and constants are called, beside what the model file calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sim.bilingual_names import Names, comment_names
from sim.engine.model import Model
from sim.names import split_element
from sim.registry.load import Registry
from sim.scenario.settable import LeverSlot, Settable, find_variable

Slots = Mapping[str, Mapping[str, LeverSlot]]


def lever_names(model: Model, registry: Registry, slots: Slots) -> Names:
    """Return what the levers are called, those with subscripts as a whole and by element."""
    return Names(("杠杆", "lever"), _called(model, registry, slots), "teda list levers")


def settable_names(model: Model, registry: Registry, slots: Slots, settables: Iterable[Settable]) -> Names:
    """Return what the levers and all constants are called."""
    called = _called(model, registry, slots) | constants_called(model, settables)
    for key, parameter in registry.parameters.items():
        called[key] = (parameter.name.zh, parameter.name.en, *called.get(key, ()))
    what = ("杠杆或常量", "lever or constant")
    return Names(what, called, "teda list levers", "teda list parameters")


def constants_called(model: Model, settables: Iterable[Settable]) -> dict[str, tuple[str, ...]]:
    """Return what constants are called by the comments of a model file, by name and by element key."""
    called: dict[str, tuple[str, ...]] = {}
    for one in settables:
        variable = find_variable(model, split_element(one.key)[0])
        if variable:
            called[variable.name] = comment_names(variable.comment)
            called.setdefault(one.key, ())
    return called


def _called(model: Model, registry: Registry, slots: Slots) -> dict[str, tuple[str, ...]]:
    """Return the names of each lever: the registry's, else how the comment of its variable begins."""
    called: dict[str, tuple[str, ...]] = {}
    for elements in slots.values():
        for slot in elements.values():
            whole = find_variable(model, slot.name)
            called.setdefault(slot.name, comment_names(whole.comment) if whole else ())
            called[slot.name + slot.suffix] = tuple(_registered(slot, registry))
    return called


def _registered(slot: LeverSlot, registry: Registry) -> Iterator[str]:
    """Yield what the registry calls the lever, unless its entry is that of several elements."""
    if not slot.suffix or slot.lever not in (registry.levers.get(slot.name),):
        yield from (slot.lever.name.zh, slot.lever.name.en)


def by_name(settables: Iterable[Settable]) -> dict[str, Settable]:
    """Return constants by element key, and the first element of each by its name alone."""
    found: dict[str, Settable] = {}
    for one in settables:
        found[one.key] = one
        found.setdefault(split_element(one.key)[0], one)
    return found
