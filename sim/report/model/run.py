"""Report of a run of any model file."""

from __future__ import annotations

import pandas as pd

from sim.engine.model import Model, Run
from sim.report.record import Cell, Column, Report, Row, Table
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_digits, print_plain
from sim.units import Language, unit_label

MOMENTS_SHOWN = 5
YEARS = ("年", "year")


def run_report(model: Model, run: Run) -> Report:
    """Return the report of a run: as text each variable at a few moments, else every saved value."""
    frame = run.to_frame()
    return Report(
        lambda language: [_table(model, frame, language)],
        lambda _: _rows(model, frame),
        lambda: {
            "model_hash": model.hash,
            "time": frame.index.tolist(),
            "variables": {key: frame[key].tolist() for key in frame.columns},
        },
        lambda language: _long(model, frame, language),
    )


def _table(model: Model, frame: pd.DataFrame, language: Language) -> Table:
    moments = _moments(len(frame))
    columns = [
        Column(heading("variable", language), is_figure=False, limit=40),
        Column(heading("unit", language), is_figure=False, limit=16),
        *(
            Column(print_plain(frame.index[row]), rank=place % 2)  # every other one may go
            for place, row in enumerate(moments)
        ),
    ]
    return Table(columns, [_cells(model, key, frame[key].iloc[moments], language) for key in frame.columns])


def _cells(model: Model, key: str, values: pd.Series[float], language: Language) -> Row:
    """Return the row of one scalar; a constant is shown once."""
    unit = _unit(model, key)
    shown = [Cell(value, shown_value(value, unit, language)) for value in values]
    blanks = len(shown) - 1 if key in model.constants else 0
    return [key, unit_label(unit, language), *shown[: len(shown) - blanks], *[None] * blanks]


def _rows(model: Model, frame: pd.DataFrame) -> Table:
    """Return column Time, then one column for each scalar, with a row for every saved moment."""
    columns = [Column("Time"), *(Column(key, unit=_unit(model, key)) for key in frame.columns)]
    rows = zip(frame.index.tolist(), frame.to_numpy().tolist(), strict=True)
    return Table(columns, ([_whole(time), *map(_whole, values)] for time, values in rows))


def _long(model: Model, frame: pd.DataFrame, language: Language) -> Table:
    """Return a row for every variable and saved moment."""
    columns = [Column(heading(key, language)) for key in ("variable", "unit")]
    rows = (
        [key, unit_label(_unit(model, key), language), _whole(time), _whole(value)]
        for key in frame.columns
        for time, value in zip(frame.index.tolist(), frame[key].tolist(), strict=True)
    )
    return Table([*columns, Column("Time"), Column(heading("value", language))], rows)


def _moments(count: int) -> list[int]:
    """Return a few evenly spaced row numbers, including the first and the last."""
    shown = min(count, MOMENTS_SHOWN)
    return [round(place * (count - 1) / max(1, shown - 1)) for place in range(shown)]


def _unit(model: Model, key: str) -> str:
    name = model.find(key.partition("[")[0])
    return model.variables[name].units if name else ""


def shown_value(value: float, unit: str, language: Language) -> str:
    """Return a value with six digits; calendar years have no separator."""
    return print_plain(value) if unit_label(unit, language) in YEARS else print_digits(value)


def _whole(value: float) -> float | int:
    """Return a value without a decimal point where it is whole."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
