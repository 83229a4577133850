"""Sealing: the forecast's figures of what is not yet published are added to a ledger."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sim import arguments
from sim.actuals.kept import read_kept
from sim.analysis.calibration.observations import known_points
from sim.analysis.ledger.file import LedgerFile, read_ledger
from sim.analysis.ledger.forecast import ledger_forecast
from sim.analysis.ledger.row import SealedRow
from sim.analysis.ledger.unpublished import figures_to_seal, published_figures
from sim.errors import Fault, SimError, fail
from sim.files import expand
from sim.notebook import table_html
from sim.registry.observations import Observation
from sim.run.single import prepare
from sim.scenario.load import AnyScenario, workspace_for
from sim.scenario.workspace import Workspace

LEDGER = "ledger.jsonl"
MEMBERS, SEED = 512, 7
LEAST, MOST = 64, 4_096  # members; a row holds the figures of all of them


@dataclass(frozen=True, repr=False)
class Sealing:
    """What was sealed.

    Parameters
    ----------
    place : the ledger
    rows : sealed now
    again : number of figures that the ledger had of the very same forecast, with the same bits
    count : rows of the ledger
    head : hash of its last line, to be kept elsewhere
    """

    place: str
    rows: tuple[SealedRow, ...]
    again: int
    count: int
    head: str

    def __repr__(self) -> str:
        """Return the numbers in one line."""
        numbers = f"{len(self.rows)} sealed, {self.again} were already, {self.count} rows"
        return f"<Sealing in {self.place}: {numbers}>"

    def _repr_html_(self) -> str:
        """Return what was sealed as a table."""
        import pandas as pd

        frame = pd.DataFrame(
            {"indicator": one.indicator, "year": one.year, "unit": one.unit} for one in self.rows
        )
        return table_html(repr(self), frame)


def _years(given: object, place: str) -> tuple[int, ...]:
    items = given if isinstance(given, Iterable) and not isinstance(given, str | bytes) else (given,)
    return tuple(arguments.whole_number(year, place) for year in items)


@arguments.reading(
    indicator=arguments.names_of,
    year=_years,
    members=arguments.whole_within(LEAST, MOST),
    seed=arguments.seed,
)
def seal_forecast(
    scenario: AnyScenario | None = None,
    indicator: str | Iterable[str] = (),
    year: int | Iterable[int] = (),
    out: str | os.PathLike[str] = LEDGER,
    actuals: str | os.PathLike[str] | None = None,
    members: int = MEMBERS,
    seed: int = SEED,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
) -> Sealing:
    """Seal the forecast of figures that are not yet published.

    Each row holds the members' figures with the error of a publication, what three naive rules say at the
    time, and what all of it follows from. Rows that the ledger has already of the very same forecast are not
    added again.

    Parameters
    ----------
    scenario : whose policies are assumed; by default the reference
    indicator : one or several; by default all that the model computes and that are not published
    year : one or several; by default the last year of which the forecast knows something, and the next
    out : the ledger, which is continued or begun
    actuals : folder of ``teda actuals import``, whose figures count as published too
    members : number of members, 64 to 4,096
    seed : of the errors, and of the draws where the home ships no forecast
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME`` or the project's
    threads : largest number of threads of the engine; all processors by default

    Returns
    -------
    Sealing : the rows, and the head of the ledger

    Raises
    ------
    SimError: each figure asked for that is published; an invalid scenario, indicator, year or number; a
        ledger whose chain is broken, or that another program writes; all members became non-finite.

    Examples
    --------
    >>> sim.seal_forecast(
    ...     "trend", "pm25", 2027, out=folder / "ledger.jsonl", members=64
    ... )  # doctest: +ELLIPSIS
    <Sealing in ...ledger.jsonl: 1 sealed, 0 were already, 1 rows>
    >>> sim.seal_forecast(
    ...     "trend", "pm25", 2027, out=folder / "ledger.jsonl", members=64
    ... )  # doctest: +ELLIPSIS
    <Sealing in ...ledger.jsonl: 0 sealed, 1 were already, 1 rows>
    """
    workspace = workspace_for([] if scenario is None else [scenario], home)
    registry = workspace.registry
    chosen = prepare(registry.zone.reference if scenario is None else scenario, (), workspace)
    observed = (*registry.observed, *(() if actuals is None else kept_actuals(actuals, workspace)))
    ledger = read_ledger(out, is_new=True)
    before = ledger.rows()
    forecast = ledger_forecast(chosen, workspace, members, seed)
    points = figures_to_seal(
        tuple(indicator),
        tuple(cast("Iterable[int]", year)) or forecast.default_years,
        published_figures(observed, workspace),
        workspace,
    )
    return _added(ledger, forecast.rows(points, known_points(workspace, observed=observed), threads), before)


def kept_actuals(folder: str | os.PathLike[str], workspace: Workspace) -> tuple[Observation, ...]:
    """Return the figures of a folder of actuals.

    Raises
    ------
    SimError: the folder has none, or its file has faults.
    """
    rows = read_kept(expand(folder), workspace)
    if not rows:
        zh = "这个文件夹中没有导入的实绩；先用 `teda actuals import`。"
        en = "the folder holds no imported actuals; run `teda actuals import` first."
        raise fail("no-data", zh, en, os.fspath(folder))
    return rows


def _added(ledger: LedgerFile, rows: Sequence[SealedRow], before: Sequence[SealedRow]) -> Sealing:
    held = {row.request: row for row in before}
    other = [row for row in rows if row.request in held and held[row.request].figures != row.figures]
    if other:
        raise SimError(_differs(row, ledger.place) for row in other)
    new = tuple(row for row in rows if row.request not in held)
    links = ledger.continued(new) if new else ledger.links
    return Sealing(ledger.place, new, len(rows) - len(new), len(links), links[-1].hash)


def _differs(row: SealedRow, place: str) -> Fault:
    zh = f'"{row.indicator}" {row.year} 年已用同一模型和预测封存，但数值不同：机器或软件包不同。'
    en = f'"{row.indicator}" of {row.year} was sealed with the same model and forecast, but other figures: '
    return Fault("mismatch", zh, f"{en}the machine or a package differs.", place)
