"""Checking: whether a ledger is as it was written."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim import arguments
from sim.analysis.ledger.file import read_ledger
from sim.errors import Argument, Fault, fail
from sim.notebook import table_html

if TYPE_CHECKING:
    import pandas as pd

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, repr=False)
class LedgerCheck:
    """What became of a ledger.

    Parameters
    ----------
    place : the ledger
    count : its lines
    head : hash of its last line, "" where it has none
    faults : what is wrong, each at its file and line
    noted : line whose hash was given as the head kept elsewhere, None where none was given or found
    """

    place: str
    count: int
    head: str
    faults: tuple[Fault, ...]
    noted: int | None

    @property
    def is_intact(self) -> bool:
        """Return whether the chain holds, and holds the head that was given."""
        return not self.faults

    def __repr__(self) -> str:
        """Return the outcome in one line."""
        outcome = "intact" if self.is_intact else f"{len(self.faults)} faults"
        return f"<LedgerCheck of {self.place}: {self.count} rows, {outcome}>"

    def _repr_html_(self) -> str:
        """Return the faults as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each fault."""
        import pandas as pd

        rows = [(fault.place, fault.zh, fault.en) for fault in self.faults]
        return pd.DataFrame(rows, columns=["place", "zh", "en"])


@arguments.reading(head=arguments.text)
def check_ledger(path: str | os.PathLike[str], head: str | None = None) -> LedgerCheck:
    """Check the chain of a ledger: a line that was altered, removed, inserted or moved is found and named.

    That its last lines are gone can be seen only by the head, which `seal_forecast` returns and which is to
    be kept elsewhere. The head of an earlier day is found as long as the lines up to it are what they were.

    Parameters
    ----------
    path : the ledger
    head : hash of the last line as it was kept elsewhere, 64 hexadecimal digits

    Returns
    -------
    LedgerCheck : faults with their lines, none where the ledger is intact

    Raises
    ------
    SimError: there is no such file, or it cannot be read; a head that is no hash.

    Examples
    --------
    >>> sealed = sim.seal_forecast("trend", "pm25", [2027, 2028], out=folder / "checked.jsonl", members=64)
    >>> sim.check_ledger(folder / "checked.jsonl", sealed.head)  # doctest: +ELLIPSIS
    <LedgerCheck of ...checked.jsonl: 2 rows, intact>
    """
    wanted = None if head is None else _head(head)
    ledger = read_ledger(path)
    place = ledger.place
    faults = [link.fault.at(f"{place}:{link.line}") for link in ledger.links if link.fault is not None]
    noted = next((link.line for link in ledger.links if link.record and link.hash == wanted), None)
    if wanted is not None and noted is None:
        zh = "没有一行的哈希与所给的相同：末尾的行被删去，或从某一行起被重写。"
        en = "no line has the head given: its last lines are gone, or it was written anew from some line on."
        faults.append(Fault("damaged", zh, en, f"{place}:{len(ledger.links)}"))
    last = ledger.links[-1].hash if ledger.links else ""
    return LedgerCheck(place, len(ledger.links), last, tuple(faults), noted)


def _head(given: str) -> str:
    head = given.strip().lower()
    if not _HASH.fullmatch(head):
        zh = f'"{given[:80]}" 不是哈希，应是封存时给出的 64 位十六进制数。'
        en = f'"{given[:80]}" is no hash; it must be the 64 hexadecimal digits that sealing returned.'
        raise fail("syntax", zh, en, Argument("head"))
    return head
