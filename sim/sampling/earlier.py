"""Draws that members have from an earlier ensemble, with which another one goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sim.arrays import Array


@dataclass(frozen=True, eq=False)
class EarlierDraws:
    """The draws of an earlier ensemble.

    Parameters
    ----------
    keys : constants drawn, in its order
    read : returns the values of members from the first to before the stop, (constant, member) [units of the
        model]
    asked_for : of the keys, those of the user's own table or ranges, which take precedence over a scenario
    facts : what determined them, as in the manifest of that ensemble
    """

    keys: tuple[str, ...]
    read: Callable[[int, int], Array]
    asked_for: frozenset[str] = frozenset()
    facts: Mapping[str, object] = field(default_factory=dict)

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to ``stop`` - 1, (constant, member) [units of the model]."""
        return self.read(first, stop)
