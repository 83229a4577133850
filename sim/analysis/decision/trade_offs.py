"""Trade-offs between objectives: the settings of levers on the front, and how they hold over members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.decision.objectives import Objective
from sim.analysis.decision.setting import LeverMove
from sim.registry.schema import Bilingual


@dataclass(frozen=True)
class Judged:
    """A setting by its objectives, in the units of these.

    Parameters
    ----------
    values : of the objectives
    worst : mean of the tenth of members in which each is worst; None of a probability
    regret : by how much each falls short of the best setting of the front for the member, at most in nine
        tenths of members; of a probability the share of members in which another setting meets the goal alone
    share_regret : the largest of these, each as a share of how far members and settings spread
    together : share of members that meet the goals of all probabilities; None where there are none
    """

    values: tuple[float, ...]
    worst: tuple[float | None, ...]
    regret: tuple[float, ...]
    share_regret: float
    together: float | None


@dataclass(frozen=True)
class FrontSetting:
    """A setting of the front.

    Parameters
    ----------
    number : from 1, in the order of the first objective, the best first
    moves : of every lever that may move, in the order of the registry
    """

    number: int
    moves: tuple[LeverMove, ...]
    judged: Judged


@dataclass(frozen=True, repr=False, eq=False)
class TradeOffs:
    """Settings of which none is at least as good as another in every objective, as far as they were found.

    Parameters
    ----------
    scenario : that levers are changed from, with its settings in ``options``
    start : first year of the change
    own : the scenario itself by the same measures
    settings : of the front, verified in all members
    members, search_members : of the verification and of the search
    tried, found : number of settings tried, and of those on the front of the search
    facts : everything that determines the draws, None where nothing is drawn
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    start: int
    objectives: tuple[Objective, ...]
    own: Judged
    settings: tuple[FrontSetting, ...]
    members: int
    search_members: int
    tried: int
    found: int
    seed: int
    facts: Mapping[str, object] | None
    model_hash: str

    def __repr__(self) -> str:
        """Return objectives and the size of the front, in one line."""
        asked = ", ".join(one.asked for one in self.objectives)
        counts = f"{len(self.settings)} settings of {self.tried} tried"
        return f"<TradeOffs of {asked} from {self.scenario}: {counts}>"
