"""Tables of draws that a script holds: pandas frames, read as files are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Array
from sim.sampling.table_file import CHUNK, MEMBER, TableFile

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = "iuf"  # kinds of NumPy columns that are numbers


@dataclass(frozen=True)
class _FrameRows:
    """Some rows of a frame.

    Parameters
    ----------
    frame : these rows
    first : place of the first of them
    name : name of the table in messages
    """

    frame: pd.DataFrame
    first: int
    name: str

    @property
    def rows(self) -> int:
        return len(self.frame)

    def values(self) -> Array | None:
        if any(getattr(dtype, "kind", "O") not in _NUMBERS for dtype in self.frame.dtypes):
            return None
        return self.frame.to_numpy(dtype=np.float64, na_value=np.nan)

    def cell(self, row: int, column: int) -> object:
        import pandas as pd

        value = self.frame.iat[row, column]
        return None if value is None or value is pd.NA else value

    def place(self, row: int) -> str:
        return f"{self.name} (row {self.first + row:,})"


def open_frame(frame: pd.DataFrame, name: str) -> TableFile:
    """Return a frame as a table of draws; an index called ``member`` is a column of it.

    Parameters
    ----------
    name : of the argument that it was given as
    """
    whole = frame.reset_index() if frame.index.name == MEMBER else frame
    names = tuple(str(column).strip() for column in whole.columns)

    def chunks() -> Iterator[_FrameRows]:
        for first in range(0, len(whole), CHUNK):
            yield _FrameRows(whole.iloc[first : first + CHUNK], first, name)

    return TableFile(names, name, chunks, "DataFrame", lambda: _digest(whole, names))


def _digest(frame: pd.DataFrame, names: tuple[str, ...]) -> str:
    """Return the SHA-256 of names and numbers, hexadecimal; the type of a column does not count."""
    digest = hashlib.sha256("\n".join(names).encode())
    for place in range(frame.shape[1]):
        digest.update(np.ascontiguousarray(frame.iloc[:, place], dtype=np.float64).tobytes())
    return digest.hexdigest()
