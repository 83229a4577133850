"""Payers of the levers of policy: the accounts that may worsen, and who bears a lever's cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import unknown
from sim.registry.levers import Lever
from sim.registry.schema import Bilingual, Filled, Names, Record

Direction = Literal["higher", "lower"]
OUTSIDE = "outside"  # group of the levers that are no policy of the zone


class PayingAccount(Record):
    """An account in which a cost of policy shows.

    A stock is read at the last horizon, any other variable summed over the years to it.

    Parameters
    ----------
    variable : key of the model's variable
    worse : direction in which the account is worse off
    """

    name: Bilingual
    variable: Filled
    worse: Direction


class Payer(Record):
    """Who pays for a lever.

    Parameters
    ----------
    favourable : end of the lever's range that serves its purpose
    improves : what it serves: an indicator, or a variable of the model
    better : direction in which that is better
    accounts : of which at least one is worse off at that end
    capital, running : who bears the investment and the yearly cost
    """

    favourable: Literal["low", "high"]
    improves: Filled
    better: Direction = "higher"
    accounts: Annotated[Names, Field(min_length=1)]
    capital: Bilingual
    running: Bilingual


@dataclass(frozen=True)
class PayersFile:
    """The accounts of a home, and the payers by lever; a home may have none."""

    accounts: Mapping[str, PayingAccount]
    levers: Mapping[str, Payer]
    document: Document


def payer_faults(
    parts: Mapping[str, Mapping[str, Record]], document: Document, levers: Mapping[str, Lever]
) -> Iterator[Fault]:
    """Yield levers and accounts that do not exist, and levers of policy for which nobody pays."""
    accounts, payers = parts["accounts"], parts["levers"]
    policy = [key for key, lever in levers.items() if lever.group != OUTSIDE]
    for key, payer in payers.items():
        assert isinstance(payer, Payer)
        if key not in policy:
            yield unknown("政策杠杆", "lever of policy", key, policy, document.place("levers", key))
        for index, account in enumerate(payer.accounts):
            if account not in accounts:
                place = document.place("levers", key, "accounts", index)
                yield unknown("账户", "account", account, accounts, place)
    for key in (key for key in policy if payers and key not in payers):
        yield Fault(
            "missing",
            f'政策杠杆 "{key}" 没有写明由谁承担。',
            f'the lever of policy "{key}" has no payer.',
            document.place("levers"),
        )
