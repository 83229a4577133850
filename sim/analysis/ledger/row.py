"""A row of the ledger: the forecast of one figure, with all that it follows from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sim.analysis.record.naive import RULES
from sim.errors import fail

NOT_FROM = ("time", "naive", "figures")  # fields that a forecast is not identified by


@dataclass(frozen=True)
class SealedRow:
    """The forecast of one figure.

    Parameters
    ----------
    time : when it was sealed, in UTC
    version : of this program
    scenario, scenario_hash : whose policies it assumes, and the SHA-256 of the constants it sets
    model_hash : SHA-256 of the model's text
    draws, draws_hash : "forecast" with the SHA-256 of its table, or "prior" with that of ranges and
        correlations where the home ships no forecast
    members, seed : equal rows but for the time have equal figures
    indicator, year, measure, unit, price_basis : of the figure
    grade : of the publication whose error the members' figures have
    naive : figure of each naive rule from what was known then [unit], None where it says nothing
    figures : (member,) [unit] as they would be published; members that became non-finite are left out
    """

    time: str
    version: str
    scenario: str
    scenario_hash: str
    model_hash: str
    draws: str
    draws_hash: str
    members: int
    seed: int
    indicator: str
    year: int
    measure: str
    unit: str
    price_basis: str
    grade: str
    naive: Mapping[str, float | None]
    figures: tuple[float, ...]

    @property
    def request(self) -> tuple[object, ...]:
        """Return what the figures follow from."""
        return tuple(getattr(self, each.name) for each in fields(self) if each.name not in NOT_FROM)

    @property
    def day(self) -> str:
        """Return the day on which it was sealed, in UTC, as in 2026-11-28."""
        return self.time[:10]

    def as_record(self) -> dict[str, Any]:
        """Return it as the fields of a line."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def row_of(record: Mapping[str, Any], place: str) -> SealedRow:
    """Return the row that a line holds.

    Raises
    ------
    SimError: the line lacks a field, or one is of another kind.
    """
    try:
        given = {each.name: record[each.name] for each in fields(SealedRow)}
        given["naive"] = {rule: _number(record["naive"][rule]) for rule in RULES}
        given["figures"] = tuple(_finite(figure) for figure in record["figures"])
        datetime.fromisoformat(record["time"])
        given |= {name: int(record[name]) for name in ("year", "members", "seed")}
        given["figures"][0]
    except (LookupError, TypeError, ValueError) as error:
        zh = "这一行不是封存的预测：缺少字段，或字段的类型不对。"
        en = "the line holds no sealed forecast: a field is missing or of another kind."
        raise fail("damaged", zh, en, place) from error
    return SealedRow(**given)


def _number(value: Any) -> float | None:
    return None if value is None else _finite(value)


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number
