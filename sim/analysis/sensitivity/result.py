"""Results of a sensitivity analysis: the ranking of factors for each quantity of interest."""

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
from sim.errors import SimError
from sim.notebook import table_html
from sim.registry.agreement import unknown
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

QUANTILES = (0.05, 0.5, 0.95)
Method = Literal["shapley", "sobol", "morris", "pawn", "regional", "main"]


@dataclass(frozen=True, eq=False)
class Ranking:
    """The factors by their influence on one figure.

    Parameters
    ----------
    question : the figure
    index : (factor,) [0 to 1]  index that the method ranks by: shapley's effect, sobol's
        total-order index, morris's rough
        share of the variance, pawn's median distance, the greatest separation of a fifth, the main effect
    columns : (factor,) each  everything that the method finds, by name
    course : (3, factor) [0 to 1]  index from a quarter and a half of the runs, and from all; with pawn and
        regional NaN for all but the most influential
    swings : (factor, 2) [unit of the figure]  figure with this factor alone at its points of 5% and 95%
    own : figure of the scenario itself, in the same unit
    quantiles : (3,), in the same unit  5%, 50% and 95% of the runs; NaN with morris, whose runs are a grid
    rest, rest_error : share of the variance that the factors left out account for together, with all
        their interactions, and the half-width of its 95% interval; 0 when none was left out
    noise : index that factors unrelated to the figure reach by chance; 0 where the method has no such
    mean : of the runs, in the unit of the figure; of whether a target is met it is the probability
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
    mean: float = np.nan

    @property
    def order(self) -> NDArray[np.int64]:
        """Return the places of the factors, (factor,) [place], the most influential first."""
        return np.argsort(-self.index, kind="stable")

    @property
    def is_moved(self) -> bool:
        """Return whether any factor moves the figure."""
        return bool((self.index > self.noise).any())


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity:
    """A sensitivity analysis of one or more figures of a scenario.

    Parameters
    ----------
    method, seed : as requested
    runs : number of runs of the model
    points : number of shapley's walks, sobol's base points, morris's trajectories, members of the others
    failed : runs that became non-finite; what depends on them is left out
    factors : factors with an index each, in the order of the registry
    left_out : factors that a screening left out; shapley and sobol vary them too, as one group
    screened : (question,) [share of the variance]  the screening's estimate for the factors left out
    rankings : one for each question
    last_year : of the observations that the members were conditioned on; None for the prior
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
    last_year: int | None = None

    def __getitem__(self, key: str | tuple[str, int]) -> Ranking:
        """Return the ranking of an indicator, or of an indicator and a year.

        The indicator is given by its id, or by its name in Chinese or English.

        Raises
        ------
        SimError: the request did not include it.
        """
        given, year = key if isinstance(key, tuple) else (key, None)
        id = self.workspace.registry.indicator_names.known(str(given))
        for one in self.rankings:
            if one.question.indicator == id and year in (None, one.question.year):
                return one
        known = [one.question.indicator for one in self.rankings]
        raise SimError(unknown("指标", "indicator", str(given), known, "sensitivity"))

    def __repr__(self) -> str:
        """Return the method and the extent of the analysis, in one line."""
        sizes = f"{len(self.rankings)} figures, {len(self.factors)} factors, {self.runs:,} runs"
        return f"<Sensitivity of {self.scenario.name} by {self.method}: {sizes}>"

    def _repr_html_(self) -> str:
        """Return the rankings as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each figure and factor: the index and all its components."""
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
