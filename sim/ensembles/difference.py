"""Difference of two ensembles with the same draws, member by member: policy alone, without chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.arrays import Array
from sim.ensembles.figures import Members
from sim.errors import fail
from sim.notebook import table_html
from sim.outcomes.levels import LEVELS
from sim.outcomes.spread import QUANTILE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

_DRAWS = ("method", "seed", "members", "draws_hash", "table", "overlay", "vary")  # in a manifest


class Paired(Protocol):
    """An ensemble, as far as differences need it."""

    @property
    def manifest(self) -> dict[str, Any]:
        """Return the inputs that determine it."""
        ...

    @property
    def broken(self) -> list[int]:
        """Return the members that became non-finite."""
        ...

    def members(self, indicator: str) -> pd.DataFrame:
        """Return an indicator of all members: index year, columns member, in its unit."""
        ...

    def member_figures(self, indicator: str) -> Members:
        """Return an indicator of all members as arrays."""
        ...

    def __iter__(self) -> Iterator[str]: ...

    def __contains__(self, indicator: object) -> bool: ...


@dataclass(frozen=True, repr=False)
class Difference:
    """One ensemble less another, paired by member.

    Parameters
    ----------
    ours, theirs : the ensembles; figures are ours less theirs
    """

    ours: Paired
    theirs: Paired

    @classmethod
    def of(cls, ours: Paired, theirs: Paired) -> Difference:
        """Return the difference of two ensembles.

        Raises
        ------
        SimError: their draws differ.
        """
        changed = [key for key in _DRAWS if ours.manifest.get(key) != theirs.manifest.get(key)]
        if changed:
            listed = ", ".join(changed)
            raise fail(
                "mismatch",
                f"两个集合的抽样不同（{listed}），成员无法一一相减；请用同样的成员数、种子和抽样表运行。",
                f"the draws of the two ensembles differ ({listed}), so that members cannot be paired; run "
                "both with the same members, seed and tables.",
                "other",
            )
        return cls(ours, theirs)

    def members(self, indicator: str) -> pd.DataFrame:
        """Return the difference of all members that stayed finite in both: index year, columns member.

        Raises
        ------
        SimError: no such indicator in one of them; one of them is a summary.
        """
        broken = sorted({*self.ours.broken, *self.theirs.broken})
        return (self.ours.members(indicator) - self.theirs.members(indicator)).drop(columns=broken)

    def of_year(self, indicator: str, year: int) -> Array:
        """Return the difference in a year, (member,), of all members that stayed finite in both.

        Raises
        ------
        SimError: as `members`.
        """
        broken = {*self.ours.broken, *self.theirs.broken}
        ours, theirs = (
            each.member_figures(indicator).without(broken).of(year) for each in (self.ours, self.theirs)
        )
        assert ours is not None
        assert theirs is not None
        return ours - theirs

    def fan(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of the difference: index year, columns p05 … p95, and ``above``.

        ``above`` is the share of members in which ours is the higher figure, 0 to 1.
        """
        import pandas as pd

        members = self.members(indicator)
        levels = np.quantile(members.to_numpy(), LEVELS, axis=1).T
        frame = pd.DataFrame(levels, index=members.index, columns=list(QUANTILE_COLUMNS))
        return frame.assign(above=(members > 0).mean(axis=1))

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each indicator of both and year: indicator, year, p05 … p95, above."""
        import pandas as pd

        fans = [self.fan(key).reset_index().assign(indicator=key) for key in self]
        frame = pd.concat(fans, ignore_index=True)
        return frame[["indicator", "year", *QUANTILE_COLUMNS, "above"]]

    def __getitem__(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of the difference, as `fan` does."""
        return self.fan(indicator)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the indicators that both have."""
        return (key for key in self.ours if key in self.theirs)

    def __repr__(self) -> str:
        """Return the scenarios and the number of members, in one line."""
        names = f"{self.ours.manifest['scenario']} less {self.theirs.manifest['scenario']}"
        return f"<Difference of {names}: {self.ours.manifest['members']:,} members paired>"

    def _repr_html_(self) -> str:
        """Return the quantiles as a table."""
        return table_html(repr(self), self.to_frame())
