"""What runs make of observed figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.analysis.calibration.observed_figures import Point
from sim.arrays import Array
from sim.outcomes.observed import compare_observations
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace


def run_points(
    points: Sequence[Point],
    scenario: Scenario,
    workspace: Workspace,
    draws: Mapping[str, Array],
    threads: int | None = None,
) -> Array:
    """Return (point, member) of a scenario with draws, in the units of the points.

    A member that left the range of numbers has a figure that is not finite.

    Parameters
    ----------
    draws : (member,) by constant; what the scenario sets is not drawn
    """
    free = {key: values for key, values in draws.items() if key not in scenario.constants}
    members = max((values.size for values in draws.values()), default=1)
    found = compare_observations(scenario, workspace, [point.seen for point in points], free, threads)
    return np.array([np.broadcast_to(one.figure, (members,)) for one in found])
