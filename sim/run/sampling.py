"""Draws the uncertain constants: which values each member of an ensemble runs with."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.errors import Fault, SimError, fail
from sim.registry.parameters import Distribution
from sim.scenario.workspace import Workspace

Array = NDArray[np.float64]
MOST_MEMBERS = 1_000_000
_SHARE_LEAST = 1e-12  # the tails of a lognormal have no end
_TAIL = float(stats.norm.ppf(0.95))  # standard deviations from the median to the 95% point


@dataclass(frozen=True)
class Draws:
    """The values of the uncertain constants.

    Parameters
    ----------
    keys : of the constants in the model, in the order of the registry
    values : (constant, member), in the units of the model
    seed : that the draws follow from
    """

    keys: tuple[str, ...]
    values: Array
    seed: int

    @property
    def members(self) -> int:
        """Return the number of members."""
        return int(self.values.shape[1])

    def as_inputs(self) -> dict[str, Array]:
        """Return what the engine takes: values (member,) by key."""
        return dict(zip(self.keys, self.values, strict=True))


def draw(workspace: Workspace, members: int, seed: int) -> Draws:
    """Draw all uncertain constants of the registry by a scrambled Sobol sequence.

    Member ``i`` of a seed is the same however many members are asked for. Two scenarios drawn with
    one seed share their draws, so that a difference between them is policy and not chance.

    Raises
    ------
    SimError: members not in 1–1,000,000, seed not 0 or above, a distribution that does not hold
        the model's value.
    """
    check_request(members, seed)
    uncertain = _uncertain(workspace)
    sampler = stats.qmc.Sobol(len(uncertain), scramble=True, rng=np.random.default_rng(seed))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a number that is no power of 2 is the user's choice
        uniform = np.clip(sampler.random(members), _SHARE_LEAST, 1 - _SHARE_LEAST)
    quantiles = [
        quantile_of(distribution, mode, uniform[:, place])
        for place, (distribution, mode) in enumerate(uncertain.values())
    ]
    return Draws(tuple(uncertain), np.array(quantiles), seed)


def check_request(members: int, seed: int) -> None:
    """Refuse numbers of members and seeds that cannot be."""
    faults = []
    if not 1 <= members <= MOST_MEMBERS:
        faults.append(
            Fault(
                f"成员数为 {members:,}，应在 1 到 {MOST_MEMBERS:,} 之间。",
                f"{members:,} members; the number must be from 1 to {MOST_MEMBERS:,}.",
                "--members",
            )
        )
    if seed < 0:
        faults.append(
            Fault(
                f"种子为 {seed}，应是 0 或更大的整数。",
                f"the seed is {seed}; it must be 0 or above.",
                "--seed",
            )
        )
    if faults:
        raise SimError(faults)


def _uncertain(workspace: Workspace) -> Mapping[str, tuple[Distribution, float]]:
    """Return distribution and mode of every uncertain scalar constant, in the order of the registry."""
    found: dict[str, tuple[Distribution, float]] = {}
    for name, parameter in workspace.registry.parameters.items():
        if parameter.distribution is None:
            continue
        for key in workspace.model.constant_keys(name):
            found[key] = (parameter.distribution, workspace.model.constants[key])
    if not found:
        raise fail(
            "没有一个参数给出分布，无从抽样。",
            "no parameter has a distribution: there is nothing to draw.",
            workspace.registry.documents["parameters"].path,
        )
    faults = [
        Fault(
            f"模型中的值 {mode:g} 不在分布的范围 {spread.low:g}–{spread.high:g} 内。",
            f"the model's value {mode:g} is outside its distribution, {spread.low:g} to {spread.high:g}.",
            workspace.registry.documents["parameters"].place(key, "distribution"),
        )
        for key, (spread, mode) in found.items()
        if not spread.low <= mode <= spread.high
    ]
    if faults:
        raise SimError(faults)
    return found


def quantile_of(distribution: Distribution, mode: float, share: Array) -> Array:
    """Return the values below which given shares of a distribution lie.

    Parameters
    ----------
    mode : of a triangle, the model's own value
    share : (member,), 0 to 1
    """
    low, high = distribution.low, distribution.high
    width = high - low
    if distribution.kind == "uniform":
        return low + width * share
    if distribution.kind == "lognormal":  # low and high are its points of 5% and 95%
        centre, spread = np.log(low * high) / 2, np.log(high / low) / (2 * _TAIL)
        return np.asarray(np.exp(centre + spread * stats.norm.ppf(share)), dtype=np.float64)
    return np.asarray(stats.triang.ppf(share, (mode - low) / width, low, width), dtype=np.float64)


def spread_of(distribution: Distribution, mode: float) -> float:
    """Return the standard deviation of a distribution, in the unit of the constant.

    Parameters
    ----------
    mode : of a triangle
    """
    low, high = distribution.low, distribution.high
    if distribution.kind == "uniform":
        return float((high - low) / np.sqrt(12))
    if distribution.kind == "lognormal":
        return float(stats.lognorm.std(np.log(high / low) / (2 * _TAIL), scale=np.sqrt(low * high)))
    return float(stats.triang.std((mode - low) / (high - low), scale=high - low))
