"""A forecast: members of the joint prior conditioned on observations, and what the observations taught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.calibration.observations import Point
from sim.arrays import Array
from sim.notebook import table_html
from sim.sampling.prior import JointPrior
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
CONFLICT = 0.01  # probability under the prior below which it contradicts the observations
SETTLED = 3.0  # standard errors within which the mean of a variate counts as that of the prior


@dataclass(frozen=True, eq=False, repr=False)
class Forecast:
    """Members conditioned on observations.

    Parameters
    ----------
    scenario : whose policies the past is simulated with
    known_by : day until which observations were known, "" for all
    seed : of the draws and of the moves
    prior : everything that was uncertain
    points : observed figures with their errors
    z : (dimension, member) standard normal variates; of the prior they are independent
    values : (constant, member) [units of the model], in the order of ``prior.keys``
    before, after : (point, member) [units of the points]  simulated figures of the prior and of the forecast
    effective : effective number of members
    runs : runs of the model that it took
    """

    scenario: str
    known_by: str
    seed: int
    prior: JointPrior
    points: tuple[Point, ...]
    z: Array
    values: Array
    prior_values: Array
    before: Array
    after: Array
    effective: float
    runs: int
    workspace: Workspace

    @property
    def members(self) -> int:
        """Return the number of members."""
        return int(self.z.shape[1])

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants, in the order of the values."""
        return self.prior.keys

    def __repr__(self) -> str:
        """Return what it was conditioned on, in one line."""
        until = f" known by {self.known_by}" if self.known_by else ""
        return (
            f"<Forecast of {self.scenario}: {self.members:,} members, {len(self.points)} observations{until}>"
        )

    def _repr_html_(self) -> str:
        """Return what was learned as a table."""
        return table_html(repr(self), self.learned())

    def to_frame(self) -> pd.DataFrame:
        """Return the draws: a column ``member``, then one for each constant [units of the model]."""
        import pandas as pd

        frame = pd.DataFrame(self.values.T, columns=list(self.keys))
        frame.insert(0, "member", np.arange(self.members))
        return frame

    def centre(self) -> dict[str, float]:
        """Return the constants of the mean of the variates [units of the model].

        A variate that the observations hardly moved stays at the prior's median, an alternative at its
        most probable value.
        """
        from scipy import stats  # takes two seconds, which who opens a page does not need

        mean = self.z.mean(axis=1)
        error = self.z.std(axis=1) / np.sqrt(self.members)
        mean = np.where(np.abs(mean) < SETTLED * error, 0.0, mean)
        shares, axes = stats.norm.cdf(mean)[:, None], len(self.prior.axes)
        found = dict(zip(self.keys, self.prior.values(shares[:axes], shares[axes:])[:, 0], strict=True))
        for one in self.prior.alternatives:
            values = self.values[self.keys.index(one.key)]
            found[one.key] = one.values[int(np.argmax([(values == each).mean() for each in one.values]))]
        return {key: float(value) for key, value in found.items()}

    def learned(self) -> pd.DataFrame:
        """Return what was learned of each constant, the most first.

        Columns ``key``, then the points of 5%, 50% and 95% of prior and forecast [unit of the constant],
        ``shift`` of the mean [standard deviations of the prior] and ``narrowing``, the deviation that is
        left [share of the prior's].
        """
        import pandas as pd

        rows: list[dict[str, Any]] = [
            {"key": key, **_points("prior", old), **_points("forecast", new), **_moved(old, new)}
            for key, old, new in zip(self.keys, self.prior_values, self.values, strict=True)
            if old.std() > 0
        ]
        moved = [-np.log(max(row["narrowing"], 1e-6)) + row["shift"] ** 2 / 2 for row in rows]
        return pd.DataFrame([rows[place] for place in np.argsort(-np.array(moved), kind="stable")])

    def alternatives(self) -> pd.DataFrame:
        """Return the weight of each structural alternative before and after, 0 to 1."""
        import pandas as pd

        return pd.DataFrame(
            {
                "key": one.key,
                "value": value,
                "prior": weight,
                "forecast": float((self.values[self.keys.index(one.key)] == value).mean()),
            }
            for one in self.prior.alternatives
            for value, weight in zip(one.values, one.weights, strict=True)
        )

    def checks(self) -> pd.DataFrame:
        """Return each observation beside prior and forecast, in its unit.

        ``surprise`` is the two-sided probability of a figure as far out, under the prior with the error
        of the observation; ``left`` the same under the forecast.
        """
        import pandas as pd

        return pd.DataFrame(
            {
                "id": point.id,
                "period": point.seen.period.code,
                "measure": point.seen.measure,
                "bound": point.seen.bound,
                "observed": point.seen.value,
                "error": point.error,
                "unit": point.seen.unit,
                "source": point.seen.source,
                **_points("prior", before),
                **_points("forecast", after),
                "surprise": surprise(before, point),
                "left": surprise(after, point),
            }
            for point, before, after in zip(self.points, self.before, self.after, strict=True)
        )

    def conflicts(self) -> pd.DataFrame:
        """Return, by sector of the model, how probable its observations together are under the prior.

        ``p`` is the probability of a distance as large, χ² of the figures' joint deviation from the
        prior; below `CONFLICT` prior and observations contradict each other.
        """
        import pandas as pd
        from scipy import stats  # takes two seconds, which who opens a page does not need

        rows: list[dict[str, object]] = []
        for sector, places in self._sectors().items():
            distance = joint_distance(self.before[places], [self.points[place] for place in places])
            rows.append(
                {
                    "sector": sector,
                    "observations": len(places),
                    "distance": distance,
                    "p": float(stats.chi2.sf(distance, len(places))),
                }
            )
        return pd.DataFrame(rows)

    def _sectors(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, point in enumerate(self.points):
            if not point.seen.bound:
                found.setdefault(_sector(point, self.workspace), []).append(place)
        return found


def _sector(point: Point, workspace: Workspace) -> str:
    names = point.seen.variables
    if not names:
        variable = workspace.registry.indicators[point.seen.indicator].variable
        names = (variable,) if variable else ()
    found = workspace.model.find(names[0].partition("[")[0])
    return workspace.model.variables[found].group if found else ""


def joint_distance(figures: Array, points: list[Point]) -> float:
    """Return the squared distance of observed figures from simulated ones.

    (y - m)ᵀ (C + R)⁻¹ (y - m), with m and C of the members and R of the errors.

    Parameters
    ----------
    figures : (point, member) [units of the points]
    """
    errors = np.array([point.error for point in points])
    off = (np.array([point.seen.value for point in points]) - figures.mean(axis=1)) / errors
    spread = np.atleast_2d(np.cov(figures / errors[:, None]))
    return float(off @ np.linalg.solve(spread + np.eye(len(points)), off))


def surprise(figures: Array, point: Point) -> float:
    """Return the probability of an observation as far out as the one made, 0 to 1.

    Two-sided, of simulated figures (member,) with a normal error; for a limit, of a figure on its
    right side.
    """
    from scipy import stats  # takes two seconds, which who opens a page does not need

    below = float(stats.norm.cdf((point.seen.value - figures) / point.error).mean())
    if point.seen.bound:
        return 1 - below if point.seen.bound == ">" else below
    return 2 * min(below, 1 - below)


def _points(of: str, values: Array) -> dict[str, float]:
    low, median, high = np.quantile(values, (LEVELS[0], LEVELS[2], LEVELS[4]))
    return {f"{of}_p05": float(low), f"{of}_p50": float(median), f"{of}_p95": float(high)}


def _moved(old: Array, new: Array) -> dict[str, float]:
    deviation = float(old.std())
    return {
        "shift": float(new.mean() - old.mean()) / deviation,
        "narrowing": float(new.std()) / deviation,
    }
