"""State of a page: the user's choices and the model's results for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.outcomes.fan import Fan
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace
from sim.ui.cache import Sample, fan_of
from sim.ui.texts import say
from sim.ui.view import NO_COMPARISON, View


@dataclass(frozen=True)
class Scene:
    """Results that the pages draw.

    Parameters
    ----------
    fan : fan of the scenario with the current levers
    name : name of the scenario, with a note when levers are moved
    beside : name and ensemble of the scenario for comparison, or None
    """

    view: View
    workspace: Workspace
    scenarios: Mapping[str, Scenario]
    fan: Fan
    name: str
    beside: tuple[str, Fan] | None


def compute_scene(view: View, scenarios: Mapping[str, Scenario], workspace: Workspace) -> Scene:
    """Run what the view needs, or take it from the cache.

    Raises
    ------
    SimError: the model cannot run with these values.
    """
    scenario = scenarios[view.scenario]
    fan = fan_of(scenario, view.settings, Sample(view.seed, view.draws), workspace)
    name = scenario.title.text(view.language)
    if view.settings:
        name = say("adjusted", view.language, name=name)
    return Scene(view, workspace, scenarios, fan, name, _beside(view, scenarios, workspace))


def _beside(view: View, scenarios: Mapping[str, Scenario], workspace: Workspace) -> tuple[str, Fan] | None:
    if view.compare == NO_COMPARISON:
        return None
    scenario = scenarios[view.compare]
    name = scenario.title.text(view.language)
    if view.compare == view.scenario:
        name = say("original", view.language, name=name)
    return name, fan_of(scenario, {}, Sample(view.seed, view.draws), workspace)


@dataclass
class Latest:
    """What a page shows last, computed when it is asked for: files are made beside the page's own thread."""

    view: View
    scenarios: Mapping[str, Scenario]
    workspace: Workspace

    def scene(self) -> Scene:
        """Return the results for the view.

        Raises
        ------
        SimError: the model cannot run with these values.
        """
        return compute_scene(self.view, self.scenarios, self.workspace)
