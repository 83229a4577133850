"""Thresholds that part members which miss a target from those that meet it, and how well they do."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array


@dataclass(frozen=True)
class Score:
    """How well a threshold foretells a miss, in some members.

    Parameters
    ----------
    members, missed : number of members, and of those that miss
    hits : share of the members that miss in which it gives the alarm; NaN where none misses
    false_alarms : share of the members that meet in which it gives the alarm; NaN where none meets
    met_after_alarm, met_without : probability of meeting, with the alarm and without; NaN where there is no
        such member
    """

    members: int
    missed: int
    hits: float
    false_alarms: float
    met_after_alarm: float
    met_without: float

    @property
    def gain(self) -> float:
        """Return hits less false alarms: 0 is no better than chance, 1 is perfect (Youden's index)."""
        return self.hits - self.false_alarms


def best_threshold(values: Array, missed: NDArray[np.bool_]) -> tuple[float, bool]:
    """Return the threshold with the most hits less false alarms, and whether the alarm is below it.

    Parameters
    ----------
    values, missed : (member,)

    References
    ----------
    Youden 1950, doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3.

    Examples
    --------
    >>> best_threshold(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, True, False, False]))
    (2.5, True)
    """
    order = np.argsort(values, kind="stable")
    ranked, bad = values[order], missed[order]
    below = np.cumsum(bad) / max(int(bad.sum()), 1) - np.cumsum(~bad) / max(int((~bad).sum()), 1)
    parts = np.flatnonzero(ranked[1:] > ranked[:-1])  # a threshold lies between two different values
    if not parts.size:
        return math.nan, True
    at = int(parts[np.abs(below[parts]).argmax()])
    return float((ranked[at] + ranked[at + 1]) / 2), bool(below[at] > 0)


def score_of(alarm: NDArray[np.bool_], missed: NDArray[np.bool_]) -> Score:
    """Return how well an alarm foretells a miss.

    Parameters
    ----------
    alarm, missed : (member,)

    Examples
    --------
    >>> score_of(np.array([True, True, False, False]), np.array([True, False, False, False])).false_alarms
    0.3333333333333333
    """
    return Score(
        alarm.size,
        int(missed.sum()),
        _share(alarm, missed),
        _share(alarm, ~missed),
        _share(~missed, alarm),
        _share(~missed, ~alarm),
    )


def _share(which: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return float(which[among].mean()) if among.any() else math.nan
