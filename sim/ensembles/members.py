"""Members of an ensemble, read back from its shards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.ensembles.figures import Members, column
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import LEDGER, SHARDS, file_fault, read_table
from sim.ensembles.ledger import shard_checksums
from sim.errors import Faults
from sim.sampling.table_file import MEMBER

if TYPE_CHECKING:
    import pandas as pd


def member_figures(folder: Folder, manifest: Mapping[str, Any], indicator: str) -> Members:
    """Return an indicator of all members, in its unit.

    Raises
    ------
    SimError: a shard is missing or damaged.
    """
    columns = [MEMBER, "year", indicator]
    parts = [
        read_table(folder, name.removesuffix(".parquet"), columns, known)
        for name, known in _shards(folder, manifest).items()
    ]
    numbers, years, values = (np.concatenate([column(part, name) for part in parts]) for name in columns)
    members, place = np.unique(numbers, return_inverse=True)
    times, row = np.unique(years, return_inverse=True)
    figures = np.full((len(times), len(members)), np.nan, values.dtype)
    figures[row, place] = values
    return Members(times, members, figures)


def frame_of(found: Members) -> pd.DataFrame:
    """Return members as a frame: index year, columns member."""
    import pandas as pd

    index, columns = pd.Index(found.years, name="year"), pd.Index(found.members, name=MEMBER)
    return pd.DataFrame(found.figures, index=index, columns=columns)


def _shards(folder: Folder, manifest: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the checksums of the shards by name; None for those of the first formats."""
    if "files" not in manifest:
        names = (name for name in folder.names(SHARDS) if name.endswith(".parquet"))
        return {f"{SHARDS}/{name}": None for name in names}
    fault = file_fault(folder, LEDGER, manifest["files"][LEDGER])
    Faults([fault] if fault else []).check()
    return {name: known for name, known in shard_checksums(folder).items() if name.startswith(SHARDS)}
