"""Labels that travel with the tables of an ensemble: names, units, and what the figures come from.

They stand in the metadata of the Parquet files, so that a table is understood without its folder.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from sim.bilingual_names import Names, halves
from sim.names import split_element
from sim.registry.schema import Bilingual
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

_ABOUT = b"about"  # key of the metadata that `About` is read from
Labels = Mapping[str, Mapping[str, str]]  # by column: unit and name in both languages


@dataclass(frozen=True)
class About:
    """The indicators of an ensemble, as needed to name, judge and export their figures.

    Parameters
    ----------
    region : name of the zone
    base_year : year with which targets compare
    indicators : by id: ``name``, ``unit``, ``measure``, ``comparison`` and ``decimals``
    """

    region: Mapping[str, str]
    base_year: int
    indicators: Mapping[str, Mapping[str, Any]]

    @functools.cached_property
    def names(self) -> Names:
        """Return what the indicators are called."""
        called = {key: (one["name"]["zh"], one["name"]["en"]) for key, one in self.indicators.items()}
        return Names(("指标", "indicator"), called)

    def attributes(self, indicator: str) -> dict[str, str]:
        """Return unit and names of an indicator as xarray takes them."""
        one = self.indicators[indicator]
        return {"units": one["unit"]["en"], "long_name": one["name"]["en"], "name_zh": one["name"]["zh"]}


def about(workspace: Workspace, outputs: Sequence[str]) -> About:
    """Return what is to be known about the indicators that an ensemble computes."""
    registry = workspace.registry
    found = {}
    for key in outputs:
        entry, planned = registry.indicators[key], registry.plan.of(key)
        found[key] = {
            "name": _both(entry.name),
            "unit": _both(entry.unit),
            "measure": entry.measure,
            "comparison": planned.comparison,
            "decimals": planned.precision(entry),
        }
    return About(_both(registry.zone.name), registry.plan.base_year, found)


def about_of(schema: pa.Schema) -> About | None:
    """Return what a table says about its indicators; None for one of the first formats."""
    written = (schema.metadata or {}).get(_ABOUT)
    return None if written is None else About(**json.loads(written))


def origin(scenario: Scenario, workspace: Workspace) -> dict[bytes, bytes]:
    """Return scenario and hashes as metadata."""
    facts = {
        "scenario": scenario.name,
        "title_zh": scenario.title.zh,
        "title_en": scenario.title.en,
        "options": json.dumps(list(scenario.options), ensure_ascii=False),
        "model_hash": workspace.model.hash,
        "registry_hash": workspace.registry.hash,
    }
    return {key.encode(): value.encode() for key, value in facts.items()}


def described(metadata: Mapping[bytes, bytes], known: About) -> dict[bytes, bytes]:
    """Return metadata with what is to be known about the indicators."""
    facts = {"region": known.region, "base_year": known.base_year, "indicators": known.indicators}
    return {**metadata, _ABOUT: json.dumps(facts, ensure_ascii=False).encode()}


def indicator_labels(workspace: Workspace) -> Labels:
    """Return unit and names of the columns of a shard."""
    return {
        key: {"unit": one.unit.zh, "unit_en": one.unit.en, "name_zh": one.name.zh, "name_en": one.name.en}
        for key, one in workspace.registry.indicators.items()
    }


def constant_labels(keys: Sequence[str], workspace: Workspace) -> Labels:
    """Return unit and names of the columns of a table of draws, from the model."""
    found = {}
    for key in keys:
        variable = workspace.model[split_element(key)[0]]
        comment = halves(variable.comment)
        found[key] = {"unit": variable.units, "name_zh": comment["zh"], "name_en": comment["en"]}
    return found


def labelled(schema: pa.Schema, metadata: Mapping[bytes, bytes], labels: Labels | None = None) -> pa.Schema:
    """Return a schema with metadata added to its own, and with labels of its columns."""
    known = labels or {}
    fields = [one.with_metadata(known[one.name]) if one.name in known else one for one in schema]
    return pa.schema(fields, {**(schema.metadata or {}), **metadata})


def filled(schema: pa.Schema) -> pa.Schema:
    """Return a schema of columns without empty cells, which take a third less time to write."""
    return pa.schema([field.with_nullable(False) for field in schema], schema.metadata)


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
