"""Free parameters of a calibration: priors, spreads and bounds of the constants that are fitted."""

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
    keys : keys of the constants in the model
    before : (constant,) [units of the model]  values of the model file
    prior : (constant,), in the same units  most probable values before the observations
    spread : (constant,), in the same units  standard deviations of the prior
    low, high : (constant,), in the same units  bounds
    """

    keys: tuple[str, ...]
    before: Array
    prior: Array
    spread: Array
    low: Array
    high: Array

    @property
    def bounds(self) -> tuple[Array, Array]:
        """Return the bounds, (constant,) [standard deviations from the prior] each."""
        return self.as_z(self.low), self.as_z(self.high)

    def as_z(self, values: Array) -> Array:
        """Return z, (constant,) [standard deviations], for values (constant,) [units of the model]."""
        return (values - self.prior) / self.spread

    def as_values(self, z: Array) -> Array:
        """Return (constant, member) [units of the model] for z (constant, member) [standard deviations]."""
        return self.prior[:, None] + self.spread[:, None] * z


def free_constants(workspace: Workspace) -> Free:
    """Return the constants whose entry in the registry has a ``prior``.

    Raises
    ------
    SimError: no entry has one.
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
