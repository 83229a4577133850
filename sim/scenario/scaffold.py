"""A new scenario file: every lever with its name, unit, range and value in the parent, commented out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from sim.errors import Argument, Fault, Faults, SimError
from sim.files import expand, write_text
from sim.names import fold
from sim.scenario.load import SUFFIXES, Scenario, read_scenario, shipped_names
from sim.scenario.settable import LeverSlot
from sim.scenario.values import limits_text
from sim.scenario.workspace import Workspace

_FORBIDDEN = '<>:"|?*'  # in the name of a file on Windows


def new_scenario(name: str, parent: str, workspace: Workspace) -> Path:
    """Write a scenario file that changes nothing yet, and return its path.

    Parameters
    ----------
    name : of the scenario, or the path of its file; the suffix may be left out
    parent : name of a shipped scenario; "" for the one without new policy

    Raises
    ------
    SimError: a name that is no file's or that a scenario has, an unknown parent, a file that is there.
    """
    given = name.strip()
    path = given if PurePath(given).suffix.lower() in SUFFIXES else f"{given}{SUFFIXES[0]}"
    with Faults(name_faults(path, workspace)) as faults:
        extended = faults.take(shipped_parent, parent or workspace.registry.zone.reference, workspace)
    write_text(path, scaffold(PurePath(path).stem, extended, path, workspace))
    return Path(path)


def name_faults(path: str, workspace: Workspace) -> Iterator[Fault]:
    """Yield what keeps a file from being a new scenario: its name, or that it is there already."""
    stem = PurePath(path).stem
    if (
        stem.strip(".") in ("", "yaml", "yml")
        or not path.isprintable()
        or any(mark in stem for mark in _FORBIDDEN)
    ):
        zh = f"{stem!a} 不能作情景名：不能为空，不能有控制字符和 {_FORBIDDEN}。"
        en = f"{stem!a} cannot name a scenario: empty, or with control characters or {_FORBIDDEN}."
        yield Fault("syntax", zh, en, path)
    elif found := shipped_names(workspace.home).find(stem):
        zh = f'已有情景 "{found[0]}" 叫这个名称，请另取一个。'
        yield Fault("duplicate", zh, f'the scenario "{found[0]}" has this name; choose another.', path)
    elif os.path.lexists(expand(path)):
        zh, en = (
            "这个文件已经存在，不会覆盖；请另取名称。",
            "this file is there already and is kept; choose another name.",
        )
        yield Fault("occupied", zh, en, path)


def shipped_parent(parent: str, workspace: Workspace) -> Scenario:
    """Return the shipped scenario that a new one is to extend.

    Raises
    ------
    SimError: no scenario of this name.
    """
    names = shipped_names(workspace.home)
    if len(names.find(parent)) != 1:
        raise SimError(names.fault(parent, Argument(f"from={parent}")))
    return read_scenario(parent, workspace)


def scaffold(name: str, parent: Scenario, path: str, workspace: Workspace) -> str:
    """Return the text of a scenario file in which every lever stands commented out."""
    title, about = json.dumps(name, ensure_ascii=False), parent.title
    values = {fold(key): value for key, value in {**workspace.model.constants, **parent.constants}.items()}
    slots = (slot for elements in workspace.slots.values() for slot in elements.values())
    levers = "\n".join(line for slot in slots for line in _lever_lines(slot, values, workspace))
    return f"""\
# 情景“{name}”，以 {parent.name}（{about.zh}）为基础。去掉行首的“# ”再改数值，杠杆才会改动。
# A scenario on top of {parent.name} ({about.en}). Take "# " off the lines of the levers you change.
#
# to 终点值，from 起点值，start、end 起止年份（年末计）。冒号、逗号和数字用半角，冒号后空一格。
# 杠杆也可写中文名。
# to is the value after the ramp, from that before it, start and end its years (at their ends).
# 运行 / run: teda run {json.dumps(path, ensure_ascii=False) if " " in path else path}
extends: {parent.name}
title: {{zh: {title}, en: {title}}}
about: {{zh: "以“{about.zh}”为基础。", en: "On top of the scenario {about.en}."}}
levers:
{levers}
"""


def _lever_lines(slot: LeverSlot, values: Mapping[str, float], workspace: Workspace) -> Iterator[str]:
    """Yield a line on a lever in both languages, and the line that would set it as the parent does."""
    name, constant = slot.lever.name, slot.constant("to")
    default = workspace.model.constants[constant.key]
    zh, en = (limits_text(constant, language, unit_first=True) for language in ("zh", "en"))
    yield f"  # {name.zh}：{zh}，默认值 {default:.15g} / {name.en}: {en}, default {default:.15g}"
    fields = {field: values[fold(slot.constant(field).key)] for field in ("to", "start", "end")}
    key = slot.name + slot.suffix
    key = f'"{key}"' if "[" in key else key
    yield f"  # {key}: {{{', '.join(f'{field}: {value:.15g}' for field, value in fields.items())}}}"
