"""Bundles of levers that act together, such as those of one department, as a file or a mapping names them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from sim.analysis.attribution import DifferingLever
from sim.arguments import path_of
from sim.document import read_yaml
from sim.errors import Argument, Fault, Faults, fail
from sim.registry.schema import Bilingual, shown
from sim.scenario.levers import find_slots
from sim.scenario.workspace import Workspace

REST = Bilingual(zh="其余", en="All others")
Bundles = Mapping[str, Sequence[str]]


def bundled(
    moved: Sequence[DifferingLever], given: str | os.PathLike[str] | Bundles, workspace: Workspace
) -> list[DifferingLever]:
    """Return levers put together in bundles, in the order of the file; those in none are one of the rest.

    Parameters
    ----------
    moved : levers that differ between two scenarios
    given : a YAML file ``name: [lever, …]``, or as much in a mapping

    Raises
    ------
    SimError: no such file; unknown levers, a lever in two bundles, an empty bundle; all faults of all.
    """
    members = _members(given, workspace)
    found = [_joined(Bilingual(zh=name, en=name), name, levers, moved) for name, levers in members.items()]
    named = {lever for levers in members.values() for lever in levers}
    rest = [one.lever for one in moved if one.lever not in named]
    return [*found, *([_joined(REST, REST.en, rest, moved)] if rest else [])]


def _joined(
    label: Bilingual, name: str, levers: Sequence[str], moved: Sequence[DifferingLever]
) -> DifferingLever:
    """Return a bundle as one lever; it changes nothing where none of its levers differ."""
    changed = {key: each for one in moved if one.lever in levers for key, each in one.changed.items()}
    return DifferingLever(name, label, changed)


def _members(given: str | os.PathLike[str] | Bundles, workspace: Workspace) -> dict[str, list[str]]:
    """Return the levers of each bundle, by the model's names."""
    if isinstance(given, Mapping):
        data, whole = given, str(Argument("groups"))
        places = dict.fromkeys(map(str, given), whole)
    else:
        document = read_yaml(path_of(given, Argument("groups")))
        data, whole = document.data, document.path
        places = {str(name): document.place(name) for name in data}
    found: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    with Faults() as faults:
        if not data:
            raise fail(
                "missing",
                "没有写任何分组，应为 组名: [杠杆, …]。",
                "it names no groups; write name: [lever, …].",
                whole,
            )
        for name, levers in ((str(name), levers) for name, levers in data.items()):
            found[name] = faults.take(_levers, name, levers, places[name], workspace) or []
            for lever in found[name]:
                other = first.setdefault(lever, name)
                if other != name:
                    faults.append(_twice(lever, other, name, places[name]))
    return found


def _levers(name: str, given: object, place: str, workspace: Workspace) -> list[str]:
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise fail(
            "wrong-type",
            f'"{name}" 为 {shown(given)}，应列出杠杆：{name}: [公共投资, 招商力度]。',
            f'"{name}" is {shown(given)}; list its levers: {name}: [public investment, promotion effort].',
            place,
        )
    found: list[str] = []
    with Faults() as faults:
        for lever in map(str, given):
            slots = faults.take(find_slots, lever, workspace, place) or []
            for key in (slot.key for slot in slots):
                if key in found:
                    faults.append(_twice(key, name, name, place))
                found.append(key)
    return found


def _twice(lever: str, first: str, second: str, place: str) -> Fault:
    zh = f"“{first}”和“{second}”" if first != second else f"“{first}”里两次"
    en = f'both "{first}" and "{second}"' if first != second else f'"{first}" twice'
    return Fault(
        "duplicate",
        f'杠杆 "{lever}" 列在{zh}；一个杠杆只能归一组，请去掉其一。',
        f'the lever "{lever}" is in {en}; a lever belongs to one group: leave out one of them.',
        place,
    )
