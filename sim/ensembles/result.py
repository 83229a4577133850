"""An ensemble as it is used: its summary in memory, its members read on request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import folder_at
from sim.ensembles.folder.store import DRAWS, LEDGER, SHARDS, file_fault, known_tables, read_table
from sim.ensembles.ledger import shard_checksums
from sim.errors import Fault, Faults, fail, suggestion
from sim.notebook import listed, table_html
from sim.outcomes.spread import QUANTILE_COLUMNS

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, repr=False)
class Ensemble:
    """An ensemble's summary; the members stay on disk until they are asked for.

    Parameters
    ----------
    manifest : the inputs that determine it
    quantiles : a row for each indicator and year: indicator, year, p05 … p95, in its unit
    targets : a row for each target: indicator, year, target, met (share of members), members, p05, p50, p95
    failures : a row for each member that became non-finite: member, variable, time
    folder : path or URL
    notes : remarks on how it was obtained
    """

    manifest: dict[str, Any]
    quantiles: pd.DataFrame
    targets: pd.DataFrame
    failures: pd.DataFrame
    folder: Path | str
    notes: tuple[Fault, ...] = ()

    def members(self, indicator: str) -> pd.DataFrame:
        """Return an indicator of all members: index year, columns member, in its unit.

        Raises
        ------
        SimError: no such indicator in the ensemble, or a damaged shard.
        """
        if not self.manifest["keeps_members"]:
            zh, en = "这个集合只有汇总，没有保留成员。", "this ensemble is a summary; it kept no members."
            raise fail("no-data", zh, en, str(self.folder))
        self._check(indicator)
        folder, columns = folder_at(self.folder), ["member", "year", indicator]
        parts = [
            read_table(folder, name.removesuffix(".parquet"), columns, known).to_pandas()
            for name, known in self._shards(folder).items()
        ]
        return pd.DataFrame(pd.concat(parts).pivot(index="year", columns="member", values=indicator))

    def _shards(self, folder: Folder) -> dict[str, str | None]:
        """Return the checksums of the shards by name; None for those of the first formats."""
        if "files" not in self.manifest:
            names = (name for name in folder.names(SHARDS) if name.endswith(".parquet"))
            return {f"{SHARDS}/{name}": None for name in names}
        fault = file_fault(folder, LEDGER, self.manifest["files"][LEDGER])
        Faults([fault] if fault else []).check()
        return {name: known for name, known in shard_checksums(folder).items() if name.startswith(SHARDS)}

    def draws(self) -> pd.DataFrame:
        """Return the draws of all members: index member, a column for each drawn constant, in its unit.

        Raises
        ------
        SimError: the ensemble is a summary; the file is missing or damaged.
        """
        if not self.manifest["keeps_members"]:
            zh, en = "这个集合只有汇总，没有保留抽样值。", "this ensemble is a summary; it kept no draws."
            raise fail("no-data", zh, en, str(self.folder))
        known = known_tables(self.manifest).get(DRAWS)
        drawn = read_table(self.folder, DRAWS, known=known).to_pandas()
        return pd.DataFrame(drawn.rename_axis(index="member"))

    def fan(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of an indicator: index year, columns p05 … p95, in its unit.

        Raises
        ------
        SimError: no such indicator in the ensemble.
        """
        self._check(indicator)
        rows = self.quantiles[self.quantiles["indicator"] == indicator]
        return pd.DataFrame(rows.set_index("year")[list(QUANTILE_COLUMNS)])

    def _check(self, indicator: str) -> None:
        if indicator not in self.manifest["indicators"]:
            zh, en = suggestion(str(indicator), self.manifest["indicators"])
            zh, en = f'集合中没有指标 "{indicator}"。{zh}', f'no indicator "{indicator}" in the ensemble.{en}'
            raise fail("unknown-name", zh, en, str(self.folder))

    def __getitem__(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of an indicator, as `fan` does."""
        return self.fan(indicator)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the indicators."""
        return iter(self.manifest["indicators"])

    def __contains__(self, indicator: object) -> bool:
        """Return whether the ensemble has an indicator of this id."""
        return indicator in self.manifest["indicators"]

    def __repr__(self) -> str:
        """Return the content of the ensemble, in one line."""
        facts = self.manifest
        changed = f" with {', '.join(facts['options'])}" if facts["options"] else ""
        names = f"{len(facts['indicators'])} indicators ({listed(self)})"
        failed = f", {len(self.failures):,} of them non-finite" if len(self.failures) else ""
        members = f"{facts['members']:,} members by {facts['method']} from seed {facts['seed']}{failed}"
        return f"<Ensemble of {facts['scenario']}{changed}: {members}; {names}; in {self.folder}>"

    def _repr_html_(self) -> str:
        """Return the quantiles as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each indicator and year: indicator, year, p05 … p95, in its unit."""
        return self.quantiles

    def to_xarray(self) -> xr.Dataset:
        """Return the quantiles of every indicator, (year, quantile), in its unit."""
        import xarray as xr

        fans = {indicator: self.fan(indicator) for indicator in self}
        shares = [int(name.removeprefix("p")) / 100 for name in QUANTILE_COLUMNS]
        years = next((fan.index for fan in fans.values()), pd.Index([]))
        arrays = {indicator: (("year", "quantile"), fan.to_numpy()) for indicator, fan in fans.items()}
        return xr.Dataset(arrays, coords={"year": years, "quantile": shares})
