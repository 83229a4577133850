"""The view: the user's choices, written to the session and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import streamlit as st

from sim.sampling.methods import Drawn
from sim.scenario.changes import Setting
from sim.scenario.load import Scenario
from sim.scenario.paths import LeverPath
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace
from sim.units import Language

DEFAULT_SEED = 7
DEFAULT_DRAWS: Drawn = "forecast"
MOST_SEED = 2**31 - 1
MOST_PINS = 3
_PLAIN = (
    *("language", "year", "scenario", "pins", "difference", "seed", "draws", "charts", "sector"),
    "variable",
)


@dataclass(frozen=True)
class Pin:
    """A study that is kept beside the present one, to compare with.

    Parameters
    ----------
    name : that the visitor gave it, "" for none
    levers, paths : as in a `View`
    """

    scenario: str
    name: str = ""
    levers: Mapping[str, float] = field(default_factory=dict)
    paths: Mapping[str, LeverPath] = field(default_factory=dict)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Return what differs from the scenario."""
        return _settings(self.paths, self.levers)


@dataclass(frozen=True)
class View:
    """The choices of the user.

    Parameters
    ----------
    levers : what of levers differs from the scenario's, by name: of a lever for its end value, or of a field
    paths : of the levers that are given by year, by the lever's name
    pins : studies to compare with
    difference : number of the one from which charts show the difference, from 1; 0 for none
    draws : the forecast or the prior
    charts : indicators of the charts, none for the headline ones
    sector, variable : sector and variable of the model that are shown; "" for none
    """

    scenario: str
    year: int
    pins: tuple[Pin, ...] = ()
    difference: int = 0
    language: Language = "zh"
    seed: int = DEFAULT_SEED
    draws: Drawn = DEFAULT_DRAWS
    charts: tuple[str, ...] = ()
    sector: str = ""
    variable: str = ""
    levers: Mapping[str, float] = field(default_factory=dict)
    paths: Mapping[str, LeverPath] = field(default_factory=dict)

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Return what differs from the scenario."""
        return _settings(self.paths, self.levers)


def _settings(paths: Mapping[str, LeverPath], levers: Mapping[str, float]) -> tuple[Setting, ...]:
    """Return settings: paths, and end values that come after them."""
    return tuple(Setting(name, value) for each in (paths, levers) for name, value in each.items())


def default_view(workspace: Workspace, scenarios: Mapping[str, Scenario]) -> View:
    """Return the view of a visitor without a link."""
    registry = workspace.registry
    opening = registry.zone.opening
    return View(opening if opening in scenarios else next(iter(scenarios)), registry.plan.horizons[-1])


def lever_name(slot: LeverSlot) -> str:
    """Return the name of a lever in settings and links."""
    return slot.constant("to").label


def restore(view: View) -> None:
    """Write a view into the session, before its widgets are drawn; what the browser shows follows."""
    keep(view)
    st.session_state["version"] = st.session_state.get("version", 0) + 1


def keep(view: View) -> None:
    """Write into the session what the browser shows already."""
    state = st.session_state
    for key in _PLAIN:
        state[key] = getattr(view, key)
    state["levers"], state["paths"] = dict(view.levers), dict(view.paths)


def current_view() -> View:
    """Return the view of the session."""
    state = st.session_state
    return View(
        scenario=state["scenario"],
        pins=state["pins"],
        difference=state["difference"],
        language=cast(Language, state["language"]),
        year=int(state["year"]),
        seed=int(state["seed"]),
        draws=state["draws"],
        charts=state["charts"],
        sector=state["sector"],
        variable=state["variable"],
        levers=dict(state["levers"]),
        paths=dict(state["paths"]),
    )


def has_view() -> bool:
    """Return whether the session holds a view; Streamlit forgets widgets that a page did not draw."""
    return all(key in st.session_state for key in (*_PLAIN, "levers", "paths"))
