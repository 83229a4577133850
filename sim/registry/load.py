"""Reads all that is known beside the model file, and what refers to what within it."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.document import Document, read_yaml
from sim.errors import Fault, SimError, suggestion
from sim.files import fingerprint
from sim.registry.home import find_home
from sim.registry.indicators import Indicator
from sim.registry.levers import Lever
from sim.registry.loops import Loop
from sim.registry.observations import Observation, read_observations
from sim.registry.parameters import Parameter
from sim.registry.schema import Record, check_entries
from sim.registry.sources import Source

OBSERVATIONS = "observations.csv"
FILES: dict[str, type[Record]] = {
    "levers": Lever,
    "parameters": Parameter,
    "indicators": Indicator,
    "loops": Loop,
    "sources": Source,
}


@dataclass(frozen=True, eq=False)
class Registry:
    """All that is known beside the model file, by name as written there.

    ``documents`` gives the place of an entry in its file: ``documents["levers"].place(name)``.
    """

    levers: Mapping[str, Lever]
    parameters: Mapping[str, Parameter]
    indicators: Mapping[str, Indicator]
    loops: Mapping[str, Loop]
    sources: Mapping[str, Source]
    observations: Mapping[str, tuple[Observation, ...]]
    documents: Mapping[str, Document]
    hash: str


def load_registry(home: str | os.PathLike[str] | None = None) -> Registry:
    """Return the registry of a home folder.

    Raises
    ------
    SimError: all faults of all its files.
    """
    folder = find_home(home)
    paths = [os.fspath(folder.model / f"{name}.yaml") for name in FILES]
    paths.append(os.fspath(folder.model / OBSERVATIONS))
    return _load(tuple(paths), tuple(fingerprint(path) for path in paths))


@functools.lru_cache(maxsize=8)
def _load(paths: tuple[str, ...], prints: tuple[str, ...]) -> Registry:
    *yaml_paths, observed_path = paths
    documents: dict[str, Document] = {}
    entries: dict[str, dict[str, Any]] = {}
    faults: list[Fault] = []
    for name, path in zip(FILES, yaml_paths, strict=True):
        try:
            documents[name] = read_yaml(path)
            entries[name], wrong = check_entries(documents[name], FILES[name])
            faults += wrong
        except SimError as error:
            faults += error.faults
    if not faults:
        faults = [*_source_faults(entries, documents), *_loop_faults(entries, documents)]
    observations: dict[str, tuple[Observation, ...]] = {}
    if not faults and prints[-1]:  # nothing need have been observed
        try:
            observations = read_observations(observed_path, entries["indicators"], entries["sources"])
        except SimError as error:
            faults += error.faults
    if faults:
        raise SimError(faults)
    digest = hashlib.sha256("".join(prints).encode()).hexdigest()
    return Registry(**entries, observations=observations, documents=documents, hash=digest)


def _source_faults(
    entries: Mapping[str, Mapping[str, Any]], documents: Mapping[str, Document]
) -> Iterator[Fault]:
    for name in ("levers", "parameters", "indicators"):
        for key, entry in entries[name].items():
            for path, named in entry.sources_at():
                for index, source in enumerate(named):
                    if source not in entries["sources"]:
                        place = documents[name].place(key, *path, index)
                        yield unknown("来源", "source", source, entries["sources"], place)


def _loop_faults(
    entries: Mapping[str, Mapping[str, Any]], documents: Mapping[str, Document]
) -> Iterator[Fault]:
    for key, loop in entries["loops"].items():
        if loop.indicator not in entries["indicators"]:
            place = documents["loops"].place(key, "indicator")
            yield unknown("指标", "indicator", loop.indicator, entries["indicators"], place)


def unknown(
    what_zh: str, what_en: str, given: str, known: Sequence[str] | Mapping[str, Any], place: str
) -> Fault:
    """Return the fault of a name that is not among the known ones, with the nearest of them."""
    hint_zh, hint_en = suggestion(given, known)
    return Fault(f'没有名为 "{given}" 的{what_zh}。{hint_zh}', f'no {what_en} "{given}".{hint_en}', place)
