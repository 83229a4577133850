"""The record: each past forecast of a figure that became known later, and how they fared in sum."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.calibration.observations import Point
from sim.analysis.record.naive import RULES
from sim.notebook import table_html

if TYPE_CHECKING:
    import pandas as pd

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
BINS = 10  # of the PIT's histogram


@dataclass(frozen=True)
class Prediction:
    """What a forecast said of a figure that became known later.

    Parameters
    ----------
    origin : year by whose end everything was known that the forecast used
    point : the observed figure
    quantiles : points of `LEVELS` of the forecast with the error of the publication [unit of the figure]
    percentile : share of the forecast below the figure, 0 to 1 (PIT)
    crps : continuous ranked probability score [unit of the figure], not a number for a limit
    naive : figure that each of `RULES` forecasts [unit of the figure], None where it says nothing
    """

    origin: int
    point: Point
    quantiles: tuple[float, ...]
    percentile: float
    crps: float
    naive: tuple[float | None, ...]

    @property
    def is_limit(self) -> bool:
        """Return whether only a limit was published, which lies in no band and has no score."""
        return bool(self.point.seen.bound)

    @property
    def is_test(self) -> bool:
        """Return whether it tests the forecast: no constant was set with the figure."""
        return not self.point.seen.is_set_by

    @property
    def right_side(self) -> float | None:
        """Return the probability of the right side of a limit, None for a figure."""
        bound = self.point.seen.bound
        return None if not bound else 1 - self.percentile if bound == ">" else self.percentile

    @property
    def is_within_50(self) -> bool:
        """Return whether it lies between the quarters."""
        return self.quantiles[1] <= self.point.seen.value <= self.quantiles[3]

    @property
    def is_within_90(self) -> bool:
        """Return whether it lies between the points of 5% and 95%."""
        return self.quantiles[0] <= self.point.seen.value <= self.quantiles[4]

    @property
    def score(self) -> float:
        """Return the CRPS in standard deviations of the publication's error, by which figures are summed."""
        return self.crps / self.point.error

    def naive_score(self, rule: int) -> float | None:
        """Return the CRPS of a rule in the same measure; of a single number it is the absolute error."""
        figure = self.naive[rule]
        return None if figure is None else abs(figure - self.point.seen.value) / self.point.error

    @property
    def badness(self) -> tuple[bool, bool, float]:
        """Return what predictions are ordered by: those that test nothing last, limits before them."""
        right = self.right_side
        return self.is_test, right is None, self.score if right is None else 1 - right


@dataclass(frozen=True)
class Skill:
    """Predictions compared with a naive rule.

    Parameters
    ----------
    rule : of `RULES`
    count : figures of which the rule says something
    better : those of them with a lower score than the rule's
    skill : 1 - ΣCRPS / ΣCRPS of the rule; 0 is as good as the rule, 1 perfect, None without a figure
    """

    rule: str
    count: int
    better: int
    skill: float | None


@dataclass(frozen=True)
class Sum:
    """Predictions of an origin, or of all, summed; without those that test nothing.

    Parameters
    ----------
    origin : None for all
    count : figures predicted
    within_50, within_90 : figures within the bands
    limits : limits predicted
    right_side : mean probability of their right sides, None without one
    score : mean CRPS [standard deviations of the publications' errors], None without a figure
    skills : compared with each of `RULES`
    """

    origin: int | None
    count: int
    within_50: int
    within_90: int
    limits: int
    right_side: float | None
    score: float | None
    skills: tuple[Skill, ...]


@dataclass(frozen=True, repr=False)
class Record:
    """Past forecasts of a scenario, scored.

    Parameters
    ----------
    scenario : whose policies the past is simulated with
    origins : years by whose ends the forecasts were made
    predictions : by origin, in the order of the observations
    request : hash of all that the record follows from
    """

    scenario: str
    members: int
    seed: int
    origins: tuple[int, ...]
    predictions: tuple[Prediction, ...]
    request: str

    @property
    def worst_first(self) -> tuple[Prediction, ...]:
        """Return the predictions, the worst first."""
        return tuple(sorted(self.predictions, key=lambda one: one.badness, reverse=True))

    @property
    def tested(self) -> tuple[Prediction, ...]:
        """Return the predictions of figures that test the forecasts."""
        return tuple(one for one in self.predictions if one.is_test and not one.is_limit)

    @property
    def set_by(self) -> int:
        """Return the number of observations predicted that constants were set with."""
        return len({one.point for one in self.predictions if not one.is_test})

    def histogram(self) -> list[int]:
        """Return how many figures lie in each tenth of their forecast, lowest first (PIT)."""
        places = [min(int(BINS * one.percentile), BINS - 1) for one in self.tested]
        return [places.count(place) for place in range(BINS)]

    def sums(self) -> tuple[Sum, ...]:
        """Return the sum of each origin with predictions, then that of all."""
        own = [[one for one in self.predictions if one.origin == origin] for origin in self.origins]
        each = [sum_up(rows, rows[0].origin) for rows in own if rows]
        return (*each, sum_up(self.predictions, None))

    def __repr__(self) -> str:
        """Return how many figures lie in each band, in one line."""
        whole = self.sums()[-1]
        bands = f"{whole.within_50} within the band of 50%, {whole.within_90} within that of 90%"
        return f"<Record of {self.scenario}: {whole.count} predictions, {bands}>"

    def _repr_html_(self) -> str:
        """Return the predictions as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each prediction, the worst first, with figures in the unit of the observation."""
        import pandas as pd

        return pd.DataFrame(
            {
                "origin": one.origin,
                "id": one.point.id,
                "measure": one.point.seen.measure,
                "period": one.point.seen.period.code,
                "unit": one.point.seen.unit,
                "bound": one.point.seen.bound,
                "observed": one.point.seen.value,
                "error": one.point.error,
                "tests": one.is_test,
                **{f"p{round(100 * level):02d}": q for level, q in zip(LEVELS, one.quantiles, strict=True)},
                "percentile": one.percentile,
                "crps": one.crps,
                **dict(zip(RULES, one.naive, strict=True)),
            }
            for one in self.worst_first
        )


def sum_up(predictions: Sequence[Prediction], origin: int | None) -> Sum:
    """Return the sum of predictions, those that test nothing left out."""
    testing = [one for one in predictions if one.is_test]
    figures = [one for one in testing if not one.is_limit]
    right = [one.right_side for one in testing if one.right_side is not None]
    return Sum(
        origin,
        len(figures),
        sum(one.is_within_50 for one in figures),
        sum(one.is_within_90 for one in figures),
        len(right),
        float(np.mean(right)) if right else None,
        math.fsum(one.score for one in figures) / len(figures) if figures else None,
        tuple(_skill(figures, place) for place in range(len(RULES))),
    )


def _skill(figures: Sequence[Prediction], rule: int) -> Skill:
    pairs = [(one.score, naive) for one in figures if (naive := one.naive_score(rule)) is not None]
    whole = math.fsum(naive for _, naive in pairs)
    skill = 1 - math.fsum(own for own, _ in pairs) / whole if whole else None
    return Skill(RULES[rule], len(pairs), sum(own < naive for own, naive in pairs), skill)
