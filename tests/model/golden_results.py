"""Golden results of the shipped scenarios, in CSV files that read well in a diff.

python -m tests.model.golden_results          rewrites them after a change of the model
"""

from __future__ import annotations

import csv
import io
import math
import sys
from pathlib import Path

from sim.outcomes.indicators import IndicatorTable, indicators
from sim.run.single import run_scenario
from sim.scenario.load import list_scenarios

FOLDER = Path(__file__).parent / "golden"
COMMAND = "python -m tests.model.golden_results"
YEARS = (2020, 2021, 2022, 2025, 2030, 2035)
DIGITS = 6
Cells = dict[tuple[str, str], str]


def file_of(scenario: str) -> Path:
    """Return the file of a scenario."""
    return FOLDER / f"{scenario}.csv"


def table_of(scenario: str) -> IndicatorTable:
    """Return the indicators of a scenario."""
    return indicators(run_scenario(scenario))


def cells_of(table: IndicatorTable) -> Cells:
    """Return the figure of each modelled indicator and year, by both, as written in a file."""
    return {
        (row.id, str(year)): _written(float(value[0]))
        for row in table
        for year in YEARS
        if (value := row.value(year)) is not None
    }


def _written(figure: float) -> str:
    """Return a figure with six digits, none for NaN; a zero has no sign."""
    return "" if math.isnan(figure) else f"{float(f'{figure:.{DIGITS}g}') + 0.0:.12g}"


def read_cells(path: Path) -> Cells:
    """Return the figures of a file by indicator and year."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
    return {(row["indicator"], year): row[year] for row in rows for year in row if year != "indicator"}


def write(scenario: str) -> None:
    """Write the file of a scenario."""
    cells = cells_of(table_of(scenario))
    with file_of(scenario).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["indicator", *YEARS])
        for key in dict.fromkeys(key for key, _ in cells):
            writer.writerow([key, *(cells[key, str(year)] for year in YEARS)])


def differences(before: Cells, after: Cells) -> list[str]:
    """Return what differs, cell by cell; the last digit may be off by one, as between two machines."""
    keys = dict.fromkeys((*before, *after))
    return [
        f"{indicator} {year}: {_shown(before, (indicator, year))} -> {_shown(after, (indicator, year))}"
        for indicator, year in keys
        if not _is_same(before.get((indicator, year)), after.get((indicator, year)))
    ]


def _shown(cells: Cells, key: tuple[str, str]) -> str:
    return cells.get(key, "(not there)") or "(no figure)"


def _is_same(before: str | None, after: str | None) -> bool:
    if not before or not after:
        return before == after
    return math.isclose(float(before), float(after), rel_tol=1.5 * 10 ** (1 - DIGITS), abs_tol=1e-12)


def rewrite() -> None:
    """Write the files of all shipped scenarios and remove those of others."""
    FOLDER.mkdir(exist_ok=True)
    names = [summary.name for summary in list_scenarios()]
    for path in FOLDER.glob("*.csv"):
        if path.stem not in names:
            path.unlink()
    for name in names:
        write(name)
        sys.stdout.write(f"{file_of(name)}\n")


if __name__ == "__main__":
    rewrite()
