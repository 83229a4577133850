"""The joint prior of the registry: everything uncertain, as a function of independent uniform variates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.registry.parameters import Choice
from sim.sampling.accounts import Accounts, accounts_of
from sim.sampling.copula import SHARE_LEAST, Together, correlated, drawn_together
from sim.sampling.disturbances import Disturbance, disturbances_of, disturbed, innovation_names
from sim.sampling.quantiles import quantile_of
from sim.sampling.uncertain import Uncertain, uncertain_constants
from sim.scenario.workspace import Workspace

ROUNDING = "rounding of"  # of the variate that says where in its printed digit a figure lies


@dataclass(frozen=True)
class Alternatives:
    """A constant that takes one of several values, each a structural alternative.

    Parameters
    ----------
    key : its element key in the model
    values : (alternative,) [unit of the constant]
    weights : prior probability of each, 0 to 1
    """

    key: str
    values: tuple[float, ...]
    weights: tuple[float, ...]

    def at(self, shares: Array) -> Array:
        """Return the values of shares, (member,) [unit of the constant], the first ones for the lowest."""
        ends = np.cumsum(self.weights)[:-1]
        return np.asarray(np.array(self.values)[np.searchsorted(ends, shares, side="right")])


@dataclass(frozen=True, eq=False)
class JointPrior:
    """Everything that is uncertain before observations after the base year are used.

    Parameters
    ----------
    ranged : constants with a range
    together : sets of them that are correlated
    alternatives : constants that take one of several values
    accounts : constants that follow from published figures of the base year, None where none does
    disturbances : series of yearly disturbances
    """

    ranged: tuple[Uncertain, ...]
    together: tuple[Together, ...]
    alternatives: tuple[Alternatives, ...]
    accounts: Accounts | None
    disturbances: tuple[Disturbance, ...]

    @property
    def axes(self) -> tuple[str, ...]:
        """Return the names of the variates that do not belong to a year."""
        rounding = self.accounts.figures if self.accounts else ()
        ranged = (one.key for one in self.ranged)
        return (
            *ranged,
            *(one.key for one in self.alternatives),
            *(f"{ROUNDING} {name}" for name in rounding),
        )

    @property
    def innovations(self) -> tuple[str, ...]:
        """Return the names of the variates that belong to a year."""
        return innovation_names(self.disturbances)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants that are uncertain."""
        accounts = self.accounts.keys if self.accounts else ()
        yearly = (key for each in self.disturbances for key in each.keys)
        ranged = (one.key for one in self.ranged)
        return (*ranged, *(one.key for one in self.alternatives), *accounts, *yearly)

    def values(self, axes: Array, innovations: Array) -> Array:
        """Return the constants, (constant, member) [units of the model], in the order of `keys`.

        Parameters
        ----------
        axes : (axis, member) [share, 0 to 1]
        innovations : (innovation, member) [share, 0 to 1]
        """
        from scipy import stats  # takes two seconds, which draws of a forecast do not need

        shares = dict(zip(self.axes, np.clip(axes, SHARE_LEAST, 1 - SHARE_LEAST), strict=True))
        joint = correlated({one.key: shares[one.key] for one in self.ranged}, self.together)
        found = {one.key: quantile_of(one.spread, one.mode, joint[one.key]) for one in self.ranged}
        found |= {one.key: one.at(shares[one.key]) for one in self.alternatives}
        normal = stats.norm.ppf(np.clip(innovations, SHARE_LEAST, 1 - SHARE_LEAST))
        yearly = disturbed(self.disturbances, dict(zip(self.innovations, normal, strict=True)))
        if self.accounts:  # disturbances begin after the base year, which they do not move
            rounding = np.array([shares[f"{ROUNDING} {name}"] for name in self.accounts.figures])
            found |= zip(self.accounts.keys, self.accounts.solve(found, rounding), strict=True)
        found |= yearly
        return np.array([found[key] for key in self.keys]).reshape(len(self.keys), axes.shape[1])


def joint_prior(workspace: Workspace) -> JointPrior:
    """Return the joint prior of a workspace.

    Raises
    ------
    SimError: a distribution that does not hold the model's value; a correlation of a constant with
        several elements.
    """
    return JointPrior(
        uncertain_constants(workspace),
        drawn_together(workspace),
        tuple(_alternatives(workspace)),
        accounts_of(workspace),
        disturbances_of(workspace),
    )


def _alternatives(workspace: Workspace) -> Iterator[Alternatives]:
    for name, parameter in workspace.registry.parameters.items():
        if isinstance(parameter.distribution, Choice):
            choice = parameter.distribution
            for key in workspace.model.constant_keys(name):
                yield Alternatives(key, choice.values, choice.weights)
