"""A study with all that can be set, for tests of what is written and read back."""

from __future__ import annotations

import random

from sim.scenario.paths import LeverPath
from sim.scenario.workspace import Workspace
from sim.ui.view import View, lever_name


def all_set(workspace: Workspace, chance: random.Random) -> View:
    """Return a view with every lever moved: value and every field, and each second lever by year."""
    levers: dict[str, float] = {}
    paths: dict[str, LeverPath] = {}
    for number, slot in enumerate(
        each for elements in workspace.slots.values() for each in elements.values()
    ):
        low, high = slot.lever.minimum, slot.lever.maximum
        values = [chance.uniform(low, high) for _ in range(4)]
        levers[lever_name(slot)] = values[0]
        start = chance.uniform(2026, 2030)
        levers[slot.constant("start").label] = start
        levers[slot.constant("end").label] = start + chance.uniform(0, 5)
        levers[slot.constant("from").label] = values[1]
        if number % 2:
            paths[lever_name(slot)] = LeverPath({2021: values[2], 2024: values[3], 2026: low})
    return View("plan", 2035, levers=levers, paths=paths)
