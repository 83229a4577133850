"""Influence of each uncertain constant on the indicators, from a screening; the file is generated."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.document import read_text
from sim.errors import Fault, Faults, SimError

COLUMNS = ("parameter", "influence", "share", "indicator", "year", "scenario")
REMAKE = "teda rebuild"
_MARK = "# model={model} seed={seed} trajectories={trajectories}"


@dataclass(frozen=True)
class Influence:
    """Result of a screening for a constant.

    Parameters
    ----------
    greatest : largest standardised influence on any indicator, 0 to about 1; its square is about the
        share of that indicator's variance
    share : mean over all indicators of its share of the variance, 0 to 1
    indicator, year, scenario : where the influence is the greatest
    """

    greatest: float
    share: float
    indicator: str
    year: int
    scenario: str


@dataclass(frozen=True)
class Screening:
    """Results and settings of a screening.

    Parameters
    ----------
    model_hash : SHA-256 of the text of the model that was screened
    found : by name of the constant, in the order of the registry
    """

    model_hash: str
    seed: int
    trajectories: int
    found: Mapping[str, Influence]


def influence_text(screening: Screening) -> str:
    """Return a screening as the text of its file."""
    text = io.StringIO()
    mark = _MARK.format(
        model=screening.model_hash,
        seed=screening.seed,
        trajectories=screening.trajectories,
    )
    text.write(mark + "\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, one in screening.found.items():
        where = (one.indicator, one.year, one.scenario)
        writer.writerow((name, f"{one.greatest:.4f}", f"{one.share:.6f}", *where))
    return text.getvalue()


def read_influence(path: str) -> Screening:
    """Return the results of a screening from its file.

    Raises
    ------
    SimError: the file was edited by hand and no longer matches what the screening writes.
    """
    mark, _, table = read_text(path).partition("\n")
    try:
        given = dict(part.split("=", 1) for part in mark.removeprefix("#").split())
        how = given["model"], int(given["seed"]), int(given["trajectories"])
    except (KeyError, ValueError):
        raise SimError(damaged(path, 1)) from None
    rows = list(csv.reader(io.StringIO(table)))
    found: dict[str, Influence] = {}
    faults = Faults([] if rows and tuple(rows[0]) == COLUMNS else [damaged(path, 2)])
    for line, cells in enumerate(rows[1:], start=3):
        one = _row(cells)
        if one is None:
            faults.append(damaged(path, line))
        else:
            found[cells[0]] = one
    faults.check()
    return Screening(*how, found)


def _row(cells: list[str]) -> Influence | None:
    try:
        _, greatest, share, indicator, year, scenario = cells
        figures = float(greatest), float(share)
        is_sound = all(map(math.isfinite, figures))
        return Influence(*figures, indicator, int(year), scenario) if is_sound else None
    except ValueError:
        return None


def damaged(path: str, line: int) -> Fault:
    """Return the fault of a line that the screening did not write."""
    return Fault(
        "damaged",
        f"不是筛选程序写出的内容。这个文件由程序生成，请用 {REMAKE} 重新生成。",
        f"this is not what the screening writes. The file is generated; write it again with {REMAKE}.",
        f"{path}:{line}",
    )
