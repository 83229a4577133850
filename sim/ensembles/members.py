"""Members of an ensemble, read back from its shards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import LEDGER, SHARDS, file_fault, read_table
from sim.ensembles.ledger import shard_checksums
from sim.errors import Faults
from sim.sampling.table_file import MEMBER


def read_members(folder: Folder, manifest: Mapping[str, Any], indicator: str) -> pd.DataFrame:
    """Return an indicator of all members: index year, columns member, in its unit.

    Raises
    ------
    SimError: a shard is missing or damaged.
    """
    columns = [MEMBER, "year", indicator]
    parts = [
        read_table(folder, name.removesuffix(".parquet"), columns, known).to_pandas()
        for name, known in _shards(folder, manifest).items()
    ]
    return pd.DataFrame(pd.concat(parts).pivot(index="year", columns=MEMBER, values=indicator))


def _shards(folder: Folder, manifest: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the checksums of the shards by name; None for those of the first formats."""
    if "files" not in manifest:
        names = (name for name in folder.names(SHARDS) if name.endswith(".parquet"))
        return {f"{SHARDS}/{name}": None for name in names}
    fault = file_fault(folder, LEDGER, manifest["files"][LEDGER])
    Faults([fault] if fault else []).check()
    return {name: known for name, known in shard_checksums(folder).items() if name.startswith(SHARDS)}
