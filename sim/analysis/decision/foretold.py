"""Signposts: figures that foretell a miss, and a rule that switches policy at an alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.decision.goals import Goal
from sim.analysis.decision.thresholds import Score
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual


@dataclass(frozen=True)
class Signpost:
    """A threshold of an indicator in a year.

    Parameters
    ----------
    threshold : [unit of the indicator], as it is printed
    is_below : whether the alarm is given below it; otherwise above
    lead : years from it to the last target
    learned, tested : in the half of members that it was learned on, and in the other half
    """

    indicator: str
    entry: Indicator
    year: int
    threshold: float
    is_below: bool
    lead: int
    learned: Score
    tested: Score


@dataclass(frozen=True)
class Rule:
    """Switches to another scenario from the year after a signpost, in members in which it gives the alarm.

    Parameters
    ----------
    signpost : that the half it was learned on does best with
    switch, title : name and title of the scenario
    alarms : share of the members of the other half that switch
    kept, always, adaptive : probability of meeting the targets in that half: never switched, switched in all
        members after the same year, and by the rule
    best_year : after which switching in all members does best on the half learned on; None where never
        switching does
    best_fixed : probability of that plan in the other half
    better, worse : members of that half in which the rule meets the targets and the best fixed plan does not,
        and the other way round
    p_value : of no difference between the two (McNemar's exact test)
    costs : mean cost to those who pay beyond never switching [100M CNY], of switching in all members after
        that same year, and of the rule; None where nobody is said to pay
    """

    signpost: Signpost
    switch: str
    title: Bilingual
    alarms: float
    kept: float
    always: float
    adaptive: float
    best_year: int | None
    best_fixed: float
    better: int
    worse: int
    p_value: float
    costs: tuple[float, float] | None


@dataclass(frozen=True, repr=False, eq=False)
class Signposts:
    """What to watch for targets.

    Parameters
    ----------
    scenario : with its settings in ``options``
    goals : that are to be met together
    met : probability of that, in all members
    posts : by year, the best of each first
    rule : None where no scenario to switch to was asked for
    members : in both halves together
    facts : everything that determines the draws
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    goals: tuple[Goal, ...]
    met: float
    posts: tuple[Signpost, ...]
    rule: Rule | None
    members: int
    facts: Mapping[str, object] | None
    model_hash: str

    def __repr__(self) -> str:
        """Return targets and number of signposts, in one line."""
        goals = " and ".join(map(str, self.goals))
        return f"<Signposts of {goals} in {self.scenario}: {len(self.posts)}, probability {self.met:.3f}>"
