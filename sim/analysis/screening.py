"""Screening of the registry's uncertain constants by elementary effects: how much each matters.

Trajectories through the ranges of all constants change one constant at a time; the mean absolute effect
μ* is standardised by the spread of the indicator,

    S = μ* σ(u) / σ(y),

so that S² is about the share of the indicator's variance that the constant accounts for.

References
----------
Morris 1991, doi:10.1080/00401706.1991.10484804; Campolongo, Cariboni and Saltelli 2007,
doi:10.1016/j.envsoft.2006.10.004.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.files import write_files
from sim.outcomes.indicators import indicators
from sim.registry.indicators import GIVEN
from sim.registry.influence import Influence, Screening, influence_text
from sim.run.progress import Progress
from sim.run.single import prepare, simulate
from sim.sampling.accounts import with_accounts
from sim.sampling.quantiles import between_tails, quantile_of
from sim.scenario.workspace import Workspace

SEED = 20201231
TRAJECTORIES = 40
LEVELS = 4
STEP = LEVELS / (2 * (LEVELS - 1))  # of the unit interval
SPREAD = float(np.std(np.linspace(0, 1, LEVELS)))  # σ(u): each level is as frequent as any other
CHUNK = 10  # trajectories in memory at a time
Effects = dict[tuple[str, int, str], Array]  # by indicator, year and scenario


INFLUENCE = "influence.csv"


def is_screened(workspace: Workspace) -> bool:
    """Return whether a home has the screening of its very model."""
    found = workspace.registry.screening
    return found is not None and found.model_hash == workspace.model.hash


def write_screening(screening: Screening, workspace: Workspace) -> None:
    """Write the influence of each constant into a home.

    Raises
    ------
    SimError: the file cannot be written.
    """
    write_files({os.fspath(workspace.home.model / INFLUENCE): influence_text(screening).encode()})


@dataclass(frozen=True)
class Trajectories:
    """Ways through the unit cube that change one constant at a time.

    Parameters
    ----------
    points : (trajectory, constant + 1, constant) [share, 0 to 1]
    order : (trajectory, constant)  number of the constant that each step changes
    """

    points: Array
    order: NDArray[np.int64]


def trajectories(constants: int, count: int, random: np.random.Generator) -> Trajectories:
    """Return random trajectories over a grid of `LEVELS` levels."""
    levels = random.integers(0, LEVELS, (count, constants)) / (LEVELS - 1)
    order = np.array([random.permutation(constants) for _ in range(count)])
    points = np.repeat(levels[:, None, :], constants + 1, axis=1)
    for one, steps in enumerate(order):
        for row, constant in enumerate(steps, start=1):
            here = levels[one, constant]
            points[one, row:, constant] = here + STEP if here + STEP <= 1 + 1e-9 else here - STEP
    return Trajectories(points, order)


def elementary_effects(ways: Trajectories, figures: Array) -> Array:
    """Return the absolute effect of each step, by constant.

    |Δy| / Δu

    Parameters
    ----------
    figures : (trajectory, constant + 1) [unit of the indicator]

    Returns
    -------
    (trajectory, constant), in the same unit; NaN where a run has no figure
    """
    steps = np.abs(np.diff(figures, axis=1)) / STEP
    effects = np.empty_like(steps)
    np.put_along_axis(effects, ways.order, steps, axis=1)
    return effects


def influence(effects: Array, figures: Array) -> Array:
    """Return the standardised influence S of each constant on a figure; zeros where it does not move.

    Parameters
    ----------
    effects : (trajectory, constant) [unit of the indicator]
    figures : (trajectory, constant + 1), in the same unit

    Returns
    -------
    (constant,) [standard deviations of the indicator]
    """
    spread = float(np.nanstd(figures))
    if not spread > 1e-12 * (1 + float(np.nanmax(np.abs(figures)))):
        return np.zeros(effects.shape[1])
    return np.asarray(np.nanmean(effects, axis=0) * SPREAD / spread, dtype=np.float64)


def screen(
    workspace: Workspace,
    count: int = TRAJECTORIES,
    seed: int = SEED,
    scenarios: Sequence[str] = (),
    progress: Progress | None = None,
) -> Screening:
    """Return the influence of each constant with a range on the indicators, in several scenarios.

    By default they are the first and the last of those that the home compares. An indicator is taken in
    the years of its targets, or in the first horizon where it has none.
    """
    compared = workspace.registry.zone.scenarios
    scenarios = scenarios or tuple(dict.fromkeys((compared[0], compared[-1])))
    spreads = {
        key: (name, parameter.spread)
        for name, parameter in workspace.registry.parameters.items()
        for key in (workspace.model.constant_keys(name) if parameter.spread else ())
    }
    ways = trajectories(len(spreads), count, np.random.default_rng(seed))
    shares = between_tails(ways.points)
    own = workspace.model.constants
    draws = {
        key: quantile_of(spread, own[key], shares[:, :, place])
        for place, (key, (_, spread)) in enumerate(spreads.items())
        if spread is not None
    }
    found: Effects = {}
    for number, name in enumerate(scenarios):

        def step(done: int, total: int, before: int = number) -> None:
            if progress:
                progress(before * total + done, len(scenarios) * total)

        for (indicator, year), figures in _figures(name, draws, workspace, step).items():
            found[indicator, year, name] = influence(elementary_effects(ways, figures), figures)
    names = [name for name, _ in spreads.values()]
    return Screening(workspace.model.hash, seed, count, _ranked(names, found))


def _figures(
    name: str, draws: Mapping[str, Array], workspace: Workspace, progress: Progress
) -> dict[tuple[str, int], Array]:
    """Return figures, (trajectory, constant + 1) [unit of the indicator], by indicator and year."""
    scenario = prepare(name, (), workspace)
    count, points = next(iter(draws.values())).shape
    parts: dict[tuple[str, int], list[Array]] = {}
    for first in range(0, count, CHUNK):
        rows = slice(first, first + CHUNK)
        inputs = {key: each[rows].ravel() for key, each in draws.items() if key not in scenario.constants}
        inputs = with_accounts(inputs, workspace)
        for row in indicators(simulate(scenario, workspace, None, inputs)):
            for year in row.target_years if row.kind not in GIVEN else ():
                figure = row.figure(year)
                if figure is not None and not np.isnan(figure).all():
                    parts.setdefault((row.id, year), []).append(figure.reshape(-1, points))
        progress(min(first + CHUNK, count), count)
    return {key: np.concatenate(each) for key, each in parts.items()}


def _ranked(names: Sequence[str], found: Effects) -> dict[str, Influence]:
    """Return the influence of each constant."""
    where = [key for key, effects in found.items() if effects.any()]
    distinct = list(dict.fromkeys(names))
    squared = np.array(
        [
            [
                sum(found[key][place] ** 2 for place, each in enumerate(names) if each == name)
                for name in distinct
            ]
            for key in where
        ]
    )
    shares = squared / squared.sum(axis=1, keepdims=True)
    ranked = {}
    for place, name in enumerate(distinct):
        best = int(squared[:, place].argmax())
        greatest, share = float(np.sqrt(squared[best, place])), float(shares[:, place].mean())
        ranked[name] = Influence(greatest, share, *where[best])
    return ranked


def choose(shares: Array, most: int) -> NDArray[np.bool_]:
    """Return the constants to draw; the others are held, the least influential first.

    Next to be held is the constant that keeps smallest the largest share of any indicator's variance
    that all held ones account for.

    Parameters
    ----------
    shares : (indicator, constant) [share of the indicator's variance]
    most : number of constants to draw at most

    Returns
    -------
    (constant,) [true or false]
    """
    drawn = np.ones(shares.shape[1], dtype=np.bool_)
    lost = np.zeros(shares.shape[0])
    while drawn.sum() > most:
        candidates = np.flatnonzero(drawn)
        worst = (lost[:, None] + shares[:, candidates]).max(axis=0)
        held = candidates[worst.argmin()]
        drawn[held] = False
        lost += shares[:, held]
    return drawn
