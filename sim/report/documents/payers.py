"""Cells that name the payers of a lever, for the documents of the model and of its tests."""

from __future__ import annotations

from collections.abc import Mapping

from sim.registry.levers import Lever
from sim.registry.payers import Payer, PayersFile
from sim.report.documents.markdown import code, lines, plain

ENDS: Mapping[str, str] = {"low": "低端 low", "high": "高端 high"}


def lever_cell(label: str, lever: Lever, payer: Payer) -> str:
    """Return the name of a lever and its favourable end."""
    return lines(f"**{plain(lever.name.zh)}**", plain(lever.name.en), code(label), ENDS[payer.favourable])


def accounts_cell(payer: Payer, file: PayersFile, shares: Mapping[str, str] | None = None) -> str:
    """Return the accounts that pay, in both languages, each followed by a share if there are any."""
    return lines(
        *(
            f"{plain(file.accounts[key].name.zh)} {plain(file.accounts[key].name.en)}"
            f"{f' {shares[key]}' if shares else ''}"
            for key in payer.accounts
        )
    )


def costs_cell(payer: Payer) -> str:
    """Return who bears the capital cost and the running cost, in both languages."""
    return lines(
        plain(payer.capital.zh),
        plain(payer.running.zh),
        f"{plain(payer.capital.en)} {plain(payer.running.en)}",
    )
