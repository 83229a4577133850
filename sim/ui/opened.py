"""Scenario files that a visitor opens: read as the commands read them, and shown as changes of a scenario."""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.errors import Fault, SimError, fail
from sim.scenario.load import Scenario, read_scenario
from sim.scenario.paths import LeverPath
from sim.scenario.settable import FIELDS, LeverSlot
from sim.scenario.workspace import Workspace
from sim.ui.lever_parts import lever_parts
from sim.ui.link import encoded
from sim.units import Language

_LARGEST = 200_000  # bytes, as the browser has it
_LONGEST = 200  # letters of a file's name


def opened_record(
    given: Mapping[str, Any], scenarios: Mapping[str, Scenario], workspace: Workspace, language: Language
) -> dict[str, Any] | None:
    """Return what the browser is told of a file, None where it gave none.

    Parameters
    ----------
    given : from the browser: ``name`` of the file and its ``content`` in base64

    Returns
    -------
    ``title``, ``on``, the title of the scenario that it stands on, and ``query``, the parts of a link that it
    makes; or ``faults``, a line for each
    """
    name, text = given.get("name"), given.get("content")
    if not (isinstance(name, str) and isinstance(text, str) and len(text) <= 2 * _LARGEST):
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    try:
        opened = _read(name[:_LONGEST], content, workspace)
        base = _base(opened, scenarios, name[:_LONGEST])
    except SimError as error:
        return {"faults": [_line(fault, language) for fault in error.faults]}
    parts = [("scenario", base.name), *lever_parts(*_changes(opened, base, workspace))]
    return {
        "title": opened.title.text(language),
        "on": base.title.text(language),
        "query": encoded(parts),
    }


def _read(name: str, content: bytes, workspace: Workspace) -> Scenario:
    """Return the scenario of a file; faults name the file as the visitor does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "opened.yaml"
        path.write_bytes(content)
        try:
            return read_scenario(path, workspace)
        except SimError as error:
            there = str(path)
            raise SimError(
                replace(
                    fault,
                    zh=fault.zh.replace(there, name),
                    en=fault.en.replace(there, name),
                    place=fault.place.replace(there, name),
                )
                for fault in error.faults
            ) from None


def _base(opened: Scenario, scenarios: Mapping[str, Scenario], name: str) -> Scenario:
    """Return the scenario of the page that a file extends; one that sets nothing where it extends none."""
    parent = next((Path(file).stem for file in opened.files[1:]), None)
    if parent is not None and parent in scenarios:
        return scenarios[parent]
    plain = next((each for each in scenarios.values() if not each.constants), None)
    if parent is not None or plain is None:
        listed = ", ".join(scenarios)
        raise fail(
            "missing",
            f"请在文件里用 extends 写明以哪个情景为基础；可用的有：{listed}。",
            f"name the scenario that the file stands on, with extends. There are: {listed}.",
            name,
        )
    return plain


def _changes(
    opened: Scenario, base: Scenario, workspace: Workspace
) -> tuple[dict[str, float], dict[str, LeverPath]]:
    """Return what a file sets on top of a scenario: numbers of fields, and values by year."""
    levers: dict[str, float] = {}
    paths: dict[str, LeverPath] = {}
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        path = opened.paths.get(slot.key)
        if path is not None and path != base.paths.get(slot.key):
            paths[slot.constant("to").label] = path
            levers |= _fields_of_path(slot, path, opened)
        else:
            levers |= dict(_fields(slot, opened, base))
    return levers, paths


def _fields(slot: LeverSlot, opened: Scenario, base: Scenario) -> Iterator[tuple[str, float]]:
    for field in FIELDS:
        constant = slot.constant(field)
        value = opened.constants.get(constant.key)
        if value is not None and value != base.constants.get(constant.key):
            yield constant.label, value


def _fields_of_path(slot: LeverSlot, path: LeverPath, opened: Scenario) -> dict[str, float]:
    """Return the value before a path, and the ramp after it, where the path has them."""
    if path.before is None:
        return {}
    found = {slot.constant(field).label: opened.constants[slot.constant(field).key] for field in FIELDS[1:]}
    return {slot.constant("from").label: path.before, **found}


def _line(fault: Fault, language: Language) -> str:
    words = fault.zh if language == "zh" else fault.en
    return f"{fault.place}{'：' if language == 'zh' else ': '}{words}" if fault.place else words
