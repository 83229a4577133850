"""Backcasts against brute force: the cheapest of all settings of a grid, or that none of them will do.

    python -m benchmarks.brute_force [--settings 10000] [--members 64] [--instances 30] [--small]

All settings of a grid run once in the members of a branch, and random goals are asked of them: of one or two
rows and years, with figures from easy to out of reach. For each the backcast searches in the same members. It
agrees where what it finds meets the goals and no setting of the grid does so at less by more than
`TOLERANCE`, and where it finds nothing no setting of the grid meets them. ``--small`` takes the small model
of the tests.
"""

from __future__ import annotations

import argparse
import math
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import sim
from sim.analysis.decision.free import free_levers, lever_names, own_place, variant_of
from sim.analysis.decision.goals import Goal, read_goals
from sim.analysis.decision.members import Members
from sim.analysis.decision.search import level_of
from sim.arrays import Array
from sim.ensembles.branching.branch import Branch
from sim.scenario.workspace import load_workspace

TOLERANCE = 0.005  # ranges, added up over the levers
LAST = 2025  # year of the past
PROBABILITIES = (0.5, 0.8, 0.95)
BEYOND = 1.4  # of the way from the lowest to the highest figure within reach, up to which goals are asked
SMALL = Path(__file__).parent.parent / "tests" / "small"
SHIPPED_ROWS = ("gross_industrial_output@2030", "resident_population@2030", "energy_use@2030")
SHIPPED_LEVERS = ("public investment, housing supply", "promotion effort, registration openness")
SMALL_ROWS, SMALL_LEVERS = ("gross_output@2030", "gross_output@2035"), ("public investment, clean share",)


@dataclass(frozen=True, eq=False)
class Tried:
    """Every setting of a grid, in the members of a branch.

    Parameters
    ----------
    costs : (setting,) change from the scenario [ranges]
    figures : (setting, member) by row and year
    goals : a goal of each row and year, whose figure means nothing
    """

    home: Path | None
    branch: Branch
    levers: str
    costs: Array
    figures: dict[str, Array]
    goals: dict[str, Goal]


@dataclass(frozen=True)
class Compared:
    """What a backcast found, beside the grid.

    Parameters
    ----------
    found, cheapest : change of the setting [ranges]; infinite where there is none that meets the goals
    share, highest : of members that meet the goals in the setting of the backcast, and the most of the grid
    """

    targets: tuple[str, ...]
    asked: float
    found: float
    cheapest: float
    share: float
    highest: float
    seconds: float

    def __str__(self) -> str:
        """Return what was asked, and what either found."""
        return (
            f"{' and '.join(self.targets)}, {self.asked:g}: {self.found:.4f} against {self.cheapest:.4f}, "
            f"share {self.share:.3f} against {self.highest:.3f}, {self.seconds:.1f} s"
        )

    def agrees(self, members: int) -> bool:
        """Return whether the grid has nothing better."""
        if math.isinf(self.found):
            return math.isinf(self.cheapest) and self.share >= self.highest - 1 / members
        return self.share >= self.asked - 1e-9 and self.found <= self.cheapest + TOLERANCE


def tried(branch: Branch, levers: str, rows: Sequence[str], settings: int, home: Path | None = None) -> Tried:
    """Run all settings of a grid of the levers.

    Parameters
    ----------
    rows : ``ID@YEAR``
    settings : about how many
    """
    workspace, scenario = load_workspace(home), sim.load_scenario("trend", home)
    free = free_levers(lever_names(levers, ""), scenario, workspace, LAST, 2)
    places = np.linspace(0, 1, round(settings ** (1 / len(free))))
    grid = np.stack(np.meshgrid(*[places] * len(free), indexing="ij"), axis=-1).reshape(-1, len(free))
    goals = {row: read_goals([row.replace("@", ">=1@")], workspace)[0] for row in rows}
    count = branch.members
    draws = branch.sampler().inputs(0, count, scenario.constants)
    wanted = tuple(dict.fromkeys(goal.indicator for goal in goals.values()))
    last = max(goal.year for goal in goals.values())
    world = Members(scenario, workspace, draws, count, wanted, last, branch.begin(0, count))
    parts: dict[str, list[Array]] = {row: [] for row in rows}
    for table, _ in world.tables([variant_of(free, point) for point in grid]):
        for row, goal in goals.items():
            figure = table.rows[goal.indicator].figure(goal.year)
            assert figure is not None
            parts[row].append(figure.reshape(-1, count))
    figures = {row: np.concatenate(each) for row, each in parts.items()}
    return Tried(home, branch, levers, np.abs(grid - own_place(free)).sum(axis=1), figures, goals)


def comparisons(known: Tried, instances: int, seed: int) -> Iterator[Compared]:
    """Yield backcasts of random goals beside the grid."""
    draw = np.random.default_rng(seed)
    for _ in range(instances):
        asked = float(draw.choice(PROBABILITIES))
        rows = draw.choice(list(known.goals), int(draw.integers(1, 3)), replace=False)
        targets, met = [], np.array(True)
        for row in map(str, rows):
            goal, figures = known.goals[row], known.figures[row]
            levels = level_of(figures, asked)
            way = draw.uniform(0, BEYOND)
            value = round(float(levels.min() + way * np.ptp(levels)), goal.decimals)
            targets.append(f"{goal.indicator}>={value:.15g}@{goal.year}")
            (own,) = read_goals(targets[-1:], load_workspace(known.home))
            met = met & (figures >= own.threshold)
        shares = met.mean(axis=1)
        begun = time.perf_counter()
        found = sim.backcast(
            "trend", targets, known.levers, asked, branch=known.branch, members=known.branch.members,
            home=known.home,
        )  # fmt: skip
        seconds = time.perf_counter() - begun
        cheapest = known.costs[shares >= asked - 1e-9].min(initial=math.inf)
        change = math.inf if found.outcome == "not found" else found.distance
        yield Compared(
            tuple(targets), asked, change, float(cheapest), found.after.together, float(shares.max()), seconds
        )


def main() -> None:
    """Print every comparison, and how many agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=int, default=10_000)
    parser.add_argument("--members", type=int, default=64)
    parser.add_argument("--instances", type=int, default=30)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(SMALL, Path(folder) / "home")) if asked.small else None
        branch = sim.branch("trend", LAST, members=asked.members, home=home)
        kinds = SMALL_LEVERS if asked.small else SHIPPED_LEVERS
        done = []
        for seed, levers in enumerate(kinds):
            begun = time.perf_counter()
            known = tried(branch, levers, SMALL_ROWS if asked.small else SHIPPED_ROWS, asked.settings, home)
            seconds = time.perf_counter() - begun
            print(f"{levers}: {known.costs.size:,} settings of {asked.members} members in {seconds:.0f} s")
            for one in comparisons(known, asked.instances // len(kinds), seed):
                done.append(one)
                print(f"{one}: {'agrees' if one.agrees(asked.members) else 'DISAGREES'}")
    agreed = sum(one.agrees(asked.members) for one in done)
    without = sum(math.isinf(one.cheapest) for one in done)
    print(f"{agreed} of {len(done)} agree, {without} of them out of reach of the grid")


if __name__ == "__main__":
    main()
