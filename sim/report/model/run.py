"""A run of any model file as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import math

import pandas as pd

from sim.engine.model import Model, Run
from sim.report.layout import Column, layout
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_digits, print_plain
from sim.units import Language, unit_label

MOMENTS_SHOWN = 5
YEARS = ("年", "year")


def model_table(model: Model, run: Run, language: Language) -> str:
    """Return each variable at a few moments from the first to the last."""
    frame = run.to_frame()
    rows = _moments(len(frame))
    columns = [
        Column(heading("variable", language), is_figure=False, limit=40),
        Column(heading("unit", language), is_figure=False, limit=16),
        *(Column(print_plain(frame.index[row])) for row in rows),
    ]
    cells = [_cells(model, key, frame[key].iloc[rows], language) for key in frame.columns]
    return layout(columns, cells)


def _cells(model: Model, key: str, values: pd.Series[float], language: Language) -> list[str]:
    """Return the row of one scalar; a constant is shown once."""
    unit = _unit(model, key)
    shown = [shown_value(value, unit, language) for value in values]
    if key in model.constants:
        shown = [shown[0], *[""] * (len(shown) - 1)]
    return [key, unit_label(unit, language), *shown]


def model_csv(run: Run) -> str:
    """Return every saved value: column Time, then one column for each scalar."""
    frame = run.to_frame()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Time", *frame.columns])
    for time, values in zip(frame.index, frame.to_numpy(), strict=True):
        writer.writerow([_plain(float(time)), *(_plain(float(value)) for value in values)])
    return text.getvalue()


def model_json(model: Model, run: Run) -> str:
    """Return every saved value as ``{"model_hash", "time", "variables": {key: [value, …]}}``."""
    frame = run.to_frame()
    record = {
        "model_hash": model.hash,
        "time": [float(time) for time in frame.index],
        "variables": {key: _finite(frame[key]) for key in frame.columns},
    }
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _moments(count: int) -> list[int]:
    """Return a few row numbers, evenly apart, the first and the last among them."""
    shown = min(count, MOMENTS_SHOWN)
    return [round(place * (count - 1) / max(1, shown - 1)) for place in range(shown)]


def _unit(model: Model, key: str) -> str:
    name = model.find(key.partition("[")[0])
    return model.variables[name].units if name else ""


def shown_value(value: float, unit: str, language: Language) -> str:
    """Return a value with six digits; calendar years have no separator."""
    return print_plain(value) if unit_label(unit, language) in YEARS else print_digits(value)


def _plain(value: float) -> float | int | str:
    if not math.isfinite(value):
        return ""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _finite(values: pd.Series[float]) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]
