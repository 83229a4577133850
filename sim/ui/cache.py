"""Scenarios, draws and ensembles, computed once and shared by all visitors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from sim.engine.model import Run
from sim.errors import Faults
from sim.files import fingerprint
from sim.outcomes.fan import Fan, run_fan
from sim.outcomes.indicators import indicators
from sim.registry.home import Home
from sim.run.single import simulate, simulate_all
from sim.sampling.forecast import shipped_hash
from sim.sampling.methods import DRAWN, Drawn
from sim.sampling.sampler import Draws, draw
from sim.scenario.changes import Settings
from sim.scenario.load import NOTHING_SET, Scenario, list_scenarios, read_scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from sim.ui.turns import Turns, always

What = str  # a scenario with all its values, the key of the cache; Streamlit hashes one text the fastest
Hashes = tuple[str, str, str | None]  # of the model, the registry and the forecast
MEMBERS = 1000
_FANS_KEPT = 12  # about 9 MB each
_PINS_KEPT = (
    16  # of them apart: answers of other visitors are many, and each of one's own needs its pins again
)


def scenarios_of(workspace: Workspace) -> dict[str, Scenario]:
    """Return the shipped scenarios by name; an edited file takes effect at once.

    Raises
    ------
    SimError: all faults of all scenario files.
    """
    prints = (*_scenario_prints(workspace.home), workspace.model.hash, workspace.registry.hash)
    return _scenarios(str(workspace.home.folder), prints, workspace)


def _scenario_prints(home: Home) -> tuple[str, ...]:
    files = sorted(home.scenarios.iterdir()) if home.scenarios.is_dir() else []
    return tuple(f"{path.name}:{fingerprint(path)}" for path in files)


@st.cache_resource(max_entries=4, show_spinner=False)
def _scenarios(folder: str, prints: tuple[str, ...], _workspace: Workspace) -> dict[str, Scenario]:
    with Faults() as faults:
        found = {
            summary.name: faults.take(read_scenario, summary.name, _workspace)
            for summary in list_scenarios(folder)
        }
    return found or {"default": NOTHING_SET}


@dataclass(frozen=True)
class Sample:
    """Which draws an ensemble has: their seed, and whether they are the forecast's or the prior's."""

    seed: int
    draws: Drawn


def fan_of(
    scenario: Scenario,
    moved: Settings,
    sample: Sample,
    workspace: Workspace,
    is_wanted: Callable[[], bool] = always,
    is_pinned: bool = False,
) -> Fan:
    """Return the ensemble of a scenario with some levers moved.

    Parameters
    ----------
    moved : levers that differ from the scenario, by the lever's name [unit of the model]
    sample : its draws
    is_wanted : whether somebody still waits for it
    is_pinned : whether it stands beside others, and is asked for with each of them

    Raises
    ------
    SimError: the model cannot run with these values.
    OvertakenError: nobody waits for it any more, and it has not begun.
    """
    changed = _moved(scenario, moved, workspace)
    fan = _pinned if is_pinned else _fan
    return fan(hashes_of(workspace), sample, what_of(changed), changed, workspace, is_wanted)


def line_of(scenario: Scenario, moved: Settings, sample: Sample, workspace: Workspace) -> Fan:
    """Return the run of a scenario with some levers moved as in `fan_of`, at the model's own values alone.

    Raises
    ------
    SimError: the model cannot run with these values.
    """
    run = simulate(_moved(scenario, moved, workspace), workspace)
    draws = _draws(hashes_of(workspace), sample, workspace)
    return Fan(indicators(run), np.empty(0, np.bool_), draws.facts)


def course_of(scenario: Scenario, moved: Settings, workspace: Workspace) -> Run:
    """Return every variable over the years of a scenario with some levers moved, as in `fan_of`.

    Raises
    ------
    SimError: the model cannot run with these values.
    """
    changed = _moved(scenario, moved, workspace)
    return _course(workspace.model.hash, what_of(changed), changed, workspace)


def _moved(scenario: Scenario, moved: Settings, workspace: Workspace) -> Scenario:
    return apply_settings(scenario, moved, workspace)


def hashes_of(workspace: Workspace) -> Hashes:
    """Return the hashes of all that draws depend on."""
    return workspace.model.hash, workspace.registry.hash, shipped_hash(workspace)


def what_of(scenario: Scenario) -> What:
    """Return the cache key of a scenario: its name and all its settings."""
    return repr((scenario.name, *scenario.options, *sorted(scenario.constants.items())))


_turns = Turns()  # side by side, all visitors would wait as long as the last one


@st.cache_resource(max_entries=_FANS_KEPT, show_spinner=False)
def _fan(
    hashes: Hashes,
    sample: Sample,
    what: What,
    _scenario: Scenario,
    _workspace: Workspace,
    _is_wanted: Callable[[], bool],
) -> Fan:
    draws = _draws(hashes, sample, _workspace)
    with _turns.taken(_is_wanted):
        return run_fan(_scenario, _workspace, draws)


@st.cache_resource(max_entries=_PINS_KEPT, show_spinner=False)
def _pinned(
    hashes: Hashes,
    sample: Sample,
    what: What,
    _scenario: Scenario,
    _workspace: Workspace,
    _is_wanted: Callable[[], bool],
) -> Fan:
    return _fan(hashes, sample, what, _scenario, _workspace, _is_wanted)


@st.cache_resource(max_entries=_FANS_KEPT, show_spinner=False)
def _course(model_hash: str, what: What, _scenario: Scenario, _workspace: Workspace) -> Run:
    return simulate_all(_scenario, _workspace)


@st.cache_resource(max_entries=8, show_spinner=False)
def _draws(hashes: Hashes, sample: Sample, _workspace: Workspace) -> Draws:
    return draw(_workspace, MEMBERS, sample.seed, DRAWN[sample.draws])
