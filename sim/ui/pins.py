"""Studies to compare with, as parts of a link: ``scenario;set:lever:number;path:lever:…;name:…``."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sim.errors import Faults, SimError, fail, suggestion
from sim.registry.schema import shown
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from sim.ui.lever_parts import PLACE, SEPARATOR, ignored, lever_parts, read_number, read_parts, read_years
from sim.ui.view import Pin

LONGEST_NAME = 40  # letters
_NEXT = ";"
_SET, _PATH = f"set{SEPARATOR}", f"path{SEPARATOR}"
_NAME = f"{_NEXT}name{SEPARATOR}"  # the last part, so that a name may hold any letter


def pin_text(pin: Pin) -> str:
    """Return a study to compare with as a link has it."""
    parts = [f"{kind}{SEPARATOR}{text}" for kind, text in lever_parts(pin.levers, pin.paths)]
    return _NEXT.join([pin.scenario, *parts]) + (f"{_NAME}{pin.name}" if pin.name else "")


def read_pin(text: str, scenarios: Mapping[str, Scenario], workspace: Workspace) -> Pin:
    """Return a study to compare with; one that cannot be as a whole is none.

    Raises
    ------
    SimError: all its faults.
    """
    given, _, name = text.partition(_NAME)
    scenario, *parts = given.split(_NEXT)
    scenario = known_scenario("compare", scenario, scenarios)
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise fail(
            "outside-limits",
            f"对照的名称（{shown(name)}）最多 {LONGEST_NAME} 个字，不能有控制字符；已忽略。",
            f"the name of a pinned study ({shown(name)}) has at most {LONGEST_NAME} letters, all of them "
            "printable. Ignored.",
            PLACE,
        )
    with Faults() as faults:
        sets = [part.removeprefix(_SET) for part in parts if not part.startswith(_PATH)]
        years = [part.removeprefix(_PATH) for part in parts if part.startswith(_PATH)]
        levers = read_parts(read_number, sets, workspace, faults)
        paths = read_parts(read_years, years, workspace, faults)
    pin = Pin(scenario, name, levers, paths)
    try:
        apply_settings(scenarios[scenario], pin.settings, workspace)
    except SimError as error:
        raise SimError(map(ignored, error.faults)) from None
    return pin


def known_scenario(part: str, given: str, scenarios: Collection[str]) -> str:
    """Return the name of a scenario if there is one.

    Raises
    ------
    SimError: there is none.
    """
    if given in scenarios:
        return given
    zh, en = suggestion(given, scenarios)
    listed = ", ".join(scenarios)
    raise fail(
        "unknown-name",
        f'"{part}" 为 {shown(given)}，没有这个情景，已忽略。{zh}可用的有：{listed}。',
        f'"{part}" is {shown(given)}; there is no such scenario. Ignored.{en} There are: {listed}.',
        PLACE,
    )
