"""Finds scenario files, follows ``extends`` and checks every value they set."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import Field

from sim.document import Document, read_yaml
from sim.errors import Fault, SimError, fail, suggestion
from sim.files import display, expand
from sim.registry.home import Home, find_home
from sim.registry.schema import Bilingual, Filled, Record, check_record
from sim.scenario.levers import lever_values, order_faults
from sim.scenario.workspace import Workspace, load_workspace

SUFFIXES = (".yaml", ".yml")


class ScenarioHead(Record):
    """What a scenario file holds; the levers are checked one by one."""

    extends: Filled | None = None
    title: Bilingual
    about: Bilingual
    levers: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A scenario with all that it inherits.

    Parameters
    ----------
    name : of a shipped scenario, or the file's name without its suffix
    title, about : in both languages
    files : its own file, then those it extends
    constants : value of every constant it sets, by element key, in the units of the model
    options : what ``--set`` changed, as written
    """

    name: str
    title: Bilingual
    about: Bilingual
    files: tuple[str, ...]
    constants: Mapping[str, float]
    options: tuple[str, ...] = field(default=())

    def with_constants(self, constants: Mapping[str, float], options: tuple[str, ...]) -> Scenario:
        """Return the scenario with further constants set."""
        merged = {**self.constants, **constants}
        return replace(self, constants=merged, options=(*self.options, *options))


NOTHING_SET = Scenario(
    "",
    Bilingual(zh="模型默认值", en="Defaults of the model"),
    Bilingual(zh="不设任何常量。", en="No constant is set."),
    (),
    {},
)


@dataclass(frozen=True)
class Summary:
    """A shipped scenario as the lists show it."""

    name: str
    title: Bilingual
    about: Bilingual


def list_scenarios(home: str | os.PathLike[str] | None = None) -> tuple[Summary, ...]:
    """Return the shipped scenarios, in the order of their names.

    Raises
    ------
    SimError: the faults of all files whose heads are wrong.
    """
    summaries: list[Summary] = []
    faults: list[Fault] = []
    for name, path in _shipped(find_home(home)).items():
        try:
            document = read_yaml(display(path))
        except SimError as error:
            faults += error.faults
            continue
        head, wrong = _head(document)
        faults += wrong
        if head:
            summaries.append(Summary(name, head.title, head.about))
    if faults:
        raise SimError(faults)
    return tuple(summaries)


def load_scenario(name: str | os.PathLike[str], home: str | os.PathLike[str] | None = None) -> Scenario:
    """Return a scenario by the name of a shipped one or by the path of a file.

    Raises
    ------
    SimError: unknown name; all faults of the file and of those it extends.
    """
    return read_scenario(name, load_workspace(home))


def read_scenario(name: str | os.PathLike[str], workspace: Workspace) -> Scenario:
    """Return a scenario of a workspace, as `load_scenario` does."""
    chain, faults = _chain(_find(os.fspath(name), workspace.home), workspace.home)
    constants: dict[str, float] = {}
    heads: list[ScenarioHead | None] = []
    for document in reversed(chain):
        head, wrong = _head(document)
        heads.append(head)
        values, wrong_levers = lever_values(document, workspace)
        constants |= values
        faults += [*wrong, *wrong_levers]
        faults += order_faults(workspace, constants, values, document)
    head = heads[-1] if heads else None
    if faults or head is None:
        raise SimError(_own_first(faults, chain))
    files = tuple(document.path for document in chain)
    return Scenario(Path(files[0]).stem, head.title, head.about, files, constants)


def _own_first(faults: list[Fault], chain: list[Document]) -> list[Fault]:
    """Sort faults by file, that of the user first, and by line within it."""
    files = [document.path for document in chain]

    def rank(fault: Fault) -> tuple[int, int]:
        path, _, line = fault.place.rpartition(":")
        return (files.index(path) if path in files else -1, int(line) if line.isdigit() else 0)

    return sorted(faults, key=rank)


def _head(document: Document) -> tuple[ScenarioHead | None, list[Fault]]:
    return check_record(document, (), document.data, ScenarioHead)


def _chain(path: Path, home: Home) -> tuple[list[Document], list[Fault]]:
    """Return the documents from the scenario's own to the one that extends nothing."""
    chain: list[Document] = []
    seen: list[Path] = []
    faults: list[Fault] = []
    while True:
        try:
            document = read_yaml(display(path))
        except SimError as error:
            return chain, [*faults, *error.faults]
        chain.append(document)
        seen.append(path.resolve())
        extends = document.data.get("extends")
        if not isinstance(extends, str) or not extends.strip():
            return chain, faults
        try:
            path = _parent(extends.strip(), path, home, document.place("extends"))
        except SimError as error:
            return chain, [*faults, *error.faults]
        if path.resolve() in seen:
            names = " → ".join([*(entry.stem for entry in seen), path.stem])
            place = document.place("extends")
            return chain, [
                Fault("circular", f"extends 成环：{names}。", f"extends in a circle: {names}.", place)
            ]


def _parent(name: str, child: Path, home: Home, place: str) -> Path:
    """Return the file that ``extends`` names: a shipped scenario, or one beside the child."""
    beside = {entry.stem: entry for entry in _scenario_files(child.parent)}
    known = beside | _shipped(home)
    if name in known:
        return known[name]
    found = {entry.name: entry for entry in beside.values()}.get(name)
    if found is None:
        raise _no_scenario(name, known, place)
    return found


def _find(name: str, home: Home) -> Path:
    shipped = _shipped(home)
    if name in shipped:
        return shipped[name]
    path = expand(name)
    looks_like_path = path.suffix.lower() in SUFFIXES or "/" in name or "\\" in name
    if looks_like_path:
        return path
    raise _no_scenario(name, shipped, display(home.scenarios))


def _shipped(home: Home) -> dict[str, Path]:
    return {path.stem: path for path in _scenario_files(home.scenarios)}


def _scenario_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def _no_scenario(name: str, known: Mapping[str, Path], place: str) -> SimError:
    zh, en = suggestion(name, known)
    names = ", ".join(known)
    return fail(
        "unknown-name",
        f'没有名为 "{name}" 的情景。{zh}可用的有：{names}。',
        f'no scenario "{name}".{en} There are: {names}.',
        place,
    )
