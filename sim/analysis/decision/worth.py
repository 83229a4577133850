"""What unpublished figures would be worth for targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.calibration.observations import Point
from sim.analysis.decision.goals import Goal
from sim.analysis.decision.information import Told
from sim.analysis.structure import Structure
from sim.registry.load import Registry
from sim.registry.schema import Bilingual


@dataclass(frozen=True)
class Candidate:
    """A figure that is not published.

    Parameters
    ----------
    point : the indicator, or the variable, and its year
    low, high : 5% and 95% of members [unit of the figure]
    error : standard deviation of its publication, at the median [unit of the figure]
    told : what it would tell, by regression on the members
    acquired : the same by simulated acquisitions
    """

    point: Point
    low: float
    high: float
    error: float
    told: Told
    acquired: Told


@dataclass(frozen=True, repr=False, eq=False)
class Worth:
    """What unpublished figures would tell of targets, the most first.

    Parameters
    ----------
    scenario : with its settings in ``options``
    goals : that are to be met together
    year : of the figures
    met : probability of the goals now
    candidates : figures
    acquisitions : number of them for each figure
    facts : everything that determines the draws
    structure, registry : what the model's variables are and are called
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    goals: tuple[Goal, ...]
    year: int
    met: float
    candidates: tuple[Candidate, ...]
    acquisitions: int
    members: int
    facts: Mapping[str, object] | None
    model_hash: str
    structure: Structure
    registry: Registry

    @property
    def right_now(self) -> float:
        """Return the probability of a right call without any of them."""
        return max(self.met, 1 - self.met)

    def __repr__(self) -> str:
        """Return targets, number of figures and the best of them, in one line."""
        goals = " and ".join(map(str, self.goals))
        best = f", best {self.candidates[0].point.id}" if self.candidates else ""
        return (
            f"<Worth of {len(self.candidates)} figures of {self.year} for {goals} in {self.scenario}{best}>"
        )
