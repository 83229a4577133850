"""Feedback loops that a switch of the model can cut."""

from __future__ import annotations

from typing import Literal

from sim.registry.schema import Bilingual, Filled, Record
from sim.units import Language

_ARROW = "→"


class Loop(Record):
    """A loop, and the effect of cutting it in the last horizon of a scenario where it is active."""

    switch: Filled
    name: Bilingual
    path: Bilingual
    scenario: Filled
    indicator: Filled
    effect: Literal["lower", "higher"]

    def quantities(self, language: Language) -> tuple[str, ...]:
        """Return the quantities that the path goes through, each once."""
        return tuple(dict.fromkeys(name.strip() for name in self.path.text(language).split(_ARROW)))

    def links(self, language: Language) -> tuple[tuple[str, str], ...]:
        """Return (cause, effect) along the path, which closes."""
        names = self.quantities(language)
        return tuple(zip(names, (*names[1:], names[0]), strict=True))
