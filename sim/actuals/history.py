"""A scenario of what was done: levers by year as a folder of actuals has them, for policies to build on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from sim.actuals.policies import FILE, Policy, read_kept
from sim.errors import Fault, Faults, fail
from sim.files import expand, write_text
from sim.scenario.levers import find_slots
from sim.scenario.load import SUFFIXES, Scenario
from sim.scenario.paths import read_path
from sim.scenario.scaffold import name_faults, shipped_parent
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace


def write_history(folder: str, out: str, parent: str, workspace: Workspace) -> Path:
    """Write the policies of a folder of actuals as a scenario, and return its path.

    Parameters
    ----------
    folder : of actuals
    out : the scenario's file; the suffix may be left out
    parent : scenario whose values levers without a record keep; "" for the one without new policy

    Raises
    ------
    SimError: no policies; all faults of their file, each with its cell; a scenario of this name, a file that
        is there, an unknown parent.
    """
    path = out if PurePath(out).suffix.lower() in SUFFIXES else f"{out}{SUFFIXES[0]}"
    with Faults(name_faults(path, workspace)) as faults:
        extended = faults.take(shipped_parent, parent or workspace.registry.zone.reference, workspace)
        policies = faults.take(_policies, folder, workspace)
        done = list(_by_lever(policies or (), workspace, faults))
    write_text(path, _text(done, extended, folder))
    return Path(path)


def _text(done: Sequence[tuple[LeverSlot, list[Policy]]], parent: Scenario, folder: str) -> str:
    """Return the text of the scenario file."""
    last = max(one.year for _, rows in done for one in rows)
    zh, en = parent.title.zh, parent.title.en
    about = (
        f"有记录的杠杆按实绩，其余照“{zh}”。",
        f"Levers as carried out where recorded; others as in the scenario {en}.",
    )
    about_zh, about_en = (json.dumps(text, ensure_ascii=False) for text in about)
    lines = [line for slot, rows in done for line in _lever_lines(slot, rows)]
    return "\n".join(
        [
            f"# 既往实绩，由 {_plain(folder)} 中的 {FILE} 生成；新政策写在以它为 extends 的情景里。",
            f"# What was done, made of {FILE} in {_plain(folder)}; others extend it with new policy.",
            f"extends: {parent.name}",
            f'title: {{zh: "实绩到 {last} 年", en: "Record until {last}"}}',
            f"about: {{zh: {about_zh}, en: {about_en}}}",
            "levers:",
            *lines,
            "",
        ]
    )


def _policies(folder: str, workspace: Workspace) -> tuple[Policy, ...]:
    policies = read_kept(expand(folder), workspace)
    if not policies:
        raise fail(
            "no-data",
            f"这个文件夹中没有政策（{FILE}）；先用 teda actuals import 读入模板的“政策”表。",
            f"this folder holds no policies ({FILE}); read the sheet 政策 of the template first, with "
            "teda actuals import.",
            folder,
        )
    return policies


def _by_lever(
    policies: Sequence[Policy], workspace: Workspace, faults: Faults
) -> Iterator[tuple[LeverSlot, list[Policy]]]:
    """Yield the levers that have a record, in the order of the registry, each with its years in order."""
    rows: dict[str, list[Policy]] = {}
    for one in policies:
        for slot in faults.take(find_slots, one.lever, workspace, one.place) or ():
            rows.setdefault(slot.key, []).append(one)
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        found = rows.get(slot.key)
        if found:
            yield slot, sorted(_checked(slot, found, faults), key=lambda one: one.year)


def _checked(slot: LeverSlot, rows: Iterable[Policy], faults: Faults) -> list[Policy]:
    """Return one row of each year; ``faults`` takes years and values that the lever cannot have."""
    by_year: dict[int, Policy] = {}
    for one in rows:
        faults.take(read_path, slot, {one.year: one.value}, one.place)
        first = by_year.setdefault(one.year, one)
        if first.value != one.value:
            faults.append(_disagree(one, first))
    return list(by_year.values())


def _disagree(one: Policy, first: Policy) -> Fault:
    return Fault(
        "conflict",
        f"“{one.lever}”{one.year} 年是 {one.value:g}，{first.place} 是 {first.value:g}；请改正其一。",
        f'"{one.lever}" in {one.year} is {one.value:g}, but {first.value:g} at {first.place}; correct one.',
        one.place,
    )


def _lever_lines(slot: LeverSlot, rows: Sequence[Policy]) -> Iterator[str]:
    """Yield the lines that give a lever its record."""
    sources = dict.fromkeys(_plain(one.source) for one in rows)
    values = {one.year: one.value for one in rows}
    yield f"  # {slot.lever.name.zh} / {slot.lever.name.en}，{_plain('；'.join(one.place for one in rows))}"
    yield f"  {json.dumps(slot.key, ensure_ascii=False)}:"
    yield f"    path: {{{', '.join(_pairs(values))}}}"
    yield f"    source: {json.dumps('；'.join(filter(None, sources)) or FILE, ensure_ascii=False)}"


def _pairs(values: Mapping[int, float]) -> Iterator[str]:
    return (f"{year}: {str(value).removesuffix('.0')}" for year, value in values.items())


def _plain(text: str) -> str:
    """Return text in one line, without what a YAML file cannot hold."""
    return "".join(mark for mark in " ".join(text.split()) if mark.isprintable())
