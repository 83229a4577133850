"""A run of any model file, and what the file holds, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from sim.engine.model import Failure, Model, Run
from sim.report.layout import Column, layout
from sim.report.words import NO_FIGURE, word
from sim.units import Language, unit_label

MOMENTS_SHOWN = 5
DIGITS = 6
YEARS = ("年", "year")
HASH_SHOWN = 12


def model_table(model: Model, run: Run, language: Language) -> str:
    """Return each variable at a few moments from the first to the last."""
    frame = run.to_frame()
    rows = _moments(len(frame))
    columns = [
        Column(word("variable", language), is_figure=False, limit=40),
        Column(word("unit", language), is_figure=False, limit=16),
        *(Column(f"{frame.index[row]:g}") for row in rows),
    ]
    cells = [_cells(model, key, frame[key].iloc[rows], language) for key in frame.columns]
    return layout(columns, cells)


def _cells(model: Model, key: str, values: pd.Series[float], language: Language) -> list[str]:
    """Return the row of one scalar; a constant is shown once."""
    unit = unit_label(_unit(model, key), language)
    shown = [_shown(value, is_year=unit in YEARS) for value in values]
    if key in model.constants:
        shown = [shown[0], *[""] * (len(shown) - 1)]
    return [key, unit, *shown]


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


def structure(model: Model, failures: Sequence[Failure], form: str, language: Language) -> str:
    """Return what a model file holds and how its trial run went, in one of the three formats."""
    record = structure_record(model, failures)
    if form == "json":
        return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([["key", "value"], *record.items()])
        return text.getvalue()
    return structure_table(record, failures, language)


def structure_record(model: Model, failures: Sequence[Failure] = ()) -> dict[str, object]:
    """Return what a model file holds: counts, time settings and hash."""
    kinds = Counter(variable.kind for variable in model.variables.values())
    subscripted = [variable for variable in model.variables.values() if variable.dimensions]
    return {
        "model_hash": model.hash,
        "variables": len(model.variables),
        "scalars": sum(len(variable.elements) for variable in model.variables.values()),
        **{kind: kinds[kind] for kind in KINDS},
        "subscripted": len(subscripted),
        "without_units": sum(not variable.units for variable in model.variables.values()),
        "without_comment": sum(not variable.comment for variable in model.variables.values()),
        "initial_time": model.initial_time,
        "final_time": model.final_time,
        "time_step": model.time_step,
        "saveper": model.saveper,
        "passed": not failures,
    }


KINDS = ("stock", "auxiliary", "constant", "lookup")
_LABELS: dict[str, dict[Language, str]] = {
    "variables": {"zh": "变量", "en": "variables"},
    "scalars": {"zh": "展开下标后的标量", "en": "scalars, subscripts written out"},
    "stock": {"zh": "存量", "en": "stocks"},
    "auxiliary": {"zh": "流量与辅助变量", "en": "flows and auxiliaries"},
    "constant": {"zh": "常量", "en": "constants"},
    "lookup": {"zh": "查找表", "en": "lookups"},
    "subscripted": {"zh": "带下标的变量", "en": "variables with subscripts"},
    "without_units": {"zh": "没有单位的变量", "en": "variables without units"},
    "without_comment": {"zh": "没有说明的变量", "en": "variables without a comment"},
    "initial_time": {"zh": "起始时间", "en": "initial time"},
    "final_time": {"zh": "结束时间", "en": "final time"},
    "time_step": {"zh": "步长", "en": "time step"},
    "saveper": {"zh": "保存间隔", "en": "time between saves"},
}


def structure_table(record: dict[str, object], failures: Sequence[Failure], language: Language) -> str:
    """Return what a model file holds, a line for each count, and the outcome of its trial run."""
    rows = [[label[language], _shown_count(record[key])] for key, label in _LABELS.items()]
    rows.append([{"zh": "内容哈希", "en": "hash"}[language], str(record["model_hash"])[:HASH_SHOWN]])
    heading = {"zh": "模型结构", "en": "Structure of the model"}[language]
    table = layout([Column(heading, is_figure=False, limit=40), Column("")], rows)
    return f"{table}\n{_outcome(failures, language)}\n"


def _outcome(failures: Sequence[Failure], language: Language) -> str:
    if not failures:
        return {
            "zh": "✓ 语法、函数、代数环：没有问题；按默认值试算，所有变量都是有限的数字。",
            "en": "✓ Syntax, functions and loops are in order; a run of the defaults stays finite.",
        }[language]
    first = failures[0]
    return {
        "zh": f'✗ 按默认值试算，变量 "{first.variable}" 从时间 {first.time:g} 起不是有限的数字。',
        "en": f'✗ In a run of the defaults "{first.variable}" '
        f"is no finite number from time {first.time:g} on.",
    }[language]


def _moments(count: int) -> list[int]:
    """Return a few row numbers, evenly apart, the first and the last among them."""
    shown = min(count, MOMENTS_SHOWN)
    return [round(place * (count - 1) / max(1, shown - 1)) for place in range(shown)]


def _unit(model: Model, key: str) -> str:
    name = model.find(key.partition("[")[0])
    return model.variables[name].units if name else ""


def _shown(value: float, *, is_year: bool) -> str:
    """Return a value with six digits; calendar years have no separator."""
    if not math.isfinite(value):
        return NO_FIGURE
    text = f"{value + 0.0:,.{DIGITS}g}"
    return text.replace(",", "") if is_year else text


def _shown_count(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: float) -> float | int | str:
    if not math.isfinite(value):
        return ""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _finite(values: pd.Series[float]) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]
