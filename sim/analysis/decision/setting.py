"""What it would take: the setting of levers that a backcast found, and how far it meets the goals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.analysis.decision.goals import Goal
from sim.registry.schema import Bilingual

Outcome = Literal["met already", "found", "not found"]
Weighed = Literal["distance", "cost"]
WEIGHED: tuple[Weighed, ...] = ("distance", "cost")


@dataclass(frozen=True)
class LeverMove:
    """A lever in the setting found.

    Parameters
    ----------
    lever : its name in the model, with its element
    before : its value when the ramp begins [unit]
    own, value : end value in the scenario, and in the setting [unit]
    low, high : its limits [unit]
    start, end : of the ramp [model time]
    """

    lever: str
    name: Bilingual
    unit: str
    before: float
    own: float
    value: float
    low: float
    high: float
    start: float
    end: float

    @property
    def distance(self) -> float:
        """Return how far it moves from the scenario, as a share of its range."""
        return abs(self.value - self.own) / (self.high - self.low)

    @property
    def is_moved(self) -> bool:
        """Return whether it moves at all."""
        return self.value != self.own


@dataclass(frozen=True)
class Shares:
    """Shares of members, 0 to 1: those that meet all goals together, and each of them alone.

    Parameters
    ----------
    members : number of members
    alone : in the order of the goals
    """

    members: int
    together: float
    alone: tuple[float, ...]


@dataclass(frozen=True)
class StandingLimit:
    """What limits an output of the zone in the setting found, in the year of the first goal.

    Parameters
    ----------
    output : name of the output
    limit : ``demand``, ``labour``, ``capital``, ``energy`` or ``land``; None where none binds
    gain : what a tenth more of it adds to the output [fraction]
    usual : the limit that is the tightest in most members, with their share; None where none is
    """

    output: Bilingual
    year: int
    limit: str | None
    gain: float
    usual: tuple[str, float] | None


@dataclass(frozen=True)
class Cost:
    """What a setting costs those who pay, beyond the scenario [100M CNY].

    Parameters
    ----------
    year : stocks are read in it, flows added up to it
    levers : by what each lever alone costs for a whole range, which is what the search made least
    paid : name of each account in money and by how much it is worse off, in the mean of members; minus where
        it is better off
    """

    year: int
    levers: Mapping[str, float]
    paid: tuple[tuple[Bilingual, float], ...]


@dataclass(frozen=True, repr=False, eq=False)
class Backcast:
    """What it would take to meet goals together with a probability.

    Parameters
    ----------
    scenario : that levers are changed from, with its settings in ``options``
    start : first year of the change
    goals, probability : that are to be met together, and how probably
    outcome : whether a setting was found; that none was found does not prove that there is none
    moves : the setting found, of every lever that may move, those that move most first; where none was found,
        the one in which most members meet the goals, as far as the search went
    before, after : shares in the scenario and in the setting, of all members that are verified
    searched : share that meets all goals in the setting among the members of the search
    search_members : number of them
    tried : number of settings tried
    standing : what limits output where no setting was found; None otherwise, or where the model does not say
    facts : everything that determines the draws, None where nothing is drawn
    cost : what the setting costs, None where the distance was made least
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    start: int
    goals: tuple[Goal, ...]
    probability: float
    outcome: Outcome
    moves: tuple[LeverMove, ...]
    before: Shares
    after: Shares
    searched: float
    search_members: int
    tried: int
    standing: StandingLimit | None
    facts: Mapping[str, object] | None
    model_hash: str
    cost: Cost | None = None

    @property
    def distance(self) -> float:
        """Return what the setting differs from the scenario: shares of ranges, added up over the levers."""
        return sum(move.distance for move in self.moves)

    @property
    def is_verified(self) -> bool:
        """Return whether the goals are met often enough among all members that are verified."""
        return self.after.together >= self.probability - 1e-9

    def __repr__(self) -> str:
        """Return goals, outcome and probability, in one line."""
        goals = " and ".join(map(str, self.goals))
        moved = sum(move.is_moved for move in self.moves)
        return (
            f"<Backcast of {goals} from {self.scenario}: {self.outcome}, {moved} of {len(self.moves)} levers "
            f"moved, probability {self.after.together:.3f} of {self.probability:g} asked>"
        )
