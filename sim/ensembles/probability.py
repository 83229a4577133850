"""The board of an ensemble on disk, from its small tables; members are never read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import pandas as pd
import pyarrow as pa

from sim.ensembles.ensemble import open_ensemble
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import folder_at
from sim.ensembles.folder.store import read_table, table_name
from sim.errors import Fault, SimError, fail
from sim.outcomes.board import Board, Figures, Points, build_board
from sim.outcomes.goals import Goal
from sim.outcomes.tally import TABLES, Tally
from sim.registry.indicators import Indicator
from sim.registry.load import load_registry, unknown


def probability(folder: str | os.PathLike[str], home: str | os.PathLike[str] | None = None) -> Board:
    """Return how likely each target is in an ensemble: ``probability("runs/plan").to_frame()``.

    Parameters
    ----------
    folder : of the ensemble
    home : folder of ``model/``, which has the names of its indicators

    Raises
    ------
    SimError: no ensemble, one made by an older version, a damaged one, or one of other indicators.
    """
    place = os.fspath(folder)
    ensemble = open_ensemble(folder)
    tally = _tally(folder_at(folder))
    registry = load_registry(home).indicators
    faults = list(_faults(tally.goals, registry, place))
    if faults:
        raise SimError(faults)
    return build_board(tally, _figures(ensemble.targets), registry, ensemble.manifest)


def _tally(folder: Folder) -> Tally:
    missing = [name for name in TABLES if not folder.has(table_name(name))]
    if missing:
        listed = ", ".join(f"{name}.parquet" for name in missing)
        raise fail(
            "stale",
            f"这个集合里没有 {listed}，是较早的版本生成的；请重新运行 teda ensemble。",
            f"this ensemble has no {listed}: an older version made it. Run teda ensemble again.",
            folder.place,
        )
    tables = {name: read_table(folder, name) for name in TABLES}
    try:
        return Tally.from_tables(tables)
    except (KeyError, IndexError, TypeError, pa.ArrowException) as error:
        raise fail(
            "damaged",
            f"{', '.join(TABLES)} 几个表的内容互不相符，已损坏；请重新运行 teda ensemble。",
            f"the tables {', '.join(TABLES)} do not fit together: they are damaged. Run teda ensemble again.",
            folder.place,
        ) from error


def _faults(goals: tuple[Goal, ...], registry: Mapping[str, Indicator], place: str) -> Iterator[Fault]:
    for name in dict.fromkeys(goal.indicator for goal in goals):
        if name not in registry:
            yield unknown("指标", "indicator", name, registry, place)


def _figures(targets: pd.DataFrame) -> Figures:
    return {
        (row["indicator"], row["year"]): Points(row["p05"], row["p50"], row["p95"], row.get("error", 0.0))
        for row in targets.to_dict("records")
    }
