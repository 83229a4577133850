"""Why an indicator is where it is: causes of its difference from another study, or since the base year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from sim.analysis.decision.causes import Why
from sim.analysis.decision.why import why
from sim.errors import SimError
from sim.outcomes.indicators import IndicatorRow
from sim.report.tables.why import cause_table
from sim.report.words.why import difference, sentences
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.ui.cache import what_of
from sim.ui.page_state import Scene

_DEPTH = 3


def why_record(scene: Scene, asked: object) -> dict[str, Any] | None:
    """Return the causes of what is asked about, None where nothing that can be asked about is.

    Parameters
    ----------
    asked : from the browser: ``indicator`` and ``year``
    """
    if not isinstance(asked, Mapping):
        return None
    key, year = str(asked.get("indicator")), asked.get("year")
    registry, language = scene.workspace.registry, scene.view.language
    entry = registry.indicators.get(key)
    if entry is None or not entry.is_modelled or year not in registry.plan.horizons:
        return None
    record: dict[str, Any] = {"indicator": key, "year": year, "heads": [], "rows": []}
    try:
        found = causes_of(scene, key, year)
    except SimError as error:
        return record | {"sentences": [fault.zh if language == "zh" else fault.en for fault in error.faults]}
    table = cause_table(found, language)
    words = [difference(found, language), *sentences(found, language)]
    return record | {
        "sentences": words,
        "heads": list(table.headings),
        "rows": list(map(list, table.printed())),
    }


def causes_of(scene: Scene, key: str, year: int) -> Why:
    """Return the causes of the difference from the first study beside, or else from the base year.

    A row without a figure in that year, such as a growth, is compared with its first.

    Raises
    ------
    SimError: a row or year without a figure, or nothing differs.
    """
    view, workspace = scene.view, scene.workspace
    own = apply_settings(scene.scenarios[view.scenario], view.settings, workspace)
    scenario = replace(own, name=scene.name)  # the words name scenarios as the page does
    other_one = scene.beside[0] if scene.beside else None
    against = None if other_one is None else replace(other_one.scenario, name=other_one.name)
    hashes = (workspace.model.hash, workspace.registry.hash)
    other = None if against is None else what_of(against)
    since = _since(scene.fan.table.rows[key], workspace.registry.plan.base_year)
    return _found(hashes, what_of(scenario), other, key, year, since, scenario, against)


def _since(row: IndicatorRow, base_year: int) -> int:
    """Return the base year, or the first year from it on in which the row has a figure."""
    first = base_year + (row.entry.measure == "growth")  # over no year there is none
    figures = ((int(year), row.figure(int(year))) for year in row.years if year >= first)
    return next((year for year, one in figures if one is not None and np.isfinite(one).all()), base_year)


@st.cache_resource(max_entries=64, show_spinner=False)
def _found(
    hashes: tuple[str, str],
    what: object,
    other: object,
    key: str,
    year: int,
    since: int,
    _scenario: Scenario,
    _against: Scenario | None,
) -> Why:
    if _against is not None:
        return why(_scenario, key, year, against=_against, depth=_DEPTH)
    return why(_scenario, key, year, since=since, depth=_DEPTH)
