"""Indicators of a page: how figures follow from the kernel's rows, and the targets they are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.names import fold
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation
from sim.report.html.levers import Texts
from sim.report.html.marks import chart_marks
from sim.report.words.figures import base_range, base_text, is_yearly_part, measure_text, target_text
from sim.report.words.glossary import word
from sim.report.words.punctuation import bracketed
from sim.units import LANGUAGES, Language

_SECTIONS = {"table1": "table1", "text": "text", "vision": "vision", "none": "model"}
_CONSTANT_PRICES = "°"


def indicator_records(
    table: IndicatorTable,
    observations: Mapping[str, Sequence[Observation]],
    levels: Mapping[str, int],
    sums: Mapping[str, int],
    official: Mapping[str, Texts],
) -> list[dict[str, Any]]:
    """Return the modelled indicators, by section of the plan, the plan's table in its order.

    Parameters
    ----------
    observations : figures published after the base year, by indicator
    official : class of each target by the method of the national evaluation, where it is evaluated
    levels, sums : row of the kernel that has a variable, and that with its integrals, by folded name
    """
    order = list(_SECTIONS)
    rows = [row for row in table if row.series is not None]
    rows.sort(key=lambda row: (order.index(row.planned.group), row.planned.number or 0))
    return [
        {
            **_record(row, levels, sums),
            "attribute": _attribute(row),
            "official": official.get(row.id),
            "published": max(marks["observed"], default=None),
            "marks": marks,
        }
        for row in rows
        for marks in (chart_marks(row, observations.get(row.id, ())),)
    ]


def _record(row: IndicatorRow, levels: Mapping[str, int], sums: Mapping[str, int]) -> dict[str, Any]:
    entry, planned = row.entry, row.planned
    known = levels if entry.measure == "stock" else sums
    return {
        "id": row.id,
        "section": _SECTIONS[planned.group],
        "name": {language: _name(row, language) for language in LANGUAGES},
        "title": {language: entry.name.text(language) for language in LANGUAGES},
        "unit": {language: entry.unit.text(language) for language in LANGUAGES},
        "measure": entry.measure,
        "row": known[fold(entry.variable or "")],
        "per": None if entry.per is None else sums[fold(entry.per)],
        "scale": entry.scale,
        "decimals": entry.decimals,
        "from": _base_year(row, entry),
        "since": row.plan.base_year,
        "base": _base(row),
        "yearly": is_yearly_part(entry.measure),
        "estimated": row.base is not None,
        "judged": row.kind in JUDGED,
        "definition": {language: _definition(row, language) for language in LANGUAGES},
        "kind": {language: word(f"kind.{row.kind}", language) for language in LANGUAGES},
        "planned": planned.kind == "plan",
        "comparison": planned.comparison,
        "precision": planned.precision(entry),
        "targets": {str(year): value for year, value in planned.values.items()},
        "shown": {str(year): target_text(planned, value) for year, value in planned.values.items()},
    }


def _attribute(row: IndicatorRow) -> Texts | None:
    attribute = row.planned.attribute
    return {language: word(attribute, language) for language in LANGUAGES} if attribute else None


def _definition(row: IndicatorRow, language: Language) -> list[str]:
    """Return what a year's figure is and how it is judged, what it rests on, its prices, the plan's words."""
    entry, planned = row.entry, row.planned
    found = [
        measure_text(entry, language),
        word(f"kind.{row.kind}", language),
        word(f"prices.{entry.price_basis}", language),
    ]
    if row.base is not None and row.base.estimate is not None:
        found.append(word("estimated", language) + bracketed(base_range(row, language), language))
        found.append(row.base.estimate.reason.text(language))
    if planned.quote and planned.section and language == "zh":  # the plan is in Chinese
        found.append(f"规划原文：“{planned.quote}”（{planned.section}）")
    return [each for each in found if each]


def _base_year(row: IndicatorRow, entry: Indicator) -> int:
    """Return the year that a reduction or a peak compares with."""
    return int(row.years[0]) if entry.measure == "peak_year" else row.plan.base_year


def _base(row: IndicatorRow) -> dict[str, Any] | None:
    """Return a published base, None for the model's own figure, which moves with the levers."""
    if row.base is None or row.base.estimate is not None:
        return None
    return {"value": row.base.value, "text": {language: base_text(row, language) for language in LANGUAGES}}


def _name(row: IndicatorRow, language: Language) -> str:
    entry = row.entry
    constant = _CONSTANT_PRICES if entry.price_basis == "constant" else ""
    binding = bracketed(word("binding", language), language) if row.planned.attribute == "binding" else ""
    return f"{entry.name.text(language)}{constant}{binding}"
