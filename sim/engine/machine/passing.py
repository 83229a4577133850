"""What one run hands to another that begins where it ends.

A state goes by the key of its scalar, as does a value held since the start; what belongs to it or to an
integral by the key and a mark behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sim.arrays import Array

TAKEN = "#taken "  # before the name of an input that an earlier run hands over
DURATION, SUM, BEFORE = "#duration", "#integral", "#before"
"""Behind a key: the delay time at the start, the integral since the last save, the slope a step before."""

Taken: TypeAlias = frozenset[str] | None


@dataclass(frozen=True)
class Passing:
    """What a run takes over and hands over.

    Parameters
    ----------
    taken : names of what an earlier run has handed over; None for a run from the start of the model
    is_handed : whether the run hands over in turn
    is_whole : whether it computes all states of the model, not only those that are needed
    """

    taken: Taken = None
    is_handed: bool = False
    is_whole: bool = False

    @property
    def is_resumed(self) -> bool:
        """Whether the run begins where an earlier one ended, with the memory of its delays."""
        return self.taken is not None


@dataclass(frozen=True, slots=True)
class Handed:
    """What a later run needs: the final value of a state or sum, or an operation done once a run.

    Parameters
    ----------
    name : by which the later run takes it
    source, number : the state, integral or operation that it is
    """

    name: str
    source: Literal["state", "sum", "operation"]
    number: int


@dataclass(frozen=True)
class Left:
    """What a run hands to a later one.

    Parameters
    ----------
    values : by name, (member,) each
    memories : of delays, by the key of the state, (step, member) each, from the start of the model
    """

    values: Mapping[str, Array]
    memories: Mapping[str, Array]


NOTHING = Left({}, {})
