"""Correlated draws: a Gaussian copula with the rank correlations of the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.errors import fail
from sim.registry.correlations import Pair, all_pairs, components, copula
from sim.scenario.workspace import Workspace

SHARE_LEAST = 1e-12  # share; the tails of a lognormal have no end


@dataclass(frozen=True, eq=False)
class Together:
    """Constants that are correlated, directly or through others.

    Parameters
    ----------
    keys : keys of the constants, in the order of the registry
    weights : (constant, constant) [1]  L, where L Lᵀ are the correlations of their normal variates
    """

    keys: tuple[str, ...]
    weights: Array

    def correlate(self, shares: Sequence[Array]) -> list[Array]:
        """Return independent shares with the correlations: the normal variates z become L z.

        Terms are added one by one, so that a member does not depend on the number of members.

        Parameters
        ----------
        shares : (member,) [share, 0 to 1] for each constant

        Returns
        -------
        (member,) [share, 0 to 1] for each constant
        """
        from scipy import stats  # takes two seconds, which draws of a forecast do not need

        normal = [stats.norm.ppf(each) for each in shares]
        joint = (
            sum(weight * each for weight, each in zip(row, normal, strict=True) if weight)
            for row in self.weights
        )
        return [np.clip(stats.norm.cdf(each), SHARE_LEAST, 1 - SHARE_LEAST) for each in joint]


def drawn_together(workspace: Workspace) -> tuple[Together, ...]:
    """Return the sets of drawn constants that are correlated.

    Raises
    ------
    SimError: a correlation of a constant with several elements.
    """
    registry = workspace.registry
    parameters = registry.drawn
    pairs = [pair for pair in all_pairs(registry.correlations) if parameters.keys() >= set(pair.of)]
    return tuple(
        Together(tuple(_one_key(name, workspace) for name in names), _weights(names, pairs))
        for names in components(pairs, parameters)
    )


def _weights(names: Sequence[str], pairs: Sequence[Pair]) -> Array:
    """Return the lower triangle of the correlations' Cholesky factors, (constant, constant) [1]."""
    return np.asarray(np.linalg.cholesky(copula(names, pairs)), dtype=np.float64)


def correlated(shares: Mapping[str, Array], sets: Sequence[Together]) -> dict[str, Array]:
    """Return shares by key, (member,) [share, 0 to 1] each, the correlated ones with their correlations."""
    found = dict(shares)
    for each in sets:
        found |= zip(each.keys, each.correlate([shares[key] for key in each.keys]), strict=True)
    return found


def _one_key(name: str, workspace: Workspace) -> str:
    """Return the key of a correlated constant, which has to be a single one."""
    keys = workspace.model.constant_keys(name)
    if len(keys) > 1:
        raise fail(
            "missing",
            f'"{name}" 有 {len(keys)} 个下标，相关系数应写明哪一个，并在 model/parameters 中分别登记。',
            f'"{name}" has {len(keys)} elements; a correlation must say which, and model/parameters must '
            "list them one by one.",
            workspace.registry.documents["correlations"].path,
        )
    return keys[0]
