"""The options that the analyses of a scenario share: what they draw, what they change, where they write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.cli.options import read_whole_numbers
from sim.cli.output import Output, read_output
from sim.cli.settings import read_ranges, read_settings
from sim.errors import Faults
from sim.scenario.changes import Range, Setting


@dataclass(frozen=True)
class AnalysisOptions:
    """Options of an analysis, read.

    Parameters
    ----------
    output : where and how results are written
    numbers : year, members, seed and threads, those that were given
    settings, ranges : of ``--set`` and ``--vary``
    """

    output: Output
    numbers: dict[str, int]
    settings: tuple[Setting, ...]
    ranges: tuple[Range, ...]


def read_analysis(
    written: tuple[str, str, str],
    settings: Iterable[str] | None,
    vary: Iterable[str] | None,
    **numbers: str,
) -> AnalysisOptions:
    """Return the options of an analysis.

    Parameters
    ----------
    written : language, format and file
    numbers : whole numbers as they were given, by the name of their option

    Raises
    ------
    SimError: the faults of all of them.
    """
    with Faults() as faults:
        return AnalysisOptions(
            faults.take(read_output, *written),
            faults.take(read_whole_numbers, **numbers),
            faults.take(read_settings, settings),
            faults.take(read_ranges, vary),
        )
