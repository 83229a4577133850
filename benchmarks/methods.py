"""Methods of integration on the model: how far each is from exact, and how fast, by the step.

    python -m benchmarks.methods [--members 512]

Errors are those of the table that users see: every indicator in every year, in all scenarios of the home and
as many members of the prior, against RK4 with 2,048 steps a year. They are in percent, in
points for growth rates; years of peaks are left out. Times are processor time of one thread, of code compiled
with care.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np

from sim.analysis.checks.steps import _moved
from sim.arrays import Array
from sim.engine.machine import compiled
from sim.engine.machine.inputs import Input
from sim.engine.machine.methods import METHODS
from sim.engine.machine.results import Run
from sim.ensembles.plan import Plan, Request, plan_ensembles
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import YEAR, ScenarioRun, recorded
from sim.sampling.request import DrawRequest

STEPS = (32, 16, 8, 4)  # a year
REFERENCE = 2048
ROUNDS = 3
FEW = 16  # members of each scenario whose errors are taken


def table(plan: Plan, members: int, method: str, steps: int) -> IndicatorTable:
    """Return the indicators of the first members of the prior by a method."""
    return indicators(ScenarioRun(plan.scenario, plan.workspace, run(plan, members, method, steps, None)))


def run(plan: Plan, members: int, method: str, steps: int, threads: int | None) -> Run:
    """Return the run that a table is made from."""
    levels, flows = recorded(plan.workspace.registry.indicators.values())
    inputs: dict[str, Input] = {**plan.scenario.constants, **plan.draws(0, members)}
    return plan.workspace.model.simulate(
        inputs, levels, flows, threads, method=method, step=1 / steps, save_every=YEAR
    )


def errors(exact: IndicatorTable, found: IndicatorTable) -> dict[str, Array]:
    """Return the size of each error of each indicator [percent, points]: (time, member)."""
    sizes = {}
    for key, row in exact.rows.items():
        other = found.rows[key].series
        if row.series is not None and other is not None and row.entry.measure != "peak_year":
            moved = _moved(row.entry, key, np.asarray(row.series), np.asarray(other))
            sizes[key] = moved[np.isfinite(moved).all(axis=1)]
    return sizes


def seconds(plan: Plan, members: int, method: str, steps: int) -> float:
    """Return the least processor time of all members on one thread."""
    best = math.inf
    for _ in range(ROUNDS):
        start = time.process_time()
        run(plan, members, method, steps, 1)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print a line for each method and step."""
    heads = (f"{'steps':>6}{'median %':>10}{'99th':>8}{'worst':>8}", f"{'of':36}{'runs/s':>8}{'ratio':>7}")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=512, help="members whose time is taken")
    asked = parser.parse_args()
    plans = plan_ensembles(["trend", "plan", "vision"], Request(DrawRequest(max(asked.members, FEW))))
    exact = [table(plan, FEW, "rk4", REFERENCE) for plan in plans]
    compiled._WORTH = {compiled._THOROUGH: 0}
    first = None
    print(f"{'method':8}{heads[0]}  {heads[1]}")
    for method in METHODS:
        for steps in STEPS:
            found = [
                errors(one, table(plan, FEW, method, steps)) for one, plan in zip(exact, plans, strict=True)
            ]
            everything = np.concatenate([size.ravel() for each in found for size in each.values()])
            worst, key = max(
                (float(size.max()), key) for each in found for key, size in each.items() if size.size
            )
            rate = asked.members / seconds(plans[1], asked.members, method, steps)
            first = first or rate
            size = f"{np.median(everything):10.4f}{np.quantile(everything, 0.99):8.3f}{worst:8.2f}"
            print(f"{method:8}{steps:6}{size}  {key:36}{rate:8,.0f}{rate / first:7.2f}", flush=True)


if __name__ == "__main__":
    main()
