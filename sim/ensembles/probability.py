"""The board of an ensemble on disk, from its small tables, or of one in memory; members are never read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from sim import arguments
from sim.ensembles.finding import find_ensemble
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import known_tables, read_table, table_name
from sim.ensembles.result import Ensemble
from sim.errors import Fault, Faults, fail
from sim.outcomes.board import Board, Figures, Points, build_board
from sim.outcomes.tally import TABLES, Tally
from sim.outcomes.targets import Target
from sim.registry.agreement import unknown
from sim.registry.load import Registry, load_registry
from sim.scenario.load import AnyScenario, Scenario

if TYPE_CHECKING:
    import pandas as pd


@arguments.reading()
def probability(
    folder: Ensemble | AnyScenario,
    home: str | os.PathLike[str] | None = None,
    *,
    prior: bool = False,
) -> Board:
    """Return the probability of each target: ``probability("plan").to_frame()``.

    Parameters
    ----------
    folder : a scenario, by name, as a file or loaded, of which 1,000 members of the forecast from seed 7 are
        run in memory; or an ensemble, as it is or as its folder, a path or URL. A word that is both is the
        folder, if that holds an ensemble
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    prior : whether members of a scenario are drawn from the prior, not from the forecast

    Returns
    -------
    Board : for each target the share of members that meet it, 0 to 1, its 95% interval, and the quantiles of
        the figure compared with it [unit of the indicator]

    Raises
    ------
    SimError: no ensemble and no scenario; an ensemble of an older version, a damaged one, or one of other
        indicators; ``prior`` for an ensemble that there is already; a home that draws nothing.

    References
    ----------
    Interval of a share: Wilson 1927, doi:10.1080/01621459.1927.10502953, for an effective number of members:
    Dean and Pagano 2015, doi:10.1093/jssam/smv024.

    Examples
    --------
    >>> sim.probability("plan")
    <Board of plan: 55 targets, 51 of them judged, 1,000 members>
    >>> sim.probability(sim.run_ensemble("plan", members=64))
    <Board of plan: 55 targets, 51 of them judged, 64 members>
    """
    ensemble = find_ensemble(folder, home, "prior" if prior else "forecast")
    tally = _tally(ensemble.files, known_tables(ensemble.manifest))
    own = folder.home if isinstance(folder, Scenario) else None
    registry = load_registry(own if home is None else home)
    Faults(_faults(tally.targets, registry, ensemble.files.place)).check()
    return build_board(tally, _figures(ensemble.targets), registry, ensemble.manifest)


def _tally(folder: Folder, known: Mapping[str, str]) -> Tally:
    missing = [name for name in TABLES if not folder.has(table_name(name))]
    if missing and not known:
        listed = ", ".join(f"{name}.parquet" for name in missing)
        raise fail(
            "stale",
            f"这个集合里没有 {listed}，是较早的版本生成的；请重新运行这个集合。",
            f"this ensemble has no {listed}: an older version made it. Run the ensemble again.",
            folder.place,
        )
    with Faults() as faults:
        tables = {name: faults.take(read_table, folder, name, known=known.get(name)) for name in TABLES}
    try:
        return Tally.from_tables(tables)
    except (KeyError, IndexError, TypeError, pa.ArrowException) as error:
        raise fail(
            "damaged",
            f"{', '.join(TABLES)} 几个表的内容互不相符，已损坏；请重新运行这个集合。",
            f"the tables {', '.join(TABLES)} do not fit together: they are damaged. Run the ensemble again.",
            folder.place,
        ) from error


def _faults(targets: tuple[Target, ...], registry: Registry, place: str) -> Iterator[Fault]:
    for name in dict.fromkeys(target.indicator for target in targets):
        if name not in registry.indicators:
            yield unknown("指标", "indicator", name, registry.indicators, place)


def _figures(targets: pd.DataFrame) -> Figures:
    return {
        (row["indicator"], row["year"]): Points(row["p05"], row["p50"], row["p95"], row.get("error", 0.0))
        for row in targets.to_dict("records")
    }
