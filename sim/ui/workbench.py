"""The workbench: levers and charts that answer while one drags, in the visitor's own browser.

What a visitor sets is kept by the browser and told to the server as the query of a link. Kernel and draws are
a file beside the fonts, named by its content, by which the browser computes all members. The server does so
for a machine that is too slow, and for what the file has not: other draws, and levers by year.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from sim.arrays import Array
from sim.cache import kept
from sim.errors import SimError
from sim.files import write_files
from sim.outcomes.board_of_fan import fan_together
from sim.outcomes.fan import Fan
from sim.outcomes.levels import LEVELS, quantiles
from sim.outcomes.targets import HEADLINE, TABLE1
from sim.places import STATIC, page_folder
from sim.report.html.origin import origin_lines
from sim.report.html.page import study_record
from sim.report.html.study import scenario_study
from sim.report.writers import finite
from sim.scenario.load import Scenario
from sim.scenario.questions import question_prints
from sim.scenario.workspace import Workspace
from sim.ui.address import static_url
from sim.ui.cache import MEMBERS, What, hashes_of, what_of
from sim.ui.link import page_query, read_link, study_query
from sim.ui.opened import opened_record
from sim.ui.page_state import Beside, Scene
from sim.ui.pins import read_pin
from sim.ui.styles import script, sheet
from sim.ui.take_away import workbook_record
from sim.ui.texts import say
from sim.ui.view import DEFAULT_DRAWS, DEFAULT_SEED, View, current_view, keep
from sim.ui.why import why_record
from sim.units import Language

KEY = "workbench"
_ASKED = "asked"  # the query that the browser wants all members of
_WANTED = "wanted"  # what else it wants of the server, once
_LONGEST = 20_000  # letters of a query
_UNUSED = 86_400  # seconds after which the file of a server is that of none

_workbench = st.components.v2.component(
    "teda_workbench",
    html='<div id="page"></div>',
    css=sheet("workbench.css"),
    js=script("workbench.js"),  # sent with every answer, so the rest of the script is in the file
)


def asked_query() -> str | None:
    """Return the query that the browser wants all members of, None where it wants none yet."""
    state = st.session_state.get(KEY) or {}
    asked = state.get(_ASKED)
    query = asked.get("query") if isinstance(asked, Mapping) else None
    return query if isinstance(query, str) and len(query) <= _LONGEST else None


def asked_why() -> object:
    """Return what the browser wants to know the causes of, None where it wants nothing."""
    asked = (st.session_state.get(KEY) or {}).get(_ASKED)
    return asked.get("why") if isinstance(asked, Mapping) else None


def asks_for_members() -> bool:
    """Return whether the browser wants all members, unless it says that it computes them itself."""
    asked = (st.session_state.get(KEY) or {}).get(_ASKED)
    return not isinstance(asked, Mapping) or asked.get("whole") is not False


def draw_workbench(
    view: View, scenarios: Mapping[str, Scenario], workspace: Workspace, answer: Mapping[str, Any] | None
) -> None:
    """Draw the workbench; what the visitor sets in it becomes the view of the session.

    Parameters
    ----------
    answer : what was computed of all members, as `answer_of` records it; None where nothing was
    """

    def take() -> None:
        query = asked_query()
        if query is None:
            return
        found, _ = read_link(parse_qs(query, keep_blank_values=True), workspace, scenarios)
        now = current_view()
        keep(
            replace(
                now,
                scenario=found.scenario,
                pins=found.pins,
                difference=found.difference,
                charts=found.charts,
                levers=found.levers,
                paths=found.paths,
            )
        )

    def want() -> None:
        st.session_state[_WANTED] = (st.session_state.get(KEY) or {}).get(_WANTED)

    told = {
        "address": _address(scenarios, workspace),
        "session": st.session_state["session"],
        "version": st.session_state["version"],
        "language": view.language,
        "query": study_query(view),
        "rest": page_query(view, workspace.model.hash),
        "has_draws": (view.seed, view.draws) == (DEFAULT_SEED, DEFAULT_DRAWS),
        "answer": answer,
        "given": _given(st.session_state.pop(_WANTED, None), view.language, scenarios, workspace),
        "starting": say("workbench_opens", view.language),
        "failed": say("workbench_fails", view.language),
        "skip": say("skip_levers", view.language),
    }
    # In a list: in a dictionary Streamlit looks for tables, for which it loads pandas.
    _workbench(key=KEY, data=[told], on_asked_change=take, on_wanted_change=want)


def _given(
    wanted: object, language: Language, scenarios: Mapping[str, Scenario], workspace: Workspace
) -> dict[str, Any] | None:
    """Return what the browser wants once, with the number of its request: a workbook, or a file read."""
    if not isinstance(wanted, Mapping):
        return None
    kind, number = wanted.get("kind"), wanted.get("number")
    found = None
    if kind == "workbook":
        found = workbook_record(wanted, language)
    elif kind == "scenario":
        found = opened_record(wanted, scenarios, workspace, language)
    return None if found is None else {**found, "number": number}


def answer_of(scene: Scene, query: str, why: object = None) -> dict[str, Any]:
    """Return what the browser asks for: why, and of all members bands of its charts and every probability."""
    if scene.is_line:
        said: dict[str, Any] = finite({"query": query, "why": why_record(scene, why)})
        return said
    fan = scene.fan
    modelled = [row.id for row in fan.table if row.series is not None]
    charts = scene.charts
    record = {
        "query": query,
        "why": why_record(scene, why),
        "members": fan.members,
        "origin": [
            *origin_lines(fan.facts, fan.members, scene.view.seed, scene.workspace, scene.view.language)
        ],
        "failed": len(fan.sound) - fan.members,
        **_shown(fan, scene, charts, modelled, is_by_year=bool(scene.view.paths)),
        "pins": {
            text: {
                **_shown(other.fan, scene, charts, modelled, is_by_year=bool(other.pin.paths)),
                "differences": {key: _lines(_differences(fan, other.fan, key)) for key in charts},
            }
            for text, other in _pinned(scene, query)
        },
    }
    found: dict[str, Any] = finite(record)
    return found


def _shown(
    fan: Fan, scene: Scene, charts: Iterable[str], modelled: Sequence[str], is_by_year: bool
) -> dict[str, Any]:
    """Return what the browser shows of one study's members.

    Parameters
    ----------
    is_by_year : whether a lever is given by year, which the browser cannot run
    """
    years = scene.workspace.registry.plan.horizons
    ranges = fan.figure_ranges([(key, year) for key in modelled for year in years])
    return {
        "bands": {key: _lines(fan.quantiles(key)) for key in charts},
        "chances": {key: {str(year): fan.probability(key, year) for year in years} for key in modelled},
        "ranges": {key: {str(year): ranges[key, year] for year in years} for key in modelled},
        **_together(fan, scene.workspace),
        "central": {key: [_line(fan.central(key))] for key in modelled} if is_by_year else {},
    }


def _together(fan: Fan, workspace: Workspace) -> dict[str, Any]:
    """Return how likely the headline targets of a year are met together, and how many of Table 1 are met."""
    found: dict[str, Any] = {"joint": {}, "table1": None}
    for one in fan_together(fan, workspace):
        if one.group.name == HEADLINE and one.joint.members:
            found["joint"][str(one.group.year)] = one.joint.value
        elif one.group.name == TABLE1 and one.joint.members:
            low, middle, high = (one.quantile(level) for level in (LEVELS[0], 0.5, LEVELS[-1]))
            found["table1"] = {"count": len(one.targets), "low": low, "middle": middle, "high": high}
    return found


def _pinned(scene: Scene, query: str) -> Iterator[tuple[str, Beside]]:
    """Yield the studies beside by the text that the browser has for each."""
    for text in parse_qs(query).get("compare", ()):
        with contextlib.suppress(SimError):  # told where the link is read
            pin = read_pin(text, scene.scenarios, scene.workspace)
            yield from ((text, other) for other in scene.beside if other.pin == pin)


def _differences(fan: Fan, beside: Fan, key: str) -> Array | None:
    """Return quantiles of what differs between two ensembles of the same draws, (level, time)."""
    one, other = fan.table.rows[key].series, beside.table.rows[key].series
    both = fan.sound & beside.sound
    if one is None or other is None or not both.any():
        return None
    return quantiles((one - other)[:, 1:].compress(both, axis=1)).T


def _lines(values: Array | None) -> list[list[float]] | None:
    return None if values is None else values.tolist()


def _line(values: Array | None) -> list[float]:
    assert values is not None
    found: list[float] = values.tolist()
    return found


def _address(scenarios: Mapping[str, Scenario], workspace: Workspace) -> str:
    """Return where the server has what the workbench holds; the file is written where it is missing.

    Other servers have theirs in the same folder: only what none has used for long goes.
    """
    whats = tuple(map(what_of, scenarios.values()))
    name, content = _file(hashes_of(workspace), whats, question_prints(workspace), scenarios, workspace)
    folder = page_folder() / STATIC
    try:
        os.utime(folder / name)
    except OSError:
        write_files({os.fspath(folder / name): content})  # whole or not at all: a visitor may be asking
        for old in folder.glob("workbench-*.json"):
            with contextlib.suppress(OSError):
                if old.stat().st_mtime < time.time() - _UNUSED:
                    old.unlink()
    return static_url(name)


@st.cache_resource(max_entries=2, show_spinner=False)
def _file(
    hashes: tuple[str, str, str | None],
    whats: tuple[What, ...],
    prints: tuple[str, ...],
    _scenarios: Mapping[str, Scenario],
    _workspace: Workspace,
) -> tuple[str, bytes]:
    def made() -> bytes:
        study = scenario_study([*_scenarios.values()], _workspace, MEMBERS)
        return json.dumps(study_record(study)).encode()

    content = kept("workbench", (hashes, whats, prints, str(_workspace.home.folder)), made)
    return f"workbench-{hashlib.sha256(content).hexdigest()[:16]}.json", content
