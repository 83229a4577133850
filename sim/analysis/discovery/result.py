"""Results of scenario discovery: conditions on factors, with their coverage and density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.sensitivity.factors import Factor
from sim.analysis.sensitivity.questions import Question
from sim.notebook import table_html
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Condition:
    """A limit on a factor, and how stable it is.

    Parameters
    ----------
    factor : the factor
    is_below : whether it stays below the limit, or above
    limit : the limit [unit of the factor], rounded as it is reported
    again : share of bootstrap samples in which a limit on this side of this factor was found again
    between : points of 5% and 95% of the limits found in those, in the same unit
    """

    factor: Factor
    is_below: bool
    limit: float
    again: float
    between: tuple[float, float]


@dataclass(frozen=True)
class Conditions:
    """Conditions that hold together, judged by members that did not serve to find them.

    Parameters
    ----------
    conditions : the limits
    coverage : share of all members of interest that lie within
    density : share of the members within that are of interest
    mass : share of all members that lie within
    score : correlation φ between the two, over the members that served to find them

    References
    ----------
    Coverage and density: Bryant and Lempert 2010, doi:10.1016/j.techfore.2009.08.002.
    """

    conditions: tuple[Condition, ...]
    coverage: float
    density: float
    mass: float
    score: float


@dataclass(frozen=True, eq=False, repr=False)
class Discovery:
    """The conditions under which a target is missed, or met.

    Parameters
    ----------
    question, target : indicator and year, and the plan's target [unit of the indicator]
    is_missed : whether misses are of interest, or hits
    members, seed, failed : number of draws, their seed, and how many became non-finite and are left out
    missed : share of the members that miss the target
    found : the best conditions of each number; empty where nearly all members miss or nearly all meet
    said : place in ``found`` of the conditions to report, None where none says anything
    """

    scenario: Scenario
    workspace: Workspace
    question: Question
    target: float
    is_missed: bool
    members: int
    seed: int
    failed: int
    missed: float
    found: tuple[Conditions, ...]
    said: int | None

    @property
    def share(self) -> float:
        """Return the share of the members that are of interest."""
        return self.missed if self.is_missed else 1 - self.missed

    @property
    def is_one_sided(self) -> bool:
        """Return whether nearly all members miss the target, or nearly all meet it."""
        return not self.found

    def __repr__(self) -> str:
        """Return what was asked and how many members are of interest, in a line."""
        what = f"{self.question.indicator} {'misses' if self.is_missed else 'meets'} {self.target:,.15g}"
        return (
            f"<Discovery of {self.scenario.name}: {what} in {self.question.year} in {self.share:.1%} of runs>"
        )

    def _repr_html_(self) -> str:
        """Return the conditions as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each condition of each set; limits are in the units of their parameters."""
        import pandas as pd

        columns = ["conditions", "parameter", "side", "limit", "again", "coverage", "density", "mass"]
        return pd.DataFrame(
            [
                (
                    len(box.conditions),
                    one.factor.key,
                    "below" if one.is_below else "above",
                    one.limit,
                    one.again,
                    box.coverage,
                    box.density,
                    box.mass,
                )
                for box in self.found
                for one in box.conditions
            ],
            columns=columns,
        )
