"""An ensemble as it is used: its summary in memory, its members read on request."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim import arguments
from sim.arrays import Array
from sim.arrow import load_pandas
from sim.ensembles.difference import Difference
from sim.ensembles.figures import Members, Summary, column
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import DRAWS, known_tables, read_table
from sim.ensembles.iamc import iamc_table
from sim.ensembles.labels import About
from sim.ensembles.members import frame_of, member_figures
from sim.ensembles.verdicts import Asked, assessed_members, joint_verdict, verdicts
from sim.errors import Fault, SimError, fail, suggestion
from sim.notebook import listed, table_html
from sim.outcomes.measures import Years
from sim.outcomes.spread import QUANTILE_COLUMNS
from sim.sampling.table_file import MEMBER
from sim.units import Language

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.axes import Axes

_OF_PER_CENT = {name: int(name.removeprefix("p")) / 100 for name in QUANTILE_COLUMNS}


@dataclass(frozen=True, repr=False)
class Ensemble:
    """An ensemble's summary; the members stay where they are kept until they are asked for.

    An indicator may be named by its id, or by its name in either language.

    Parameters
    ----------
    manifest : the inputs that determine it
    quantile_table, target_table, failure_table : its tables, as `quantiles`, `targets` and `failures`
    files : its files, on disk, at a URL or in memory
    about : names, units and measures of its indicators; None where an older version wrote it
    notes : remarks on how it was obtained
    """

    manifest: dict[str, Any]
    quantile_table: pa.Table
    target_table: pa.Table
    failure_table: pa.Table
    files: Folder
    about: About | None = None
    notes: tuple[Fault, ...] = ()

    @functools.cached_property
    def quantiles(self) -> pd.DataFrame:
        """Return a row for each indicator and year: indicator, year, p05 … p95, in its unit."""
        return _frame(self.quantile_table)

    @functools.cached_property
    def targets(self) -> pd.DataFrame:
        """Return a row for each target: indicator, year, target, met (share of members), p05, p50, p95."""
        return _frame(self.target_table)

    @functools.cached_property
    def failures(self) -> pd.DataFrame:
        """Return a row for each member that became non-finite: member, variable, time."""
        return _frame(self.failure_table)

    @functools.cached_property
    def summary(self) -> Summary:
        """Return quantiles and targets as arrays."""
        return Summary(self.quantile_table, self.target_table)

    @property
    def folder(self) -> Path | str | None:
        """Return the path or URL of its folder, None for an ensemble in memory."""
        return self.files.where

    def members(self, indicator: str) -> pd.DataFrame:
        """Return an indicator of all members: index year, columns member, in its unit.

        Raises
        ------
        SimError: no such indicator in the ensemble, a summary, or a damaged shard.
        """
        return frame_of(self.member_figures(indicator))

    def member_figures(self, indicator: str) -> Members:
        """Return an indicator of all members as arrays.

        Raises
        ------
        SimError: as `members`.
        """
        self._check_kept()
        return member_figures(self.files, self.manifest, self.id_of(indicator))

    def sound(self, indicator: str) -> pd.DataFrame:
        """Return an indicator of the members that stayed finite, as `members` does."""
        return frame_of(self.sound_figures(indicator))

    def sound_figures(self, indicator: str) -> Members:
        """Return an indicator of the members that stayed finite, as `member_figures` does."""
        return self.member_figures(indicator).without(self.broken)

    def draws(self) -> pd.DataFrame:
        """Return the draws of all members: index member, a column for each drawn constant, in its unit.

        Raises
        ------
        SimError: the ensemble is a summary; the file is missing or damaged.
        """
        drawn = _frame(self._drawn())
        return drawn.set_index(MEMBER) if MEMBER in drawn else drawn.rename_axis(index=MEMBER)

    def drawn_figures(self, members: Years) -> tuple[list[str], Array]:
        """Return the names of the drawn constants and the draws of members, (member, constant), as `draws`.

        Parameters
        ----------
        members : (member,)  their numbers
        """
        table = self._drawn()
        names = [name for name in table.column_names if name != MEMBER]
        values = np.column_stack([column(table, name) for name in names])
        if MEMBER not in table.column_names:
            return names, values[members]
        numbers = column(table, MEMBER)
        order = np.argsort(numbers, kind="stable")
        return names, values[order[np.searchsorted(numbers, members, sorter=order)]]

    def _drawn(self) -> pa.Table:
        if not self.manifest["keeps_members"]:
            zh, en = "这个集合只有汇总，没有保留抽样值。", "this ensemble is a summary; it kept no draws."
            raise fail("no-data", zh, en, self.files.place)
        return read_table(self.files, DRAWS, known=known_tables(self.manifest).get(DRAWS))

    def fan(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of an indicator: index year, columns p05 … p95, in its unit.

        Raises
        ------
        SimError: no such indicator in the ensemble.
        """
        rows = self.quantiles[self.quantiles["indicator"] == self.id_of(indicator)]
        return rows.set_index("year")[list(QUANTILE_COLUMNS)]

    @arguments.reading()
    def assessed(self, indicator: str, year: int) -> pd.Series[float]:
        """Return the figure compared with a target of the year, at the precision that the plan prints.

        Returns
        -------
        Series : (member,) [unit of the indicator]; members that became non-finite are left out

        Raises
        ------
        SimError: no such indicator, no such year, or a summary, which has no members.
        """
        return assessed_members(self, self.id_of(indicator), year, self._known())

    def met(
        self,
        targets: Asked,
        year: int | None = None,
        *,
        joint: bool = False,
    ) -> pd.DataFrame | pd.Series[bool]:
        """Return whether each member meets targets; the mean is the probability.

        Parameters
        ----------
        targets : an indicator or ``(indicator, year)``, or several of them
        year : year of the targets that name none; by default each indicator's first target year
        joint : whether to tell if a member meets all of them together

        Returns
        -------
        DataFrame : a row for each member, a column for each indicator and year; a Series with ``joint``

        Raises
        ------
        SimError: an indicator without a target in the year, or one that is not judged; a summary.
        """
        found = verdicts(self, targets, year, self._known())
        return joint_verdict(found) if joint else found

    def difference(self, other: Ensemble) -> Difference:
        """Return this ensemble less another with the same draws, member by member.

        Raises
        ------
        SimError: the draws differ, so that members cannot be paired; one of them is a summary.
        """
        return Difference.of(self, other)

    @property
    def broken(self) -> list[int]:
        """Return the members that became non-finite."""
        return sorted({*self.failure_table["member"].to_pylist()})

    def id_of(self, indicator: str) -> str:
        """Return the id of an indicator by its id or its name in either language.

        Raises
        ------
        SimError: the ensemble has no such indicator.
        """
        indicator = str(indicator)
        if indicator in self.manifest["indicators"]:
            return indicator
        if self.about is not None:
            found = self.about.names.find(indicator)
            if len(found) == 1:
                return found[0]
            if found:
                raise SimError(self.about.names.several(indicator, found, self.files.place))
        known = self.manifest["indicators"]
        zh, en = self.about.names.hint(indicator) if self.about else suggestion(indicator, known)
        zh, en = f'集合中没有指标 "{indicator}"。{zh}', f'no indicator "{indicator}" in the ensemble.{en}'
        raise fail("unknown-name", zh, en, self.files.place)

    def _check_kept(self) -> None:
        if not self.manifest["keeps_members"]:
            zh, en = "这个集合只有汇总，没有保留成员。", "this ensemble is a summary; it kept no members."
            raise fail("no-data", zh, en, self.files.place)

    def _known(self) -> About:
        if self.about is None:
            raise fail(
                "stale",
                "这个集合是较早的版本生成的，没有记下指标的名称、单位和口径；请重新运行这个集合。",
                "an older version made this ensemble, without names, units and measures of its indicators. "
                "Run it again.",
                self.files.place,
            )
        return self.about

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
        failed = (
            f", {self.failure_table.num_rows:,} of them non-finite" if self.failure_table.num_rows else ""
        )
        members = f"{facts['members']:,} members by {facts['method']} from seed {facts['seed']}{failed}"
        where = f"in {self.folder or 'memory'}"
        return f"<Ensemble of {facts['scenario']}{changed}: {members}; {names}; {where}>"

    def _repr_html_(self) -> str:
        """Return the quantiles as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each indicator and year: indicator, year, p05 … p95, in its unit."""
        return self.quantiles

    def to_xarray(self, *, members: bool = False) -> xr.Dataset:
        """Return every indicator with its name and unit: quantiles, (year, quantile), or (year, member).

        Raises
        ------
        SimError: members of a summary.
        """
        import pandas as pd
        import xarray as xr

        found = {key: self.members(key) if members else self.fan(key) for key in self}
        other, labels = (MEMBER, None) if members else ("quantile", list(_OF_PER_CENT.values()))
        attributes = self.about.attributes if self.about else lambda key: {}
        first = next(iter(found.values()), pd.DataFrame())
        return xr.Dataset(
            {key: (("year", other), frame.to_numpy(), attributes(key)) for key, frame in found.items()},
            coords={"year": first.index, other: np.asarray(first.columns) if labels is None else labels},
            attrs={"scenario": self.manifest["scenario"], "model_hash": self.manifest["model_hash"]},
        )

    def to_iamc(self) -> pd.DataFrame:
        """Return the quantiles in the long layout of the IAMC, as ``pyam.IamDataFrame`` takes it.

        Returns
        -------
        DataFrame : model, scenario, region, variable (``Name|50.0th Percentile``), unit, year, value
        """
        return iamc_table(self.quantiles, self.manifest, self._known())

    @arguments.reading()
    def plot_fan(self, indicator: str, axes: Axes | None = None, language: Language = "zh") -> Axes:
        """Draw the quantiles of an indicator by year, and return the Matplotlib axes; `build_chart` has more.

        Parameters
        ----------
        axes : axes to draw into; those of a new figure by default, ``.figure.savefig("fan.svg")``
        language : language of title and unit, ``zh`` or ``en``

        Raises
        ------
        SimError: no such indicator in the ensemble.
        """
        from sim.ensembles.fan_plot import draw_fan  # Matplotlib, which only pictures need

        fan, one = self.fan(indicator), self._known().indicators[self.id_of(indicator)]
        return draw_fan(fan, one["name"][language], one["unit"][language], language, axes)


def _frame(table: pa.Table) -> pd.DataFrame:
    """Return a table as pandas has it."""
    load_pandas()
    frame: pd.DataFrame = table.to_pandas()
    return frame
