"""A proposal that knows where observations pull: the posterior of a linear regression on recent members.

With figures y ≈ A z + c in standard deviations from the observed ones, z standard normal and the misfit
weighed by φ, the linear posterior is normal with

    Σ⁻¹ = I + Aᵀ R⁻¹ A,    μ = -Σ Aᵀ R⁻¹ c,    R = I / φ + diag(s²),

where s² is what the regression leaves over. Moves of preconditioned Crank–Nicolson type around it,

    z' = μ + √(1 - β²) (z - μ) + β Σ^½ ξ,

leave that normal distribution unchanged, however many dimensions z has; acceptance corrects for the rest.

References
----------
Cotter, Roberts, Stuart and White 2013, MCMC methods for functions, doi:10.1214/13-STS421. Cui, Law and
Marzouk 2016, Dimension-independent likelihood-informed MCMC, doi:10.1016/j.jcp.2015.10.008.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Array

RIDGE = 0.02  # of the number of members, added to the diagonal of the regression
DECIMALS = 9  # of proposed variates, so that their bits do not depend on the linear algebra of a machine


@dataclass(frozen=True, eq=False)
class Proposal:
    """A normal distribution that is the standard one outside a few directions.

    Parameters
    ----------
    mean : (dimension,) μ [standard deviations of the prior]
    directions : (dimension, direction) orthonormal columns V
    strengths : (direction,) singular values of R^-½ A: Σ⁻¹ = I + V diag(strengths²) Vᵀ
    """

    mean: Array
    directions: Array
    strengths: Array

    def move(self, z: Array, noise: Array, step: float) -> Array:
        """Return proposed variates, (dimension, member), for standard normal noise of that shape."""
        inward = 1 - 1 / np.sqrt(1 + self.strengths**2)
        shaped = noise - self.directions @ (inward[:, None] * (self.directions.T @ noise))
        centre = self.mean[:, None]
        return np.asarray(np.round(centre + np.sqrt(1 - step**2) * (z - centre) + step * shaped, DECIMALS))

    def log_ratio(self, z: Array) -> Array:
        """Return the log of prior over proposal density, (member,), up to a constant."""
        off = z - self.mean[:, None]
        along = self.strengths[:, None] * (self.directions.T @ off)
        return np.asarray(((off**2).sum(axis=0) + (along**2).sum(axis=0) - (z**2).sum(axis=0)) / 2)


def learn(z: Array, misses: Array, weight: float) -> Proposal:
    """Return the proposal for misfits weighed by φ = ``weight``.

    Parameters
    ----------
    z : (dimension, member) of recent members
    misses : (point, member) simulated less observed [standard deviations]
    """
    mean, level = z.mean(axis=1), misses.mean(axis=1)
    off, change = z - mean[:, None], misses - level[:, None]
    gram = off @ off.T + RIDGE * z.shape[1] * np.eye(len(z))
    slopes = np.linalg.solve(gram, off @ change.T).T
    rest = change - slopes @ off
    scale = 1 / np.sqrt(1 / weight + rest.var(axis=1))
    left, strengths, right = np.linalg.svd(scale[:, None] * slopes, full_matrices=False)
    constant = scale * (level - slopes @ mean)
    pull = -(strengths / (1 + strengths**2)) * (left.T @ constant)
    return Proposal(right.T @ pull, right.T, strengths)
