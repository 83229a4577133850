"""Marks of an indicator's chart beside its lines: targets, base, later figures, path of the vision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.arrays import Array
from sim.outcomes.indicators import IndicatorRow
from sim.registry.observations import Observation
from sim.report.charts.content import ChartContent, Course, content_of
from sim.report.words.print_units import stated_unit
from sim.units import LANGUAGES

_KINDS = ("target", "base", "base_range", "observed", "vision")


def chart_marks(row: IndicatorRow, observed: Sequence[Observation]) -> dict[str, Any]:
    """Return what all charts of an indicator show beside the lines of scenarios, as their content decides.

    Parameters
    ----------
    row : of any run: the marks follow from the plan and what was published
    observed : figures of the indicator published after the base year
    """
    assert row.series is not None
    until, course = row.plan.horizons[-1], Course("", row.series[:, 0])
    contents = {
        language: content_of(row, course, observed, until, language, unit=stated_unit(row.entry, language))
        for language in LANGUAGES
    }
    first = contents["zh"]
    return {
        "base": _points(first, "base"),
        "observed": _points(first, "observed"),
        "vision": _points(first, "vision"),
        "range": first.base_range,
        "estimated": first.is_base_estimated,
        "targets": [
            {
                "first": one.mark.first,
                "year": one.mark.year,
                "level": one.mark.level,
                "text": {language: contents[language].targets[place].figure for language in LANGUAGES},
            }
            for place, one in enumerate(first.targets)
        ],
        "labels": {
            language: {kind: content.labels[kind] for kind in _KINDS if kind in content.labels}
            for language, content in contents.items()
        },
    }


def _points(content: ChartContent, part: str) -> list[tuple[int, float]]:
    """Return the points of a part of a chart as (year, figure)."""
    values: Array | None = content.lines.get(part)
    if values is None:
        return []
    years, figures = content.points(values)
    return list(zip(years.tolist(), figures.tolist(), strict=True))
