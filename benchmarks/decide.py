"""Cost of decisions: derivatives, shares of loops and contributions; backcasts against optimisers.

    python -m benchmarks.decide [MEMBERS]

The problem is the least change of eight levers with which industrial output reaches 8,000 (100M CNY) in 2030
with a probability of 0.6. All ways have the same batches of the engine, the same members and the same
starting state. Differential evolution (SciPy) has the change with a penalty for each member that is missing;
SLSQP (SciPy) the level of the required rank as a constraint, by its own differences, from the scenario and
from all levers at their upper ends; the EMA Workbench (``pip install -r benchmarks/requirements.txt``, left
out where it is missing) its epsilon-NSGA-II with as many settings as differential evolution, one at a time,
and the same level as a constraint. Then comes the whole command with 1,000 members, drawing and verification
included. Times are of the processor, all threads together, and by the clock.
"""

from __future__ import annotations

import random
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
from scipy.optimize import differential_evolution, minimize

import sim
from benchmarks import gradients
from sim.analysis.decision.free import free_levers, own_place, variant_of
from sim.analysis.decision.goals import read_goals
from sim.analysis.decision.members import Members, drawn_members
from sim.analysis.decision.search import Landscape, least_change
from sim.arrays import Array
from sim.engine.machine.inputs import Input
from sim.scenario.workspace import load_workspace

GOAL, PROBABILITY, START = "gross_industrial_output>=8000@2030", 0.6, 2025
LEVERS = (
    "public investment", "promotion effort", "foreign investment effort", "registration openness",
    "housing supply", "fiscal research support", "clean energy construction", "beijing relocation",
)  # fmt: skip
GENERATIONS, POPULATION = 12, 5
MISSING = 20.0  # ranges that a share of one is worth


class _Taken:
    """Time since it was made."""

    def __init__(self) -> None:
        self.begun = time.process_time(), time.perf_counter()

    def __str__(self) -> str:
        """Return the time of the processor, and by the clock."""
        ends = time.process_time(), time.perf_counter()
        processor, clock = (end - begun for begun, end in zip(self.begun, ends, strict=True))
        return f"{processor:.1f} s of the processor, {clock:.1f} s by the clock"


def main() -> None:
    """Print seconds, settings tried and the change found by each way."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 256
    known = _landscape(members)
    for _ in range(3):  # the model is compiled once it has run a while
        known.slack(np.repeat(known.own[None], 32, axis=0))
    for name, run in (
        ("least change", lambda land: least_change(land, np.zeros((0, land.own.size)))),
        ("differential evolution", _evolved),
        ("SLSQP from the scenario", lambda land: _slsqp(land, land.own)),
        ("SLSQP from the upper ends", lambda land: _slsqp(land, np.ones(land.own.size))),
        ("EMA Workbench", _workbench),
    ):
        fresh = Landscape(known.own, known.weights, known.probability, known.slack)  # nothing tried so far
        _report(name, fresh, run)
    taken = _Taken()
    backcast = sim.backcast("trend", GOAL, LEVERS, PROBABILITY, members=1000)
    print(f"whole backcast, 1,000 members: {backcast.tried} settings, {taken}")
    taken = _Taken()
    found = sim.contribute("plan", "gross_industrial_output", 2025, members=16, orders=8)
    print(f"contribute: {found.runs} coalitions of {found.members} members, {taken}")
    _gradients()
    _loops()


def _gradients() -> None:
    """Print what derivatives by sixteen levers cost, of all indicators in all years."""
    model, count = load_workspace().model, 16
    levers = [name for name in model.constants if name.endswith(" to")][:count]
    ratio = gradients.seconds(model, 256, levers) / gradients.seconds(model, 256, ())
    print(f"derivatives by {count} levers: {ratio:.1f} plain runs, {ratio / count:.2f} for each")


def _loops() -> None:
    """Print what the shares of all loops cost, in plain runs of the same members to the same year."""
    workspace, scenario = load_workspace(), sim.load_scenario("trend")
    count, draws, _ = drawn_members(workspace, 128, 7, "forecast")
    model = workspace.model
    inputs: dict[str, Input] = {**draws, **scenario.constants}
    (loops, *_) = model.loops_of_scalars()
    plain = _seconds(lambda: model.simulate(inputs, outputs="resident population", until=2035))
    scored = _seconds(lambda: model.loop_shares(inputs, loops, (2025, 2035, 0.25)))
    print(
        f"shares of {len(loops)} loops in {count} members: {scored / plain:.1f} plain runs of {plain:.3f} s"
    )


def _seconds(run: Callable[[], object], times: int = 7) -> float:
    """Return the time of a run, the least of some after the first two, by which code is made."""
    taken = []
    for _ in range(times + 2):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return min(taken[2:])


def _landscape(members: int) -> Landscape:
    workspace = load_workspace()
    scenario = sim.load_scenario("trend")
    (goal,) = read_goals([GOAL], workspace)
    count, draws, _ = drawn_members(workspace, members, 7, "forecast")
    world = Members(scenario, workspace, draws, count, (goal.indicator,), goal.year).going_on(START)
    free = free_levers(LEVERS, scenario, workspace, START, 2)

    def slack(points: Array) -> Array:
        tables = world.tables([variant_of(free, point) for point in points])
        parts = [np.where(sound, goal.slack(table), -np.inf).reshape(-1, count) for table, sound in tables]
        return np.concatenate(parts)[None]

    return Landscape(own_place(free), np.ones(len(free)), PROBABILITY, slack)


def _report(name: str, land: Landscape, run: Callable[[Landscape], Array | None]) -> None:
    taken = _Taken()
    try:
        point = run(land)
    except ImportError as missing:
        print(f"{name}: left out, {missing.name} is not installed")
        return
    told = f"{land.tried} settings, {taken}"
    if point is None:
        print(f"{name}: nothing found, {told}")
        return
    change, share = float(land.cost(point[None])[0]), land.share(point)
    verdict = "meets" if share >= PROBABILITY - 1e-9 else "MISSES"
    print(f"{name}: change {change:.3f}, {verdict} ({share:.3f}), {told}")


def _evolved(land: Landscape) -> Array:
    def penalised(points: Array) -> Array:
        settings = np.atleast_2d(points.T)
        short = np.minimum(land.levels(settings), 0)
        return land.cost(settings) - MISSING * short

    found = differential_evolution(
        penalised, [(0, 1)] * land.own.size, maxiter=GENERATIONS, popsize=POPULATION, seed=7, polish=False,
        vectorized=True, updating="deferred",
    )  # fmt: skip
    return np.asarray(found.x)


def _slsqp(land: Landscape, start: Array) -> Array:
    found = minimize(
        lambda point: float(land.cost(point[None])[0]), start, method="SLSQP", bounds=[(0, 1)] * start.size,
        constraints={"type": "ineq", "fun": lambda point: float(land.levels(point[None])[0])},
        options={"eps": 0.01, "maxiter": 15},
    )  # fmt: skip
    return np.asarray(np.clip(found.x, 0, 1))


def _workbench(land: Landscape) -> Array | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what else is not installed
        from ema_workbench import Constraint, Model, RealParameter, ScalarOutcome, SequentialEvaluator

    names = [f"lever{number}" for number in range(land.own.size)]

    def setting(**places: float) -> dict[str, float]:
        point = np.array([[places[name] for name in names]])
        return {"change": float(land.cost(point)[0]), "short": -min(float(land.levels(point)[0]), 0.0)}

    model = Model("backcast", function=setting)
    model.levers = [RealParameter(name, 0, 1) for name in names]
    model.outcomes = [ScalarOutcome("change", kind=ScalarOutcome.MINIMIZE), ScalarOutcome("short")]
    random.seed(7)  # that of Platypus
    with SequentialEvaluator(model) as evaluator:
        found = evaluator.optimize(
            nfe=(GENERATIONS + 1) * POPULATION * len(names), searchover="levers", epsilons=[0.001],
            constraints=[Constraint("met", outcome_names="short", function=lambda short: short)],
        )  # fmt: skip
    return None if found.empty else found.loc[found["change"].idxmin(), names].to_numpy(dtype=float)


if __name__ == "__main__":
    main()
