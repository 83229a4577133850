"""Indicators of several scenarios side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim import arguments
from sim.bilingual_names import Names
from sim.errors import fail
from sim.notebook import table_html
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import run_scenarios
from sim.scenario.changes import Settings
from sim.scenario.load import AnyScenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Comparison:
    """Indicators of several scenarios.

    Parameters
    ----------
    tables : a table for each scenario, in the requested order
    """

    tables: tuple[IndicatorTable, ...]

    def __getitem__(self, scenario: str) -> IndicatorTable:
        """Return the table of a scenario, given by its name or by its title in Chinese or English.

        Raises
        ------
        SimError: the scenario is not among those compared.
        """
        tables = {table.scenario: table for table in self.tables}
        called = {name: (table.title.zh, table.title.en) for name, table in tables.items()}
        return tables[Names(("情景", "scenario"), called).resolve(str(scenario), "compare")]

    def __iter__(self) -> Iterator[IndicatorTable]:
        """Yield the tables in order."""
        return iter(self.tables)

    def __repr__(self) -> str:
        """Return the names of the scenarios compared, in one line."""
        names = ", ".join(table.scenario for table in self.tables)
        return f"<Comparison of {names}: {len(self.tables[0].rows)} indicators>"

    def _repr_html_(self) -> str:
        """Return the figures as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each indicator and year, a column for each scenario, in the indicator's unit."""
        import pandas as pd

        figures = {
            table.scenario: table.to_frame()[[*map(int, table.years)]].stack() for table in self.tables
        }
        return pd.DataFrame(figures).rename_axis(["indicator", "year"])


@arguments.reading()
def compare(
    scenarios: Sequence[AnyScenario],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    until: int | None = None,
) -> Comparison:
    """Run scenarios with the same settings and return their indicators side by side.

    Parameters
    ----------
    scenarios : two or more names, paths, or results of `load_scenario`
    set : values of levers and constants, the same for each scenario, ``{"public investment": 120}`` [units
        of the model]
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    until : last year; that of the run by default

    Returns
    -------
    Comparison : a table of indicators for each scenario, figures in the indicator's unit

    Raises
    ------
    SimError: fewer than two scenarios, or two of one name; the faults of all of them.

    Examples
    --------
    >>> sim.compare(["trend", "plan"])
    <Comparison of trend, plan: 63 indicators>
    """
    if len(scenarios) < 2:
        raise fail("too-few", "至少要有两个情景才能比较。", "at least two scenarios are needed.", "scenarios")
    tables = tuple(indicators(run, until) for run in run_scenarios(scenarios, set, home))
    names = [table.scenario for table in tables]
    if len({*names}) < len(names):
        listed = ", ".join(names)
        raise fail(
            "duplicate", f"情景重名：{listed}。", f"two scenarios have one name: {listed}.", "scenarios"
        )
    return Comparison(tables)
