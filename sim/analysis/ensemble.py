"""Runs ensembles, keeps what matters of them, and opens them again."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from sim.analysis.board.goals import goals_of
from sim.analysis.board.tally import Tally
from sim.analysis.indicators import IndicatorRow, IndicatorTable, indicators
from sim.analysis.measures import Array
from sim.errors import fail
from sim.files import expand
from sim.run.ensemble import Plan, Progress, plan_ensemble
from sim.run.store import (
    SHARDS,
    new_folder,
    read_manifest,
    read_table,
    shard_path,
    write_manifest,
    write_table,
)
from sim.scenario.options import Settings
from sim.scenario.workspace import Workspace

Members = NDArray[np.int64]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
QUANTILE_COLUMNS = ("p05", "p25", "p50", "p75", "p95")


@dataclass(frozen=True)
class Ensemble:
    """An ensemble's summary; the members stay on disk until they are asked for.

    Parameters
    ----------
    manifest : what it follows from
    quantiles : a row for each indicator and year: indicator, year, p05 … p95, in its unit
    targets : a row for each target: indicator, year, target, met (share of members), members, p05, p50, p95
    failures : a row for each member that turned non-finite: member, variable, time
    folder : where it is on disk
    """

    manifest: dict[str, Any]
    quantiles: pd.DataFrame
    targets: pd.DataFrame
    failures: pd.DataFrame
    folder: Path

    def members(self, indicator: str) -> pd.DataFrame:
        """Return an indicator of all members: index year, columns member, in its unit.

        Raises
        ------
        SimError: no such indicator in the ensemble, or a damaged shard.
        """
        parts = []
        for path in sorted((self.folder / SHARDS).glob("part-*.parquet")):
            parts.append(read_table(path.parent, path.stem, ["member", "year", indicator]).to_pandas())
        return pd.DataFrame(pd.concat(parts).pivot(index="year", columns="member", values=indicator))

    def fan(self, indicator: str) -> pd.DataFrame:
        """Return the quantiles of an indicator: index year, columns p05 … p95."""
        rows = self.quantiles[self.quantiles["indicator"] == indicator]
        return pd.DataFrame(rows.set_index("year")[list(QUANTILE_COLUMNS)])


def run_ensemble(
    scenario: str | os.PathLike[str],
    members: int = 1000,
    seed: int = 7,
    out: str | os.PathLike[str] | None = None,
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run a scenario with many draws of its uncertain constants and keep the results in a folder.

    Parameters
    ----------
    scenario : a shipped one's name, or a file
    members : how many, 1 to 1,000,000
    seed : of the draws; equal requests give equal bytes
    out : a folder that is new or empty; ``runs/SCENARIO`` by default
    set : levers or constants to change, as ``--set`` does
    progress : called with members done and members in all

    Raises
    ------
    SimError: bad input, or a folder that cannot be written; nothing is left half done.
    """
    plan = plan_ensemble(scenario, members, seed, set, home)
    target = out if out is not None else Path("runs") / plan.scenario.name
    with new_folder(target) as folder:
        _fill(folder, plan, threads, progress)
    return open_ensemble(target)


def _fill(folder: Path, plan: Plan, threads: int | None, progress: Progress | None) -> None:
    failures: list[tuple[int, str, float]] = []
    parts: list[IndicatorTable] = []
    tally = Tally(goals_of(plan.workspace))
    for number, (first, run) in enumerate(plan.shards(threads)):
        table = indicators(run)
        write_table(shard_path(folder, number), _wide(table, first, run.run.members))
        failures += [(first + failure.member, failure.variable, failure.time) for failure in run.run.failures]
        tally.add(table, np.array([failure.member for failure in run.run.failures], dtype=np.int64))
        parts.append(table)
        if progress:
            progress(first + run.run.members, plan.draws.members)
    broken = np.array([member for member, _, _ in failures], dtype=np.int64)
    rows = _joined(parts)
    write_table(
        folder / "quantiles.parquet", pa.Table.from_pandas(quantile_rows(rows, broken), preserve_index=False)
    )
    write_table(
        folder / "targets.parquet",
        pa.Table.from_pandas(target_rows(rows, broken, tally), preserve_index=False),
    )
    for name, counted in tally.as_tables().items():
        write_table(folder / f"{name}.parquet", counted)
    write_table(folder / "failures.parquet", _failures(failures))
    write_table(folder / "draws.parquet", pa.table(plan.draws.as_inputs()))
    write_manifest(
        folder, {**plan.manifest(), "failed": len(failures), "indicators": [row.id for row in rows]}
    )


def _wide(table: IndicatorTable, first: int, members: int) -> pa.Table:
    """Return a row for each member and year, a column for each modelled indicator."""
    years = len(table.years)
    columns: dict[str, Array] = {
        "member": np.repeat(np.arange(first, first + members, dtype=np.int64), years),
        "year": np.tile(table.years, members),
    }
    for row in table:
        if row.series is not None:
            columns[row.id] = np.broadcast_to(row.series, (years, members)).T.ravel()
    return pa.table(columns)


def _joined(parts: list[IndicatorTable]) -> list[IndicatorRow]:
    """Return the modelled indicators of all shards as one, members after members."""
    rows = []
    for first in parts[0]:
        if first.series is not None:
            series = [part.rows[first.id].series for part in parts]
            whole = np.concatenate([one for one in series if one is not None], axis=1)
            rows.append(IndicatorRow(first.id, first.entry, first.kind, first.years, whole))
    return rows


def _sound(values: NDArray[Any], broken: Members) -> NDArray[Any]:
    """Leave out the members that turned non-finite: (…, member) → (…, fewer)."""
    return np.delete(values, broken, axis=-1) if broken.size else values


def quantile_rows(rows: list[IndicatorRow], broken: Members) -> pd.DataFrame:
    """Return indicator, year and quantiles over the members that are sound."""
    frames = []
    for row in rows:
        assert row.series is not None
        levels = np.quantile(_sound(row.series, broken), LEVELS, axis=1) if row.series.size else row.series
        frame = pd.DataFrame(levels.T, columns=QUANTILE_COLUMNS)
        frame.insert(0, "year", row.years)
        frame.insert(0, "indicator", row.id)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def target_rows(rows: list[IndicatorRow], broken: Members, tally: Tally) -> pd.DataFrame:
    """Return the share of members that meet each target; empty where the scenario sets the figure."""
    found = []
    kept = {row.id: row for row in rows}
    for goal in tally.goals:
        figure = kept[goal.indicator].figure(goal.year) if goal.indicator in kept else None
        if figure is None or not np.isfinite(figure).any():
            continue
        share = tally.met[goal] / tally.members if goal in tally.met and tally.members else math.nan
        low, middle, high = np.quantile(_sound(figure, broken), (0.05, 0.5, 0.95))
        found.append((goal.indicator, goal.year, goal.target, share, tally.members, low, middle, high))
    columns = ["indicator", "year", "target", "met", "members", "p05", "p50", "p95"]
    return pd.DataFrame(found, columns=columns)


def _failures(failures: list[tuple[int, str, float]]) -> pa.Table:
    members, variables, times = zip(*failures, strict=True) if failures else ((), (), ())
    return pa.table(
        {
            "member": pa.array(members, pa.int64()),
            "variable": pa.array(variables, pa.string()),
            "time": pa.array(times, pa.float64()),
        }
    )


def open_ensemble(folder: str | os.PathLike[str], workspace: Workspace | None = None) -> Ensemble:
    """Return the ensemble that a folder holds.

    Parameters
    ----------
    workspace : the model it is to be shown beside; an ensemble of another model is refused

    Raises
    ------
    SimError: no ensemble, a damaged one, or one of another model.
    """
    manifest = read_manifest(folder)
    if workspace is not None and manifest["model_hash"] != workspace.model.hash:
        raise fail(
            f"这个集合是用另一个模型算的（{manifest['model_hash'][:12]}），"
            f"当前模型是 {workspace.model.hash[:12]}；请重新运行 teda ensemble。",
            f"this ensemble was run with another model ({manifest['model_hash'][:12]}); "
            f"the present one is {workspace.model.hash[:12]}. Run teda ensemble again.",
            os.fspath(folder),
        )
    path = expand(folder)
    quantiles, targets, failures = (
        read_table(path, name).to_pandas() for name in ("quantiles", "targets", "failures")
    )
    return Ensemble(manifest, quantiles, targets, failures, path)
