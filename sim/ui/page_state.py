"""State of a page: the user's choices and the model's results for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sim.errors import SimError
from sim.outcomes.fan import Fan
from sim.registry.schema import Bilingual
from sim.scenario.changes import Settings
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from sim.ui.cache import Sample, fan_of, line_of
from sim.ui.texts import say
from sim.ui.turns import OvertakenError, always
from sim.ui.view import Pin, View
from sim.units import LANGUAGES, Language


@dataclass(frozen=True)
class Beside:
    """A study to compare with, and its results.

    Parameters
    ----------
    scenario : as it is changed in the study, under the study's name
    name : of the study in the language of the page
    """

    pin: Pin
    scenario: Scenario
    name: str
    fan: Fan


@dataclass(frozen=True)
class Scene:
    """Results that the pages draw.

    Parameters
    ----------
    fan : fan of the scenario with the current levers; without members where only lines were asked for
    name : name of the scenario, with a note when levers are moved
    beside : studies to compare with, those left out that are the same
    """

    view: View
    workspace: Workspace
    scenarios: Mapping[str, Scenario]
    fan: Fan
    name: str
    beside: tuple[Beside, ...] = ()
    is_line: bool = False

    @property
    def charts(self) -> tuple[str, ...]:
        """Return the indicators whose charts are shown: the headlines, until others are chosen."""
        headline = self.workspace.registry.zone.headline
        drawn = (key for key in headline if self.fan.table.rows[key].series is not None)
        return self.view.charts or tuple(drawn)


def compute_scene(
    view: View,
    scenarios: Mapping[str, Scenario],
    workspace: Workspace,
    is_wanted: Callable[[], bool] = always,
    is_line: bool = False,
) -> Scene:
    """Run what the view needs, or take it from the cache.

    Parameters
    ----------
    is_wanted : whether somebody still waits for it
    is_line : whether the runs at the model's own values are enough

    Raises
    ------
    SimError: the model cannot run with these values.
    OvertakenError: nobody waits for it any more, and some of it has not begun.
    """

    def found(name: str, settings: Settings, is_pinned: bool) -> Fan:
        sample = Sample(view.seed, view.draws)
        if is_line:
            return line_of(scenarios[name], settings, sample, workspace)
        return fan_of(scenarios[name], settings, sample, workspace, is_wanted, is_pinned)

    fan = found(view.scenario, view.settings, is_pinned=False)
    name = scenarios[view.scenario].title.text(view.language)
    if view.settings:
        name = say("adjusted", view.language, name=name)
    beside = tuple(
        _beside(
            pin, view, scenarios[pin.scenario], workspace, found(pin.scenario, pin.settings, is_pinned=True)
        )
        for pin in view.pins
        if not _is_same(pin, view)
    )
    return Scene(view, workspace, scenarios, fan, name, beside, is_line)


def _is_same(pin: Pin, view: View) -> bool:
    return (pin.scenario, pin.levers, pin.paths) == (view.scenario, view.levers, view.paths)


def _beside(pin: Pin, view: View, filed: Scenario, workspace: Workspace, fan: Fan) -> Beside:
    names = {language: _pin_name(pin, filed, view, language) for language in LANGUAGES}
    scenario = replace(apply_settings(filed, pin.settings, workspace), title=Bilingual(**names))
    return Beside(pin, scenario, names[view.language], fan)


def _pin_name(pin: Pin, filed: Scenario, view: View, language: Language) -> str:
    title = filed.title.text(language)
    if pin.name:
        return pin.name
    if pin.settings:
        return say("adjusted", language, name=title)
    return say("original", language, name=title) if pin.scenario == view.scenario else title


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

    def answer(self, is_wanted: Callable[[], bool], is_line: bool = False) -> Scene | SimError | None:
        """Return the results, or why there are none; None once they are wanted no more."""
        try:
            return compute_scene(self.view, self.scenarios, self.workspace, is_wanted, is_line)
        except SimError as error:
            return error
        except OvertakenError:
            return None
