"""Reality checks and accounts of checks.yaml, their names resolved in the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.analysis.checks.worlds import World, world_of
from sim.errors import Fault, SimError, suggestion
from sim.names import fold, split_element
from sim.registry.load import read_reality
from sim.registry.predicate import Predicate, Vocabulary, read_predicate
from sim.registry.reality import TIMES, AccountEntry, RealityEntry, RealityFile
from sim.registry.schema import Bilingual
from sim.scenario.load import list_scenarios
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Trial:
    """An expectation of the model in a changed world, ready to be run.

    Parameters
    ----------
    keys : its place in the file
    name : its title
    sector : group of the model; "" for an account
    world : the changed world; of an account, the scenario itself
    base : the same scenario with nothing changed
    predicates : the conditions expected to hold
    multiples : factors of the constants that are set to a multiple of what the scenario has, by key
    """

    keys: tuple[str, ...]
    name: Bilingual
    sector: str
    world: World
    base: World
    predicates: tuple[Predicate, ...]
    multiples: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Trials:
    """All trials of a home, and the file that states them."""

    reality: tuple[Trial, ...]
    accounts: tuple[Trial, ...]
    file: RealityFile


@dataclass
class _Reading:
    """The file while it is read.

    Parameters
    ----------
    scenarios : names of the home's scenarios
    worlds : scenarios read so far, by name
    faults : faults found so far
    """

    workspace: Workspace
    file: RealityFile
    vocabulary: Vocabulary
    scenarios: tuple[str, ...]
    worlds: dict[str, World] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def report(self, keys: tuple[Any, ...], fault: Fault) -> None:
        """Add a fault, with the place of an entry."""
        self.faults.append(fault.at(self.file.document.place(*keys)))


def read_trials(workspace: Workspace) -> Trials:
    """Return the checks of a home.

    Raises
    ------
    SimError: all faults of the file: fields, names, years, formulas.
    """
    file = read_reality(workspace.registry)
    scenarios = tuple(summary.name for summary in list_scenarios(workspace.home.folder))
    reading = _Reading(workspace, file, Vocabulary(workspace.model.variables), scenarios)
    reality = [_reality(key, entry, reading) for key, entry in file.reality.items()]
    accounts = [trial for key, entry in file.accounts.items() for trial in _accounts(key, entry, reading)]
    if reading.faults:
        raise SimError(dict.fromkeys(reading.faults))
    return Trials(tuple(filter(None, reality)), tuple(accounts), file)


def _reality(key: str, entry: RealityEntry, reading: _Reading) -> Trial | None:
    keys, workspace = ("reality", key), reading.workspace
    if entry.sector not in workspace.model.groups:
        zh, en = suggestion(entry.sector, workspace.model.groups)
        zh, en = f'模型没有部门 "{entry.sector}"。{zh}', f'the model has no sector "{entry.sector}".{en}'
        reading.report((*keys, "sector"), Fault("unknown-name", zh, en))
    predicates = _predicates(keys, entry.expect, reading)
    base = _scenario(keys, entry.scenario or workspace.registry.zone.reference, reading)
    if base is None:
        return None
    changed = list(_changed(keys, entry.set, base, reading))
    world = World(base.scenario, {**base.constants, **{key: value for key, value, _ in changed}})
    multiples = {key: times for key, _, times in changed if times is not None}
    return Trial(keys, entry.name, entry.sector, world, base, predicates, multiples)


def _accounts(key: str, entry: AccountEntry, reading: _Reading) -> Iterator[Trial]:
    keys = ("accounts", key)
    predicates = _predicates(keys, entry.expect, reading)
    for scenario in reading.workspace.registry.zone.scenarios:
        world = _world(scenario, reading)
        yield Trial(keys, entry.name, "", world, world, predicates)


def _scenario(keys: tuple[str, ...], name: str, reading: _Reading) -> World | None:
    if name in reading.scenarios:
        return _world(name, reading)
    zh, en = suggestion(name, reading.scenarios)
    zh, en = f'没有名为 "{name}" 的情景。{zh}', f'no scenario "{name}".{en}'
    reading.report((*keys, "scenario"), Fault("unknown-name", zh, en))
    return None


def _world(scenario: str, reading: _Reading) -> World:
    if scenario not in reading.worlds:
        reading.worlds[scenario] = world_of(scenario, reading.workspace)
    return reading.worlds[scenario]


def _changed(
    keys: tuple[str, ...], given: Mapping[str, Any], base: World, reading: _Reading
) -> Iterator[tuple[str, float, float | None]]:
    """Yield the constants that are set: key, value, and the multiple that it is of the scenario's, if any.

    A lever has its value from start to end.
    """
    constants = {**reading.workspace.model.constants, **base.constants}
    for name, value in given.items():
        found = constant_keys(name, reading.workspace)
        if not found:
            known = [*reading.workspace.registry.levers, *reading.workspace.model.constants]
            zh, en = suggestion(name, known)
            zh, en = f'没有名为 "{name}" 的杠杆或常量。{zh}', f'no lever or constant "{name}".{en}'
            reading.report((*keys, "set", name), Fault("unknown-name", zh, en))
        times = TIMES.fullmatch(value) if isinstance(value, str) else None
        for key in found:
            if times:
                yield key, constants[key] * float(times[1]), float(times[1])
            else:
                yield key, float(value), None


def constant_keys(name: str, workspace: Workspace) -> tuple[str, ...]:
    """Return the constants that a name denotes: its elements, or both ends of a lever; () if none."""
    lever, element = split_element(name)
    slots = workspace.slots.get(fold(lever), {})
    chosen = [slot for suffix, slot in slots.items() if not element or suffix == fold(element)]
    if chosen:
        return tuple(slot.constant(end).key for slot in chosen for end in ("from", "to"))
    return workspace.model.constant_keys(name)


def _predicates(keys: tuple[str, ...], texts: tuple[str, ...], reading: _Reading) -> tuple[Predicate, ...]:
    found = []
    for index, text in enumerate(texts):
        place = (*keys, "expect", index)
        try:
            predicate = read_predicate(text, reading.vocabulary)
        except SimError as error:
            for fault in error.faults:
                reading.report(place, fault)
            continue
        for fault in _model_faults(predicate, reading.workspace):
            reading.report(place, fault)
        found.append(predicate)
    return tuple(found)


def _model_faults(predicate: Predicate, workspace: Workspace) -> Iterator[Fault]:
    """Yield elements that are not there, subscripts that do not go together, years outside the run."""
    sizes = set()
    for name in predicate.names.values():
        variable = workspace.model.variables[workspace.model.find(split_element(name)[0]) or ""]
        if variable.kind == "lookup":
            yield Fault(
                "no-data",
                f'"{name}" 是查找表，没有随时间的值。',
                f'"{name}" is a lookup, without values over time.',
            )
        if not split_element(name)[1]:
            sizes.add(len(variable.elements))
        elif fold(name) not in map(fold, variable.elements):
            zh, en = suggestion(name, variable.elements)
            yield Fault("unknown-name", f'没有 "{name}"。{zh}', f'there is no "{name}".{en}')
    if len(sizes - {1}) > 1:
        yield Fault(
            "mismatch",
            f'"{predicate.text}" 中各变量的下标个数不同，不能逐项比较。',
            f'the variables of "{predicate.text}" have different subscripts and cannot be compared.',
        )
    first, last = workspace.model.initial_time, workspace.model.final_time
    for year in (predicate.first, predicate.last):
        if year is not None and not first <= year <= last:
            yield Fault(
                "outside-limits",
                f"{year} 年不在运行期内（{first:g}–{last:g}）。",
                f"the year {year} is not in the run, {first:g} to {last:g}.",
            )
