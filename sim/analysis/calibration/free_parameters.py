"""The constants that are fitted: where they start, how far they may go, how uncertain they were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.errors import fail
from sim.sampling.quantiles import spread_of
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Free:
    """Constants to be fitted, in the order of the registry.

    A fit works in standard deviations of the prior, z = (value - prior) / spread.

    Parameters
    ----------
    keys : of the constants in the model
    before : (constant,)  as the model file has them
    prior : (constant,)  as thought to be before the observations
    spread : (constant,)  standard deviation of the prior
    low, high : (constant,)  bounds
    """

    keys: tuple[str, ...]
    before: Array
    prior: Array
    spread: Array
    low: Array
    high: Array

    @property
    def bounds(self) -> tuple[Array, Array]:
        """Return the bounds in standard deviations of the prior, (constant,) each."""
        return self.as_z(self.low), self.as_z(self.high)

    def as_z(self, values: Array) -> Array:
        """Return values (constant,) in standard deviations from the prior."""
        return (values - self.prior) / self.spread

    def as_values(self, z: Array) -> Array:
        """Return (constant, member) in the units of the model, for (constant, member)."""
        return self.prior[:, None] + self.spread[:, None] * z


def free_constants(workspace: Workspace) -> Free:
    """Return the constants whose entry in the registry has a ``prior``.

    Raises
    ------
    SimError: there is none.
    """
    rows = [
        (key, workspace.model.constants[key], entry.prior, entry.spread)
        for name, entry in workspace.registry.parameters.items()
        for key in workspace.model.constant_keys(name)
    ]
    fitted = [
        (key, (before, prior, spread_of(one, prior), one.low, one.high))
        for key, before, prior, one in rows
        if prior is not None and one is not None
    ]
    if not fitted:
        raise fail(
            "no-data",
            '没有一个参数给出 "prior"，没有可拟合的。',
            'no parameter has a "prior": there is nothing to fit.',
            workspace.registry.documents["parameters"].path,
        )
    keys, numbers = zip(*fitted, strict=True)
    return Free(tuple(keys), *np.array(numbers).T)
