"""What a setting of levers costs those who pay: how much worse off their accounts are than in the scenario.

Accounts are those of the home's payers that are kept in money. A gain of one payer does not offset what
another pays. Stocks, such as debt, are read in a year; flows are added up over the years since the change
began.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

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
        model, file = workspace.model, read_payers(workspace.registry)
        variables = {
            key: model[split_element(one.variable)[0]]
            for key, one in file.accounts.items()
            if model.find(split_element(one.variable)[0]) is not None
        }
        money = {key: one for key, one in variables.items() if one.units.split("/")[0] == MONEY}
        if not money:
            raise fail(
                "no-data",
                "没有写明由谁承担（payers.yaml 中没有以亿元计的账户），花费无从计算。",
                "nobody is said to pay (payers.yaml has no account in money), so that no cost is known.",
                str(workspace.home.folder),
            )
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


def total(worse: Mapping[str, Array]) -> Array:
    """Return what all who are worse off pay together, (…) [100M CNY]."""
    return np.asarray(sum(np.maximum(each, 0.0) for each in worse.values()))
