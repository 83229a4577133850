"""Feedback loops that a switch of the model can cut."""

from __future__ import annotations

from typing import Literal

from sim.registry.schema import Bilingual, Filled, Record


class Loop(Record):
    """A loop, and the effect of cutting it in the last horizon of a scenario where it is active."""

    switch: Filled
    name: Bilingual
    path: Bilingual
    scenario: Filled
    indicator: Filled
    effect: Literal["lower", "higher"]
