"""Requests for draws: number of members, seed, sampling method, and additional uncertain quantities."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sim import arguments
from sim.errors import Argument, Fault, Faults, SimError
from sim.sampling.methods import DEFAULT
from sim.scenario.changes import Ranges

if TYPE_CHECKING:
    import pandas as pd

Table: TypeAlias = "str | os.PathLike[str] | pd.DataFrame"  # a CSV or Parquet file, or a frame of a script
MOST_MEMBERS = 2**30  # points of a Sobol sequence
MOST_AT_ONCE = 1_000_000  # members whose draws are held together
MEMBERS, SEED = 1_000, 7
TABLE = "table"


@dataclass(frozen=True)
class DrawRequest:
    """How the members of an ensemble are to be drawn.

    Parameters
    ----------
    members : number of members; None for all rows of a table, or else 1,000
    seed : seed that the draws follow from
    method : ``forecast``, or the prior by ``sobol``, ``lhs`` or ``mc``
    vary : ranges that take precedence over the registry's, as in ``{"public investment": (100, 160)}``
    table : draws in place of those of the registry
    overlay : values that some constants have in each member; all others are drawn as without it
    """

    members: int | None = None
    seed: int = SEED
    method: str = DEFAULT
    vary: Ranges = ()
    table: Table | None = None
    overlay: Table | None = None


def check_request(members: int, seed: int, most: int = MOST_MEMBERS) -> None:
    """Refuse an invalid number of members or seed.

    Raises
    ------
    SimError: members not from 1 to ``most``, or a seed not from 0 to 2⁶³ - 1.
    """
    Faults(request_faults(members, seed, most)).check()


def request_faults(members: int, seed: int, most: int = MOST_MEMBERS) -> Iterator[Fault]:
    """Yield the faults of a number of members and a seed."""
    if not 1 <= members <= most:
        yield Fault(
            "outside-limits",
            f"成员数为 {members:,}，应在 1 到 {most:,} 之间。",
            f"{members:,} members; the number must be from 1 to {most:,}.",
            Argument("members"),
        )
    try:
        arguments.seed(seed, Argument("seed"))
    except SimError as error:
        yield from error.faults
