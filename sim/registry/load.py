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
from sim.registry.correlations import Correlation, correlation_faults
from sim.registry.home import find_home
from sim.registry.indicators import Indicator
from sim.registry.influence import Screening, read_influence
from sim.registry.levers import Lever
from sim.registry.loops import Loop
from sim.registry.observations import Observation, by_indicator, read_observations
from sim.registry.parameters import Parameter
from sim.registry.schema import Record, check_entries
from sim.registry.sources import Source

OBSERVATIONS, INFLUENCE, CORRELATIONS = "observations.csv", "influence.csv", "correlations.yaml"
OPTIONAL = (CORRELATIONS, OBSERVATIONS, INFLUENCE)  # a home need not have them
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

    ``observations`` has the yearly figures of indicators by id, ``observed`` all figures in file order,
    those of half-years and of variables too. ``documents`` gives the place of an entry in its file:
    ``documents["levers"].place(name)``.
    """

    levers: Mapping[str, Lever]
    parameters: Mapping[str, Parameter]
    indicators: Mapping[str, Indicator]
    loops: Mapping[str, Loop]
    sources: Mapping[str, Source]
    observations: Mapping[str, tuple[Observation, ...]]
    observed: tuple[Observation, ...]
    correlations: Mapping[str, Correlation]
    screening: Screening | None
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
    paths += [os.fspath(folder.model / name) for name in OPTIONAL]
    return _load(tuple(paths), tuple(fingerprint(path) for path in paths))


@functools.lru_cache(maxsize=8)
def _load(paths: tuple[str, ...], prints: tuple[str, ...]) -> Registry:
    documents: dict[str, Document] = {}
    entries: dict[str, dict[str, Any]] = {}
    faults: list[Fault] = []
    for (name, schema), path in zip(FILES.items(), paths[: len(FILES)], strict=True):
        faults += _read_entries(name, schema, path, documents, entries)
    if faults:
        raise SimError(faults)
    correlations, observed, screening = (
        path if print_ else None
        for path, print_ in zip(paths[len(FILES) :], prints[len(FILES) :], strict=True)
    )
    faults += [*_source_faults(entries, documents), *_loop_faults(entries, documents)]
    entries["correlations"] = {}
    if correlations:
        faults += _read_entries("correlations", Correlation, correlations, documents, entries)
        if not faults:
            faults += correlation_faults(
                entries["correlations"], entries["parameters"], documents["correlations"]
            )
    rows: tuple[Observation, ...] = ()
    found: Screening | None = None
    try:
        rows = read_observations(observed, entries["indicators"], entries["sources"]) if observed else ()
    except SimError as error:
        faults += error.faults
    try:
        found = read_influence(screening) if screening else None
    except SimError as error:
        faults += error.faults
    if faults:
        raise SimError(faults)
    digest = hashlib.sha256("".join(prints[:-1]).encode()).hexdigest()  # a screening changes no result
    return Registry(
        **entries,
        observations=by_indicator(rows),
        observed=rows,
        screening=found,
        documents=documents,
        hash=digest,
    )


def _read_entries(
    name: str,
    schema: type[Record],
    path: str,
    documents: dict[str, Document],
    entries: dict[str, dict[str, Any]],
) -> list[Fault]:
    """Read one file into the documents and the entries; return its faults."""
    try:
        documents[name] = read_yaml(path)
        entries[name], faults = check_entries(documents[name], schema)
    except SimError as error:
        return list(error.faults)
    return faults


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
    return Fault(
        "unknown-name",
        f'没有名为 "{given}" 的{what_zh}。{hint_zh}',
        f'no {what_en} "{given}".{hint_en}',
        place,
    )
