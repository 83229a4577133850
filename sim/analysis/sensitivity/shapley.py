"""Shapley effects: shares of the variance that add up to one, with the correlations of the registry.

A factor's effect is the mean, over all orders in which factors can be drawn again one by one, of the
variance that its turn adds. What correlated factors bring together is divided evenly among them.

References
----------
Owen 2014, Sobol' indices and Shapley value, doi:10.1137/130936233; with correlated inputs: Song, Nelson and
Staum 2016, doi:10.1137/15M1048070. One walk for each sample: Goda 2021, A simple algorithm for global
sensitivity analysis with Shapley effects, doi:10.1016/j.ress.2021.107702.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.sensitivity.dependence import Linked, linked_factors, redrawn
from sim.analysis.sensitivity.factor_screening import kept_first, screen
from sim.analysis.sensitivity.indices import is_still
from sim.analysis.sensitivity.result import QUANTILES, Method, Ranking, Sensitivity
from sim.analysis.sensitivity.runs import Runs, check_enough, check_sound
from sim.arrays import Array
from sim.sampling.sobol import SobolShares

LEAST_WALKS = 128
_OWN = (3, 4)  # behind the seed: of the points, of the orders
_NORMAL_95 = 1.959963984540054
Orders = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ShapleyEffects:
    """Shares of a figure's variance.

    Parameters
    ----------
    share : (player,) [share of the variance], sum 1
    error : (player,), in the same unit  half-widths of their 95% intervals
    """

    share: Array
    error: Array


def shapley(runs: Runs, method: Method, members: int, seed: int) -> Sensitivity:
    """Return the factors' Shapley effects; those that a screening leaves out are one more player.

    Raises
    ------
    SimError: too few members.
    """
    screened = screen(runs, members, seed)
    kept, left_out = kept_first(runs, screened)
    count = len(kept)
    players = np.minimum(np.arange(len(runs.factors)), count)
    width = int(players.max()) + 2
    rest_zh, rest_en = ("、其余的一组", ", a group of the rest") if left_out else ("", "")
    check_enough(
        members,
        LEAST_WALKS * width,
        f"shapley 的 {LEAST_WALKS} 次逐个重抽，每次 {width} 次运行：参数 {count} 个{rest_zh}，另加 1 次",
        f"{LEAST_WALKS} walks of shapley with {width} runs each: {count} parameters{rest_en}, and 1",
    )
    walks = members // width
    points, orders = shapley_points(players, linked_factors(runs.factors, runs.workspace), walks, seed)
    runs.planned = runs.done + len(points)
    figures = runs.at_points(points).reshape(len(runs.questions), walks, width)
    own, swings = runs.swings(kept)
    rankings = tuple(
        _ranking(runs, place, figures[place], orders, count, float(own[place]), swings[place])
        for place in range(len(runs.questions))
    )
    return Sensitivity(
        method, seed, runs.scenario, runs.workspace, runs.done, walks, runs.failed,
        kept, left_out, screened.lost, rankings,
    )  # fmt: skip


def shapley_points(
    players: NDArray[np.int64], sets: Sequence[Linked], walks: int, seed: int
) -> tuple[Array, Orders]:
    """Return walks from one point to another: one player after the other is drawn again, given the others.

    Parameters
    ----------
    players : (factor,)  number of the player that each factor belongs to
    sets : correlated factors

    Returns
    -------
    (walk × (player + 1), factor) [share, 0 to 1], and (walk, player) the orders of the players
    """
    count, factors = int(players.max()) + 1, players.size
    dimensions = 2 * factors
    both = SobolShares(tuple(range(dimensions)), dimensions, (seed, _OWN[0])).block(0, walks).T
    random = np.random.default_rng((seed, _OWN[1]))
    orders = random.permuted(np.tile(np.arange(count), (walks, 1)), axis=1)
    turns = np.argsort(orders, axis=1)  # of each player, when it is drawn again
    points = np.empty((walks, count + 1, factors))
    for step in range(count + 1):
        marks = (turns < step)[:, players]
        points[:, step] = redrawn(both[:, :factors], both[:, factors:], marks, sets)
    return points.reshape(-1, factors), orders


def shapley_effects(figures: Array, orders: Orders) -> ShapleyEffects:
    """Return the Shapley effects of the players.

    φ = E[(f_before - f_after) (f_0 - (f_before + f_after) / 2)] / Var f, for the player whose turn it is

    Parameters
    ----------
    figures : (walk, player + 1) [unit of the figure]  at `shapley_points`
    orders : (walk, player)
    """
    walks, count = orders.shape
    if is_still(figures):
        return ShapleyEffects(np.zeros(count), np.zeros(count))
    before, after = figures[:, :-1], figures[:, 1:]
    parts = np.empty((walks, count))
    np.put_along_axis(parts, orders, (before - after) * (figures[:, :1] - (before + after) / 2), axis=1)
    whole = parts.sum(axis=1, keepdims=True)
    share = parts.mean(axis=0) / whole.mean()
    spread = (parts - share * whole).std(axis=0, ddof=1) / np.sqrt(walks)
    return ShapleyEffects(share, _NORMAL_95 * spread / whole.mean())


def _ranking(
    runs: Runs, place: int, figures: Array, orders: Orders, kept: int, own: float, swings: Array
) -> Ranking:
    """Return the ranking for one figure.

    Parameters
    ----------
    place : place of the question
    figures : (walk, player + 1) [unit of the figure]
    kept : number of factors with an effect of their own
    """
    sound = np.isfinite(figures).all(axis=1)  # a walk with a missing run is no walk
    figures, orders = figures[sound], orders[sound]
    walks = len(figures)
    check_sound(runs.questions[place], walks, LEAST_WALKS // 2)
    parts = [shapley_effects(figures[:end], orders[:end]) for end in (walks // 4, walks // 2, walks)]
    whole = parts[-1]
    return Ranking(
        runs.questions[place],
        whole.share[:kept],
        {"share": whole.share[:kept], "share_error": whole.error[:kept]},
        np.array([each.share[:kept] for each in parts]),
        swings,
        own,
        np.quantile(figures[:, 0], QUANTILES),
        rest=float(whole.share[kept:].sum()),
        rest_error=float(whole.error[kept:].sum()),
        mean=float(figures[:, 0].mean()),
    )
