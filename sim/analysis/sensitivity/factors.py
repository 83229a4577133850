"""Factors of a sensitivity analysis: constants that ensembles draw, and quantities that a request varies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.errors import fail
from sim.registry.distributions import Distribution
from sim.sampling.copula import SHARE_LEAST
from sim.sampling.quantiles import quantile_of, tails_of
from sim.sampling.uncertain import uncertain_constants
from sim.scenario.load import Scenario
from sim.scenario.vary import Varied
from sim.scenario.workspace import Workspace

DIGITS = 3  # significant digits of a factor's values


@dataclass(frozen=True)
class Factor:
    """A constant that is varied, or several that always have one value.

    Parameters
    ----------
    keys : element keys of the constants in the model
    spread : its distribution
    mode : the model's own value, which is the mode of a triangle [unit of the constant]
    is_asked_for : whether the request made it uncertain
    tails : its points of 5% and 95% where these are not the distribution's own, in the same unit
    """

    keys: tuple[str, ...]
    spread: Distribution
    mode: float
    is_asked_for: bool = False
    tails: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        """Return the key by which it is known."""
        return self.keys[0]

    @property
    def low(self) -> float:
        """Return its point of 5%, in its unit."""
        return (self.tails or tails_of(self.spread, self.mode))[0]

    @property
    def high(self) -> float:
        """Return its point of 95%, in its unit."""
        return (self.tails or tails_of(self.spread, self.mode))[1]

    @property
    def decimals(self) -> int:
        """Return the decimals that distinguish its values: three digits, and a fiftieth of its range."""
        size, width = max(abs(self.low), abs(self.high)), self.high - self.low
        return max(0, DIGITS - 1 - math.floor(math.log10(size)), math.ceil(-math.log10(width / 50)))

    def at(self, shares: Array) -> Array:
        """Return the values below which shares of its distribution lie, (member,) [unit of the constant]."""
        return quantile_of(self.spread, self.mode, np.clip(shares, SHARE_LEAST, 1 - SHARE_LEAST))


def factors_of(scenario: Scenario, workspace: Workspace, vary: Sequence[Varied] = ()) -> tuple[Factor, ...]:
    """Return the drawn constants, in the order of the registry, then those that the request varies.

    Raises
    ------
    SimError: nothing is left to vary.
    """
    fixed = {*scenario.constants, *(key for each in vary for key in each.keys)}
    factors = [
        Factor((one.key,), one.spread, one.mode)
        for one in uncertain_constants(workspace)
        if one.key not in fixed
    ]
    factors += [
        Factor(
            each.keys, Distribution(kind="uniform", low=each.low, high=each.high), each.low, is_asked_for=True
        )
        for each in vary
    ]
    if not factors:
        raise fail(
            "no-data",
            f"情景 {scenario.name} 已设定全部要抽样的参数，没有什么可变动的。",
            f"the scenario {scenario.name} sets every parameter that is drawn: nothing is left to vary.",
            workspace.registry.documents["parameters"].path,
        )
    return tuple(factors)
