"""Indicators as records for programs: the JSON of ``teda run``, and CSV for Excel."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable
from typing import Any

from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.report.words.figures import base_range, met_of
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import record_number
from sim.units import Language

Record = dict[str, Any]


def run_json(table: IndicatorTable) -> str:
    """Return the indicators of a run as JSON."""
    return _dumped(run_record(table))


def compare_json(tables: Iterable[IndicatorTable]) -> str:
    """Return the indicators of several runs as JSON: ``{"scenarios": [run, …]}``."""
    return _dumped({"scenarios": [run_record(table) for table in tables]})


def _dumped(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def run_record(table: IndicatorTable, member: int = 0) -> Record:
    """Return one member of a run as a record; figures that do not exist are None."""
    return {
        "scenario": table.scenario,
        "title": {"zh": table.title.zh, "en": table.title.en},
        "set": list(table.options),
        "model_hash": table.model_hash,
        "indicators": [_indicator_record(row, member) for row in table],
    }


def _indicator_record(row: IndicatorRow, member: int) -> Record:
    entry, years = row.entry, row.target_years
    return {
        "id": row.id,
        "name": {"zh": entry.name.zh, "en": entry.name.en},
        "unit": entry.unit.zh,
        "unit_en": entry.unit.en,
        "kind": row.kind,
        "measure": entry.measure,
        "price_basis": entry.price_basis,
        "attribute": entry.attribute,
        "base": {str(row.base.year): row.base.value} if row.base else {},
        "base_estimate": _estimate(row),
        "values": _values(row, member),
        "assessed": {str(year): _assessed(row, year, member) for year in years},
        "targets": {str(year): entry.targets.get(year) for year in years},
        "target_kind": entry.target_kind,
        "comparison": entry.comparison,
        "met": {str(year): met_of(row, year, member) for year in years},
    }


def _estimate(row: IndicatorRow) -> Record | None:
    """Return the range of a base that is estimated, with its grade and reason."""
    estimate = row.base.estimate if row.base else None
    return None if estimate is None else {"estimated": True, **estimate.model_dump(mode="json")}


def _values(row: IndicatorRow, member: int) -> dict[str, float | None]:
    if row.series is None:
        return {}
    figures = zip(row.years, row.series[:, member], strict=True)
    return {str(year): _number(float(figure)) for year, figure in figures}


def _assessed(row: IndicatorRow, year: int, member: int) -> float | None:
    figure = row.assessed(year)
    return None if figure is None else _number(float(figure[member]))


def _number(figure: float) -> float | None:
    return figure if math.isfinite(figure) else None


def run_csv(table: IndicatorTable, language: Language) -> str:
    """Return the indicators of a run as CSV, one row each."""
    return _written(_csv_rows(table, language))


def compare_csv(tables: Iterable[IndicatorTable], language: Language) -> str:
    """Return the indicators of several runs as CSV, the scenario in the first column."""
    scenario = heading("scenario", language)
    return _written(
        {scenario: table.scenario, **row} for table in tables for row in _csv_rows(table, language)
    )


def _csv_rows(table: IndicatorTable, language: Language) -> Iterable[Record]:
    horizons = sorted({year for row in table for year in row.target_years})
    return (_csv_row(row, horizons, language) for row in table)


def _csv_row(row: IndicatorRow, horizons: list[int], language: Language) -> Record:
    record = _indicator_record(row, 0)
    base, estimate = next(iter(record["base"].values()), None), record["base_estimate"]
    cells: Record = {
        "id": row.id,
        heading("indicator", language): row.entry.name.text(language),
        heading("unit", language): row.entry.unit.text(language),
        heading("kind", language): word(f"kind.{row.kind}", language),
        _PRICES[language]: word(f"prices.{row.entry.price_basis}", language),
        _BASE[language]: None if estimate else base,
        _ESTIMATED[language]: base if estimate else None,
        _RANGE[language]: base_range(row, language),
        **{str(year): _tidy(record["values"].get(str(year))) for year in row.years},
    }
    for year in horizons:
        cells |= {
            f"{year} {heading('target', language)}": record["targets"].get(str(year)),
            f"{year} {_ASSESSED[language]}": record["assessed"].get(str(year)),
            f"{year} {word('met', language)}": _met_word(record["met"].get(str(year)), language),
        }
    return cells


_PRICES: dict[Language, str] = {"zh": "价格口径", "en": "Price basis"}
_BASE: dict[Language, str] = {"zh": "规划基数", "en": "Base in the plan"}
_ESTIMATED: dict[Language, str] = {"zh": "估计的基数", "en": "Estimated base"}
_RANGE: dict[Language, str] = {"zh": "估计的范围", "en": "Range of the estimate"}
_ASSESSED: dict[Language, str] = {"zh": "考核值", "en": "assessed"}


def _tidy(figure: float | None) -> float | None:
    """Return a figure without the last digits, which only binary arithmetic sees."""
    return None if figure is None else record_number(figure)


def _met_word(met: bool | None, language: Language) -> str:
    return "" if met is None else word("met" if met else "not_met", language)


def _written(rows: Iterable[Record]) -> str:
    """Return rows as CSV; all have the columns of the first."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
