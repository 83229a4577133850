"""Time series from outside the model, with interpolation between their points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.language.expressions import MISSING
from sim.engine.language.parser import Way

# 0.1 · 3 is not 0.3: moments within this relative distance of a point are at the point
_AT_POINT = 1e-9


@dataclass(frozen=True)
class TimeSeries:
    """Values at some times (dataequations.html).

    Parameters
    ----------
    times : (point,), rising
    values : (point, 1) or (point, member)
    way : how it is read between its points: interpolated, the last before, the next after, or not at
        all, which is `MISSING`. Before the first and after the last point the nearest holds, except
        for "raw".
    """

    times: Array
    values: Array
    way: Way = "interpolate"

    def at(self, moments: Array, per_step: int = 1) -> Array:
        """Return the values at other times: (moment, 1) or (moment, member).

        Every operation is rounded separately, so that all machines give the same bits.

        Parameters
        ----------
        moments : (moment,), evenly spaced
        per_step : number of moments per step; raw data hold their value within a step
        """
        if self.way == "interpolate":
            return self._between(moments)
        near = _AT_POINT * np.maximum(np.abs(self.times), 1.0)
        if self.way == "look forward":
            ahead = np.searchsorted(self.times + near, moments, side="left")
            return self.values[np.minimum(ahead, self.times.size - 1)]
        if self.way == "raw":
            moments = moments[np.arange(moments.size) // per_step * per_step]
        behind = np.searchsorted(self.times - near, moments, side="right") - 1
        held = self.values[np.maximum(behind, 0)]
        if self.way == "raw":
            gap = np.abs(moments - self.times[np.maximum(behind, 0)])
            held[gap > near[np.maximum(behind, 0)]] = MISSING
        return held

    def _between(self, moments: Array) -> Array:
        moments = np.clip(moments, self.times[0], self.times[-1])
        place = np.searchsorted(self.times, moments, side="right") - 1
        with np.errstate(over="ignore", invalid="ignore"):
            slopes = np.diff(self.values, axis=0) / np.diff(self.times)[:, np.newaxis]
        slopes = np.vstack([slopes, np.zeros_like(self.values[:1])])
        rise = slopes[place]
        rise *= (moments - self.times[place])[:, np.newaxis]
        rise += self.values[place]
        return rise
