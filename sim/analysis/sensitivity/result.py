"""What an analysis of sensitivity found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.sensitivity.factors import Factor
from sim.analysis.sensitivity.questions import Question
from sim.arrays import Array
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

Method = Literal["sobol", "morris", "pawn", "regional"]
METHODS: tuple[Method, ...] = ("sobol", "morris", "pawn", "regional")


@dataclass(frozen=True, eq=False)
class Ranking:
    """What decides one figure.

    Parameters
    ----------
    question : which figure
    index : (factor,)  what the method ranks by, 0 to 1: sobol's total-order index, morris's rough
        share of the variance, pawn's median distance, the greatest separation of a fifth
    columns : (factor,) each; all that the method found, by name
    course : (3, factor)  the index from a quarter and a half of the runs, and from all; with pawn and
        regional not a number for all but the most influential
    swings : (factor, 2)  the figure with this factor alone at its point of 5% and of 95%
    own : the figure of the scenario itself
    quantiles : (3,)  5%, 50% and 95% of the runs; not numbers with morris, whose runs are a grid
    rest, rest_error : share of the variance that the factors left out hold together, with all their
        interactions, and the half-width of its 95% interval; 0 when none was left out
    noise : index of factors that have nothing to do with the figure; 0 where the method has no such
    """

    question: Question
    index: Array
    columns: Mapping[str, Array]
    course: Array
    swings: Array
    own: float
    quantiles: Array
    rest: float = 0.0
    rest_error: float = 0.0
    noise: float = 0.0

    @property
    def order(self) -> NDArray[np.int64]:
        """Return the factors' places, the most influential first."""
        return np.argsort(-self.index, kind="stable")

    @property
    def is_moved(self) -> bool:
        """Return whether any factor moves the figure."""
        return bool((self.index > self.noise).any())


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What decides one or more figures of a scenario.

    Parameters
    ----------
    method, seed : as asked for
    runs : of the model, all in all
    points : base points of sobol, trajectories of morris, members of pawn and regional
    failed : runs that left the range of numbers; what rests on them is left out
    factors : those with an index each, in the order of the registry
    left_out : those that a screening left out; sobol varies them too, as one group
    screened : (question,) share of the variance that they hold, as the screening put it; at most
        this much was allowed where so few could be kept
    """

    method: Method
    seed: int
    scenario: Scenario
    workspace: Workspace
    runs: int
    points: int
    failed: int
    factors: tuple[Factor, ...]
    left_out: tuple[Factor, ...]
    screened: Array
    rankings: tuple[Ranking, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each figure and factor: the index and all that is behind it."""
        keys = [factor.key for factor in self.factors]
        return pd.concat(
            [
                pd.DataFrame(
                    {
                        "indicator": one.question.indicator,
                        "year": one.question.year,
                        "parameter": keys,
                        "index": one.index,
                        **one.columns,
                        "at_low": one.swings[:, 0],
                        "at_high": one.swings[:, 1],
                    }
                ).iloc[one.order]
                for one in self.rankings
            ],
            ignore_index=True,
        )
