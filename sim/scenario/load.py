"""Finds scenario files, follows ``extends`` and checks every value they set."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import Field

from sim.arguments import path_of
from sim.bilingual_names import Names
from sim.document import Document, read_text, read_yaml
from sim.errors import Fault, Faults, SimError, fail
from sim.files import display, expand
from sim.full_width import quote_faults, with_marks
from sim.registry.home import Home, find_home
from sim.registry.schema import Bilingual, Filled, Record, check_record
from sim.scenario.changes import Setting
from sim.scenario.layers import Levers
from sim.scenario.levers import order_faults, read_levers
from sim.scenario.paths import LeverPath
from sim.scenario.workspace import Workspace, load_workspace
from sim.units import LANGUAGES, Language

SUFFIXES = (".yaml", ".yml")
LONGEST: Mapping[Language, int] = {"zh": 60, "en": 120}  # characters of a title: what a legend's line holds
_MODELS = (".mdl", ".xmile", ".stmx", ".itmx")  # a model given for a scenario


class ScenarioHead(Record):
    """Content of a scenario file; its levers are checked one by one."""

    extends: Filled | None = None
    title: Bilingual
    about: Bilingual
    levers: dict[str, Any] | None = Field(default_factory=dict)

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield titles that break headings, and control characters that no document can hold."""
        for language in LANGUAGES:
            yield from self._about_faults(language)
            title = self.title.text(language)
            if not title.isprintable():
                zh = f"标题 {title!a} 中不能有换行和控制字符。"
                en = f"the title {title!a} must not hold line breaks or control characters."
                yield ("title", language), Fault("syntax", zh, en)
            elif len(title) > LONGEST[language]:
                zh = f"标题有 {len(title)} 个字符，最多 {LONGEST[language]} 个；请缩短。"
                en = f"the title has {len(title)} characters, at most {LONGEST[language]}; shorten it."
                yield ("title", language), Fault("outside-limits", zh, en)

    def _about_faults(self, language: Language) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        text = self.about.text(language)
        if not all(letter.isprintable() or letter in "\n\t" for letter in text):
            zh, en = "说明中不能有控制字符。", "the description must not hold control characters."
            yield ("about", language), Fault("syntax", zh, en)


@dataclass(frozen=True)
class Scenario:
    """A scenario with everything that it inherits.

    Parameters
    ----------
    name : of a shipped scenario, or the file's name without its suffix
    title, about : in both languages
    files : its own file, then those it extends
    constants : value of every input of the model that it sets, in the units of the model: constants by
        element key, and by ``lever@year`` what a lever with a path is in every year until the path's last
    paths : of the levers that have one, by lever, as they are given
    settings : settings applied on top of its files, in order
    home : home it was loaded from, with whose model it runs where no other is named
    """

    name: str
    title: Bilingual
    about: Bilingual
    files: tuple[str, ...]
    constants: Mapping[str, float]
    settings: tuple[Setting, ...] = ()
    home: Home | None = field(default=None, compare=False)
    paths: Mapping[str, LeverPath] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """Return the SHA-256 of all that it sets, inherited or not, settings among it."""
        text = "\n".join(f"{key}={value!r}" for key, value in sorted(self.constants.items()))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def options(self) -> tuple[str, ...]:
        """Return the settings as ``name=value``, for reports and manifests."""
        return tuple(map(str, self.settings))

    @property
    def sources(self) -> dict[str, str]:
        """Return where the paths that name a source are from, by lever."""
        return {lever: path.source for lever, path in self.paths.items() if path.source}

    @property
    def levers(self) -> Levers:
        """Return what it sets, as a layer on which others can be put."""
        return Levers(self.constants, self.paths)

    def with_settings(self, settings: tuple[Setting, ...], levers: Levers) -> Scenario:
        """Return the scenario with settings, and with what is set once they are applied."""
        all_settings = (*self.settings, *settings)
        return replace(self, constants=levers.constants, paths=levers.paths, settings=all_settings)


AnyScenario = Scenario | str | os.PathLike[str]  # loaded, or the name or path of one
NOTHING_SET = Scenario(
    "",
    Bilingual(zh="模型默认值", en="Defaults of the model"),
    Bilingual(zh="不设任何常量。", en="No constant is set."),
    (),
    {},
)


@dataclass(frozen=True)
class Summary:
    """Summary of a shipped scenario for lists."""

    name: str
    title: Bilingual
    about: Bilingual


def list_scenarios(home: str | os.PathLike[str] | None = None) -> tuple[Summary, ...]:
    """Return the shipped scenarios, in the order of their names.

    Parameters
    ----------
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME``, else the project's

    Returns
    -------
    (scenario,)  name, title and description of each

    Raises
    ------
    SimError: the faults of all files with an invalid head.

    Examples
    --------
    >>> [scenario.name for scenario in sim.list_scenarios()]  # doctest: +ELLIPSIS
    ['carbon-control', ..., 'plan', 'trend', 'vision']
    """
    with Faults() as faults:
        heads = {name: faults.take(_read_head, path) for name, path in _shipped(find_home(home)).items()}
    return tuple(Summary(name, head.title, head.about) for name, head in heads.items())


def load_scenario(name: str | os.PathLike[str], home: str | os.PathLike[str] | None = None) -> Scenario:
    """Return a scenario by the name of a shipped one or by the path of a file.

    Parameters
    ----------
    name : name of a shipped scenario, or path of a scenario file
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME``, else the project's

    Returns
    -------
    Scenario : the scenario with everything that it inherits, its values in the units of the model

    Raises
    ------
    SimError: an unknown name; all faults of the file and of those it extends.

    Examples
    --------
    >>> sim.load_scenario("plan").title.en
    'Plan'
    """
    return read_scenario(name, load_workspace(home))


def workspace_for(scenarios: Iterable[AnyScenario], home: str | os.PathLike[str] | None) -> Workspace:
    """Return the workspace of a folder, or else of the first scenario that was loaded from one."""
    own = (each.home for each in scenarios if isinstance(each, Scenario))
    return load_workspace(next(own, None) if home is None else home)


def find_scenario(scenario: AnyScenario, workspace: Workspace) -> Scenario:
    """Return a scenario as it is if it is loaded, else by its name or path."""
    return scenario if isinstance(scenario, Scenario) else read_scenario(scenario, workspace)


def read_scenario(name: str | os.PathLike[str], workspace: Workspace) -> Scenario:
    """Return a scenario of a workspace, as `load_scenario` does."""
    path = _find(path_of(name, "scenario"), workspace.home)
    faults = Faults()
    chain = _chain(path, workspace.home, faults)
    levers = Levers()
    head = None
    for document in reversed(chain):
        head = faults.take(_head, document)
        below = levers
        for entry in read_levers(document, workspace, faults):
            levers = faults.take(levers.with_entry, entry, workspace.model) or levers  # type: ignore[truthy-bool]
        touched = levers.changed_from(below)
        faults += order_faults(workspace, levers.constants, touched, document)
    for document in chain:
        faults = _marked(faults, document)
    if faults or head is None:
        raise SimError(_own_first(faults, chain))
    files = tuple(document.path for document in chain)
    name, constants, home = Path(files[0]).stem, levers.constants, workspace.home
    return Scenario(name, head.title, head.about, files, constants, home=home, paths=levers.paths)


def _marked(faults: Faults, document: Document) -> Faults:
    """Return the faults with those of full-width marks of a file in the stead of what they cause."""
    text = read_text(document.path)
    return Faults([*with_marks(faults, document.path, text), *quote_faults(document.path, text)])


def _own_first(faults: list[Fault], chain: list[Document]) -> list[Fault]:
    """Sort faults by file, the user's first, and by line within a file."""
    files = [document.path for document in chain]

    def rank(fault: Fault) -> tuple[int, int]:
        path, _, line = fault.place.rpartition(":")
        return (files.index(path) if path in files else -1, int(line) if line.isdigit() else 0)

    return sorted(faults, key=rank)


def _read_head(path: Path) -> ScenarioHead:
    return _head(read_yaml(display(path)))


def _head(document: Document) -> ScenarioHead:
    head, faults = check_record(document, (), document.data, ScenarioHead)
    if head is None:
        raise SimError(faults)
    return head


def _chain(path: Path, home: Home, faults: Faults) -> list[Document]:
    """Return the documents from the scenario's own to the last one that extends nothing, or is faulty."""
    chain: list[Document] = []
    seen: list[Path] = []
    while True:
        document = faults.take(read_yaml, display(path))
        if faults:
            return chain
        chain.append(document)
        seen.append(path.resolve())
        extends = document.data.get("extends")
        if not isinstance(extends, str) or not extends.strip():
            return chain
        place = document.place("extends")
        path = faults.take(_parent, extends.strip(), path, home, place)
        if not faults and path.resolve() in seen:
            names = " → ".join([*(entry.stem for entry in seen), path.stem])
            zh, en = f"extends 成环：{names}。", f"extends in a circle: {names}."
            faults.append(Fault("circular", zh, en, place))
        if faults:
            return chain


def _parent(name: str, child: Path, home: Home, place: str) -> Path:
    """Return the file that ``extends`` names: a shipped scenario, or one in the child's folder."""
    beside = {entry.stem: entry for entry in _scenario_files(child.parent)}
    by_file = {entry.name: entry for entry in beside.values()}
    return by_file.get(name) or _named(name, beside | _shipped(home), place)


def _find(name: str, home: Home) -> Path:
    shipped, path = _shipped(home), expand(name)
    looks_like_path = path.suffix.lower() in SUFFIXES or "/" in name or "\\" in name
    if path.suffix.lower() in _MODELS:
        zh = f'这是模型文件，不是情景；请用 teda model run "{name}"。'
        en = f'this is a model and no scenario; use teda model run "{name}".'
        raise fail("unsupported", zh, en, name)
    if looks_like_path and name not in shipped:
        if path.parent == Path() and path.stem in shipped and not path.exists():
            zh = f'找不到这个文件。是否指情景 "{path.stem}"？'
            en = f'there is no such file. Did you mean the scenario "{path.stem}"?'
            raise fail("missing-file", zh, en, name)
        return path
    return _named(name, shipped, display(home.scenarios))


def _named(name: str, known: Mapping[str, Path], place: str) -> Path:
    """Return the file of a scenario by its name or by its title in either language."""
    if name in known:
        return known[name]
    names = scenario_names(known)
    found = names.find(name)
    if len(found) > 1:
        raise SimError(names.several(name, found, place))
    if not found:
        raise _no_scenario(name, names, place)
    return known[found[0]]


def shipped_names(home: Home) -> Names:
    """Return what the shipped scenarios are called."""
    return scenario_names(_shipped(home))


def scenario_names(files: Mapping[str, Path]) -> Names:
    """Return what scenarios are called: by their files, and by their titles where these can be read."""
    called: dict[str, tuple[str, ...]] = dict.fromkeys(files, ())
    for name, path in files.items():
        with contextlib.suppress(SimError):
            title = _read_head(path).title
            called[name] = (title.zh, title.en)
    return Names(("情景", "scenario"), called, "teda list scenarios")


def _shipped(home: Home) -> dict[str, Path]:
    return {path.stem: path for path in _scenario_files(home.scenarios)}


def _scenario_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)


def _no_scenario(name: str, names: Names, place: str) -> SimError:
    zh, en = names.hint(name) if names.nearest(name) else ("", "")
    listed = ", ".join(names.ids)
    return fail(
        "unknown-name",
        f'没有名为 "{name}" 的情景。{zh}可用的有：{listed}。',
        f'no scenario "{name}".{en} There are: {listed}.',
        place,
    )
