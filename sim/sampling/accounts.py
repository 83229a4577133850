"""Constants that follow from the accounts of the base year, solved for so that members reproduce them.

Figures f of the simulated base year depend on the constants x that follow from them, given all drawn
constants. They are found by a chord iteration with the Jacobian of the central member,

    x ← x (1 + J⁻¹ (t - f) / t),    J = ∂ ln f / ∂ ln x,

where t are the published figures, drawn within their printed digits; what a figure makes of a step
corrects its next one (a secant for each figure). A member that has arrived is left
alone, and the terms are added one by one, so that its bits do not depend on the other members.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.registry.parameters import Account
from sim.run.base_year import base_figures
from sim.sampling.uncertain import uncertain_constants
from sim.scenario.load import Scenario, find_scenario
from sim.scenario.workspace import Workspace

STEP = 1e-4  # share of a constant, each way, for the Jacobian
WITHIN = 0.8  # share of the printed digit that figures are drawn from; the rest is for the iteration
ARRIVED = 0.08  # of the printed digit, at which a member is left alone
MOST = 6  # iterations
DIGITS = 6  # decimals of J⁻¹, so that its bits do not depend on the machine
TINY = 1e-5  # relative change of a figure from which its response is read
MOST_RESPONSE = 1.5  # largest correction of a response in an iteration
FURTHEST = 0.5  # largest relative change of a constant in an iteration


@dataclass(frozen=True, eq=False)
class Accounts:
    """The published figures of the base year and the constants that follow from them.

    Parameters
    ----------
    keys : constants, in the order of the registry
    figures : the indicator of each
    published : (figure,) [units of the indicators]
    digits : (figure,) last printed digit of each, in the same units
    central : (constant,) values to begin with [units of the model]
    inverse : (constant, figure) [1]  J⁻¹
    """

    keys: tuple[str, ...]
    figures: tuple[str, ...]
    published: Array
    digits: Array
    central: Array
    inverse: Array
    scenario: Scenario
    workspace: Workspace

    def solve(self, draws: Mapping[str, Array], shares: Array) -> Array:
        """Return the constants, (constant, member) [units of the model].

        Parameters
        ----------
        draws : (member,) [units of the model] of all other constants that are drawn
        shares : (figure, member) [share, 0 to 1]  where in its printed digit each figure lies
        """
        targets = self.published[:, None] + WITHIN * (shares - 0.5) * self.digits[:, None]
        values = np.repeat(self.central[:, None], shares.shape[1], axis=1)
        moving = np.arange(shares.shape[1])
        response = np.ones_like(targets)  # of each figure to a step, relative to that of the central member
        before: Array | None = None
        asked = np.zeros_like(targets)
        for _ in range(MOST):
            found = base_figures(
                self.figures,
                self.scenario,
                self.workspace,
                {key: each[moving] for key, each in draws.items()}
                | dict(zip(self.keys, values[:, moving], strict=True)),
            )
            gap = targets[:, moving] - found
            if before is not None:
                response[:, moving] *= _response((found - before) / targets[:, moving], asked)
            away = (np.abs(gap) > ARRIVED * self.digits[:, None]).any(axis=0)
            if not away.any():
                break
            moving, before = moving[away], found[:, away]
            asked = gap[:, away] / targets[:, moving]
            values[:, moving] *= 1 + np.clip(
                _product(self.inverse, asked / response[:, moving]), -FURTHEST, FURTHEST
            )
        return values


def with_accounts(inputs: Mapping[str, Array], workspace: Workspace) -> dict[str, Array]:
    """Return inputs, (member,) [units of the model], with the constants that follow from the accounts.

    The published figures are met in the middle of their printed digits; what is given stays.
    """
    accounts = accounts_of(workspace)
    if accounts is None or not inputs:
        return dict(inputs)
    members = max(each.size for each in inputs.values())
    drawn = {key: np.broadcast_to(each, (members,)) for key, each in inputs.items()}
    solved = accounts.solve(drawn, np.full((len(accounts.keys), members), 0.5))
    return {**dict(zip(accounts.keys, solved, strict=True)), **inputs}


@functools.lru_cache(maxsize=8)
def accounts_of(workspace: Workspace) -> Accounts | None:
    """Return the accounts of a workspace, None where no constant follows from one."""
    of = {
        key: (parameter.distribution.of, parameter.distribution.start)
        for name, parameter in workspace.registry.parameters.items()
        if isinstance(parameter.distribution, Account)
        for key in workspace.model.constant_keys(name)
    }
    if not of:
        return None
    keys, figures = tuple(of), tuple(figure for figure, _ in of.values())
    entries = [workspace.registry.indicators[name] for name in figures]
    published = np.array([entry.base.value for entry in entries if entry.base])
    central = np.array([start for _, start in of.values()])
    scenario = find_scenario(workspace.registry.zone.reference, workspace)
    return Accounts(
        keys,
        figures,
        published,
        np.array([10.0**-entry.decimals for entry in entries]),
        central,
        _inverse(keys, figures, central, scenario, workspace),
        scenario,
        workspace,
    )


def _inverse(
    keys: tuple[str, ...], figures: tuple[str, ...], central: Array, scenario: Scenario, workspace: Workspace
) -> Array:
    """Return J⁻¹, (constant, figure) [1], by central differences around the values to begin with.

    All other constants have the modes of their ranges, so that new values in the model file change nothing.
    """
    count = len(keys)
    modes = {one.key: np.full(2 * count, one.mode) for one in uncertain_constants(workspace)}
    moved = np.tile(central[:, None], 2 * count)
    places = np.arange(count)
    moved[places, places] *= 1 + STEP
    moved[places, places + count] *= 1 - STEP
    found = base_figures(figures, scenario, workspace, {**modes, **dict(zip(keys, moved, strict=True))})
    slope = (np.log(found[:, :count]) - np.log(found[:, count:])) / (2 * STEP)
    return np.asarray(np.round(np.linalg.inv(slope), DIGITS))


def _response(got: Array, asked: Array) -> Array:
    """Return the change that figures made of the one asked for, (figure, member) [1], 1 for a tiny one."""
    ratio = np.divide(got, asked, out=np.ones_like(got), where=np.abs(asked) > TINY)
    return np.clip(ratio, 1 / MOST_RESPONSE, MOST_RESPONSE)


def _product(matrix: Array, rows: Array) -> Array:
    """Return a product of (a, b) and (b, member), its terms added one by one."""
    found = np.zeros((matrix.shape[0], rows.shape[1]))
    for column, row in zip(matrix.T, rows, strict=True):
        found += column[:, None] * row
    return found
