"""Draws the uncertain constants: which values each member of an ensemble runs with."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.errors import Fault, SimError, fail
from sim.registry.correlations import all_pairs, components, copula
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
    keys : of the constants in the model that are drawn, in the order of the registry
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
    """Draw the uncertain constants of the registry by a scrambled Sobol sequence.

    The sequence has a dimension for every constant with a range, in file order, so that holding one
    leaves the draws of all others as they are. Member ``i`` of a seed is the same however many
    members are asked for. Two scenarios drawn with one seed share their draws, so that a difference
    between them is policy and not chance.

    Raises
    ------
    SimError: members not in 1–1,000,000, seed not 0 or above, a distribution that does not hold
        the model's value, a correlation of a constant with several elements.
    """
    check_request(members, seed)
    uncertain = _uncertain(workspace)
    sampler = stats.qmc.Sobol(len(uncertain), scramble=True, rng=np.random.default_rng(seed))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a number that is no power of 2 is the user's choice
        uniform = np.clip(sampler.random(members), _SHARE_LEAST, 1 - _SHARE_LEAST)
    shares = dict(zip(uncertain, uniform.T, strict=True))
    shares |= _correlated(shares, workspace)
    drawn = {key: one for key, one in uncertain.items() if not one[0].held}
    quantiles = [quantile_of(spread, mode, shares[key]) for key, (spread, mode) in drawn.items()]
    return Draws(tuple(drawn), np.array(quantiles).reshape(len(drawn), members), seed)


def _correlated(shares: Mapping[str, Array], workspace: Workspace) -> dict[str, Array]:
    """Return the shares of the constants that belong together, with their correlations.

    A Gaussian copula: the normal variates z of the shares become L z, where L Lᵀ are their
    correlations. Sums are added one by one, so that a member does not depend on how many there are.

    Parameters
    ----------
    shares : (member,) by key, independent, 0 to 1
    """
    registry = workspace.registry
    parameters = {name: one for name, one in registry.parameters.items() if one.drawn}
    pairs = [pair for pair in all_pairs(registry.correlations) if parameters.keys() >= set(pair.of)]
    found: dict[str, Array] = {}
    for names in components(pairs, parameters):
        keys = [_one_key(name, workspace) for name in names]
        normal = [stats.norm.ppf(shares[key]) for key in keys]
        for key, row in zip(keys, np.linalg.cholesky(copula(names, pairs)), strict=True):
            joint = sum(weight * each for weight, each in zip(row, normal, strict=True) if weight)
            found[key] = np.clip(stats.norm.cdf(joint), _SHARE_LEAST, 1 - _SHARE_LEAST)
    return found


def _one_key(name: str, workspace: Workspace) -> str:
    """Return the key of a correlated constant, which has to be a single one."""
    keys = workspace.model.constant_keys(name)
    if len(keys) > 1:
        raise fail(
            f'"{name}" 有 {len(keys)} 个下标，相关系数应写明哪一个，并在 parameters.yaml 中分别登记。',
            f'"{name}" has {len(keys)} elements; a correlation must say which, and parameters.yaml must list '
            "them one by one.",
            workspace.registry.documents["correlations"].path,
        )
    return keys[0]


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
    """Return distribution and mode of every scalar constant with a range, in the order of the registry."""
    found: dict[str, tuple[Distribution, float]] = {}
    for name, parameter in workspace.registry.parameters.items():
        for key in workspace.model.constant_keys(name) if parameter.spread else ():
            assert parameter.spread is not None
            found[key] = (parameter.spread, workspace.model.constants[key])
    if all(spread.held for spread, _ in found.values()):
        raise fail(
            "没有一个参数给出要抽样的分布，无从抽样。",
            "no parameter has a distribution that is drawn: there is nothing to draw.",
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
