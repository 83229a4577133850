"""What a setting of levers costs those who pay: how much worse off their accounts are than in the scenario.

Accounts are those of the home's payers that are kept in money. A gain of one payer does not offset what
another pays. Stocks, such as debt, are read in a year; flows are added up over the years since the change
began.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.analysis.decision.free import FreeLever, own_place, variant_of
from sim.analysis.decision.members import Members, Variant
from sim.arrays import Array
from sim.errors import fail
from sim.names import split_element
from sim.outcomes.indicators import IndicatorTable
from sim.registry.indicators import Indicator
from sim.registry.load import read_payers
from sim.registry.payers import PayingAccount
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace

MONEY = "亿元"
MONEY_UNIT = Bilingual(zh=MONEY, en="100M CNY")
LEAST_WEIGHT = 0.01  # of the dearest lever
_MARK = "payer "  # before the key of an account among indicators; no id has a blank


@dataclass(frozen=True)
class Accounts:
    """The accounts of payers in money.

    Parameters
    ----------
    known : by key
    is_stock : whether each is read in a year, and not added up
    """

    known: Mapping[str, PayingAccount]
    is_stock: Mapping[str, bool]

    @classmethod
    def of(cls, workspace: Workspace) -> Accounts:
        """Return the accounts of a home.

        Raises
        ------
        SimError: the home does not say who pays, or keeps no account in money.
        """
        found = cls.find(workspace)
        if not found.known:
            raise fail(
                "no-data",
                "没有写明由谁承担（payers.yaml 中没有以亿元计的账户），花费无从计算。",
                "nobody is said to pay (payers.yaml has no account in money), so that no cost is known.",
                str(workspace.home.folder),
            )
        return found

    @classmethod
    def find(cls, workspace: Workspace) -> Accounts:
        """Return the accounts of a home, none where it does not say who pays."""
        model, file = workspace.model, read_payers(workspace.registry)
        variables = {
            key: model[split_element(one.variable)[0]]
            for key, one in file.accounts.items()
            if model.find(split_element(one.variable)[0]) is not None
        }
        money = {key: one for key, one in variables.items() if one.units.split("/")[0] == MONEY}
        return cls(
            {key: file.accounts[key] for key in money},
            {key: one.units == MONEY for key, one in money.items()},
        )

    @functools.cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Return them as indicators, by id, for a run to compute."""
        return {f"{_MARK}{key}": self._indicator(key) for key in self.known}

    def name(self, key: str) -> Bilingual:
        """Return what an account is called."""
        return self.known[key].name

    def levels(self, table: IndicatorTable, first: int, year: int) -> dict[str, Array]:
        """Return how badly off each account is, (member,) [100M CNY], higher where worse.

        Parameters
        ----------
        first, year : years over which flows are added up
        """
        found = {}
        for key, one in self.known.items():
            row = table.rows[f"{_MARK}{key}"]
            assert row.series is not None
            begun = year if self.is_stock[key] else first
            counted = (row.years >= begun) & (row.years <= year)
            level = row.series[counted].sum(axis=0)
            found[key] = level if one.worse == "higher" else -level
        return found

    def _indicator(self, key: str) -> Indicator:
        return Indicator(
            name=self.known[key].name,
            unit=MONEY_UNIT,
            measure="stock" if self.is_stock[key] else "flow",
            variable=self.known[key].variable,
            price_basis="constant",
            kind="causal",
        )


@dataclass(frozen=True, eq=False)
class Ledger:
    """What settings cost in the members of a search.

    Parameters
    ----------
    world : whose runs compute the accounts, to the year in which costs are read
    first : year in which the change begins
    """

    accounts: Accounts
    world: Members
    first: int

    def weights(self, levers: Sequence[FreeLever], members: int) -> Array:
        """Return what a whole range of each lever costs alone, up and down, in the mean of some members.

        A way that costs nothing counts for a hundredth of the dearest, so that no lever moves for nothing.

        Returns
        -------
        (2, lever)  [100M CNY]
        """
        own, world = own_place(levers), self.world.first(members)
        ends = [np.where(np.eye(own.size, dtype=bool), end, own) for end in (1.0, 0.0)]
        variants = [variant_of(levers, point) for point in np.vstack([own, *ends])]
        levels = self._levels(variants, world)
        costs = total({key: each[1:] - each[:1] for key, each in levels.items()})
        moved = np.stack([1 - own, own])
        found = costs.mean(axis=1).reshape(2, own.size)
        each = np.divide(found, moved, out=np.zeros_like(found), where=moved > 0)
        return np.asarray(np.maximum(each, LEAST_WEIGHT * (each.max() or 1.0)))

    def paid(self, variant: Variant, members: int) -> Iterator[tuple[Bilingual, float]]:
        """Yield the name of each account and by how much a variant leaves it worse off [100M CNY, mean]."""
        world = self.world.first(members)
        own = {
            key: world.scenario.constants.get(key, world.workspace.model.default_of(key)) for key in variant
        }
        for key, each in self._levels([own, variant], world).items():
            yield self.accounts.name(key), float((each[1] - each[0]).mean())

    def _levels(self, variants: Sequence[Variant], world: Members) -> dict[str, Array]:
        """Return how badly off each account is, (variant, member), of members that stay finite."""
        parts: dict[str, list[Array]] = {key: [] for key in self.accounts.known}
        sound = np.ones(world.count, dtype=np.bool_)
        for table, is_sound in world.tables(variants):
            sound &= is_sound.reshape(-1, world.count).all(axis=0)
            for key, level in self.accounts.levels(table, self.first, world.until).items():
                parts[key].append(level.reshape(-1, world.count))
        return {key: np.concatenate(each)[:, sound] for key, each in parts.items()}


def total(worse: Mapping[str, Array]) -> Array:
    """Return what all who are worse off pay together, (…) [100M CNY]."""
    return np.asarray(sum(np.maximum(each, 0.0) for each in worse.values()))
