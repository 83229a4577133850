"""Indicators of runs as rows of a spreadsheet and as records for programs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.analysis.attribution import Attribution
from sim.outcomes.chances import Chances, met_with
from sim.outcomes.indicators import JUDGED, IndicatorRow, IndicatorTable
from sim.report.record import Cell, Column, Row, Table, Value, figure_cell, share_cell, tabulated
from sim.report.tables.attribution import difference_record
from sim.report.words.figures import base_range, measure_text
from sim.report.words.glossary import heading, word
from sim.units import Language

Record = dict[str, Any]


@dataclass(frozen=True)
class Judged:
    """The indicators of a run with what decides on them.

    Parameters
    ----------
    chances : probabilities of the targets, None where nothing is drawn
    made_by : which levers make the differences from its reference, None where it is compared with none
    """

    table: IndicatorTable
    chances: Chances | None
    made_by: Attribution | None = None

    def is_set(self, row: IndicatorRow, year: int) -> bool:
        """Return whether one lever decides a result of the model: it is set mainly by the scenario."""
        if self.made_by is None or row.kind not in JUDGED:
            return False
        return self.made_by.decided_by(row.id, year) is not None

    def met(self, row: IndicatorRow, year: int) -> bool | None:
        """Return whether a target counts as met, None where it is not judged."""
        return met_with(self.chances, row, year)

    def share(self, row: IndicatorRow, year: int) -> float | None:
        """Return the probability of a target, None where there is none."""
        return self.chances.of(row.id, year) if self.chances else None


def run_record(judged: Judged) -> Record:
    """Return a run as a record: the JSON of ``teda run``."""
    table, chances = judged.table, judged.chances
    return {
        "scenario": table.scenario,
        "title": table.title.model_dump(),
        "set": table.options,
        "paths": {
            lever: {"years": {str(year): value for year, value in path.values.items()}, "source": path.source}
            for lever, path in table.paths.items()
        },
        "model_hash": table.model_hash,
        "draws": dict(chances.facts) if chances else None,
        "reference": judged.made_by.reference if judged.made_by else None,
        "indicators": [_indicator_record(row, judged) for row in table],
    }


def _indicator_record(row: IndicatorRow, judged: Judged) -> Record:
    entry, planned, years = row.entry, row.planned, row.target_years
    return {
        "id": row.id,
        "name": entry.name.model_dump(),
        "unit": entry.unit.zh,
        "unit_en": entry.unit.en,
        "kind": row.kind,
        "measure": entry.measure,
        "price_basis": entry.price_basis,
        "attribute": row.plan.attribute(row.id),
        "base": {str(row.base.year): row.base.value} if row.base else {},
        "base_estimate": _estimate(row),
        "values": {str(year): value for year, value in _values(row).items()},
        "assessed": {str(year): _assessed(row, year) for year in years},
        "targets": {str(year): planned.values.get(year) for year in years},
        "target_kind": planned.stated,
        "comparison": planned.comparison,
        "probability": {str(year): judged.share(row, year) for year in years},
        "met": {str(year): judged.met(row, year) for year in years},
        "set_by_scenario": {str(year): judged.is_set(row, year) for year in years},
        "difference": difference_record(judged.made_by, row.id) if judged.made_by else None,
    }


def _estimate(row: IndicatorRow) -> Record | None:
    """Return the range of an estimated base, with its grade and reason."""
    estimate = row.base.estimate if row.base else None
    return None if estimate is None else {"estimated": True, **estimate.model_dump(mode="json")}


def _values(row: IndicatorRow) -> dict[int, float]:
    return {} if row.series is None else dict(zip(row.years.tolist(), row.series[:, 0].tolist(), strict=True))


def _assessed(row: IndicatorRow, year: int) -> float:
    figure = row.assessed(year)
    return math.nan if figure is None else float(figure[0])


def run_rows(judged: Judged, language: Language) -> Table:
    """Return a row for each indicator of a run."""
    return tabulated(_rows(judged, language))


def compare_rows(several: Iterable[Judged], language: Language) -> Table:
    """Return a row for each indicator of several runs, the scenario in the first column."""
    scenario = heading("scenario", language)
    return tabulated(
        {scenario: judged.table.label, **row} for judged in several for row in _rows(judged, language)
    )


def long_rows(several: Iterable[Judged], language: Language) -> Table:
    """Return a row for each scenario, indicator and year, as pivot tables and statistics programs take."""
    keys = (
        "scenario",
        "indicator",
        "unit",
        "kind",
        "measure",
        "price_basis",
        "year",
        "value",
        "assessed",
        "target",
        "probability",
        "met",
    )
    columns = [Column(heading(key, language)) for key in keys]
    rows = (row for judged in several for each in judged.table for row in _long_rows(judged, each, language))
    return Table([columns[0], Column("id"), *columns[1:]], rows)


def _long_rows(judged: Judged, row: IndicatorRow, language: Language) -> Iterable[Row]:
    entry, values = row.entry, _values(row)
    years = sorted({*values, *row.target_years})
    for year in years:
        met, share = (
            (judged.met(row, year), judged.share(row, year)) if year in row.target_years else (None,) * 2
        )
        yield [
            judged.table.label,
            row.id,
            entry.name.text(language),
            entry.unit.text(language),
            word(f"kind.{row.kind}", language),
            measure_text(entry, language),
            word(f"prices.{entry.price_basis}", language),
            year,
            figure_cell(values[year], entry.decimals) if year in values else None,
            figure_cell(_assessed(row, year), entry.decimals) if year in row.target_years else None,
            row.planned.values.get(year),
            None if share is None else share_cell(share, 1),
            None if met is None else word("met" if met else "not_met", language),
        ]


def _rows(judged: Judged, language: Language) -> Iterable[Record]:
    horizons = sorted({year for row in judged.table for year in row.target_years})
    return (_row(row, judged, horizons, language) for row in judged.table)


def _row(
    row: IndicatorRow, judged: Judged, horizons: list[int], language: Language
) -> dict[str, Cell | Value]:
    entry, values = row.entry, _values(row)
    base, is_estimate = (row.base.value, bool(row.base.estimate)) if row.base else (None, False)
    cells: dict[str, Cell | Value] = {
        "id": row.id,
        heading("indicator", language): entry.name.text(language),
        heading("unit", language): entry.unit.text(language),
        heading("kind", language): word(f"kind.{row.kind}", language),
        heading("measure", language): measure_text(entry, language),
        heading("price_basis", language): word(f"prices.{entry.price_basis}", language),
        heading("plan_base", language): None if is_estimate else base,
        heading("estimated_base", language): base if is_estimate else None,
        heading("estimate_range", language): base_range(row, language),
        **{str(year): figure_cell(values[year], entry.decimals) if values else None for year in row.years},
    }
    for year in horizons:
        met, share, is_assessed = judged.met(row, year), judged.share(row, year), year in row.target_years
        cells |= {
            f"{year} {heading('target', language)}": row.planned.values.get(year),
            f"{year} {word('assessed', language)}": figure_cell(_assessed(row, year), entry.decimals)
            if is_assessed
            else None,
            f"{year} {word('probability', language)}": None if share is None else share_cell(share, 1),
            f"{year} {word('met', language)}": ""
            if met is None
            else word("met" if met else "not_met", language),
        }
    return cells
