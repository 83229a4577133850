"""Feedback loops that a switch of the model can cut."""

from __future__ import annotations

from typing import Literal

from sim.registry.schema import Bilingual, Filled, Record


class Loop(Record):
    """A loop, and what cutting it does in the last horizon, in a scenario where it works."""

    switch: Filled
    name: Bilingual
    path: Bilingual
    scenario: Filled
    indicator: Filled
    effect: Literal["lower", "higher"]
