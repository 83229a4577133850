"""The likeliest world in which targets are missed, and the likeliest in which they are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.analysis.decision.goals import Goal
from sim.analysis.structure import Structure
from sim.registry.load import Registry
from sim.registry.schema import Bilingual

Outcome = Literal["missed", "met"]


@dataclass(frozen=True)
class Turn:
    """What is otherwise in a world than in the middle.

    Parameters
    ----------
    key : of the constant, with its element
    middle, value : median of the draws, and in the world [unit]
    quantile : share of the draws that are lower than in the world, 0 to 1
    """

    key: str
    unit: str
    middle: float
    value: float
    quantile: float


@dataclass(frozen=True)
class World:
    """The likeliest world with an outcome.

    Parameters
    ----------
    distance : from the middle of all that is uncertain [standard deviations]; 0 where the middle itself has
        the outcome
    share : of members with the outcome
    turns : what is otherwise than in the middle, the least likely first
    figures : of the goals in the world [unit of each]
    is_reached : whether a world with the outcome was found on the way; otherwise it is the farthest one tried
    """

    outcome: Outcome
    distance: float
    share: float
    turns: tuple[Turn, ...]
    figures: tuple[float, ...]
    is_reached: bool


@dataclass(frozen=True, repr=False, eq=False)
class LikelyWorlds:
    """The likeliest failure and the likeliest success.

    Parameters
    ----------
    scenario : with its settings in ``options``
    goals : that are to be met together
    middle : figures of the goals in the middle of all that is uncertain [unit of each]
    worlds : missed, and met
    facts : everything that determines the draws
    structure, registry : what the model's variables are and are called
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    goals: tuple[Goal, ...]
    middle: tuple[float, ...]
    worlds: tuple[World, World]
    members: int
    facts: Mapping[str, object] | None
    model_hash: str
    structure: Structure
    registry: Registry

    def __repr__(self) -> str:
        """Return targets and distances, in one line."""
        goals = " and ".join(map(str, self.goals))
        ways = ", ".join(f"{one.outcome} at {one.distance:.2f}" for one in self.worlds)
        return f"<LikelyWorlds of {goals} in {self.scenario}: {ways}>"
