"""One variable of a model, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence

from sim.engine.model import Run, Variable
from sim.report.layout import Column, layout
from sim.report.model.facts import Fact, part_of_file, registry_facts, registry_record
from sim.report.model.run import shown_value
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_plain, print_range
from sim.units import Language, unit_label

WIDTH = 80
KINDS: dict[str, Mapping[Language, str]] = {
    "stock": {"zh": "存量", "en": "stock"},
    "auxiliary": {"zh": "流量或辅助变量", "en": "flow or auxiliary"},
    "constant": {"zh": "常量", "en": "constant"},
    "lookup": {"zh": "查找表", "en": "lookup"},
    "data": {"zh": "外部数据", "en": "external data"},
}
LABELS: dict[str, Mapping[Language, str]] = {
    "kind": {"zh": "类别", "en": "Type"},
    "units": {"zh": "单位", "en": "Unit"},
    "dimensions": {"zh": "下标", "en": "Subscripts"},
    "limits": {"zh": "范围", "en": "Range"},
    "comment": {"zh": "注释", "en": "Comment"},
    "line": {"zh": "行", "en": "Line"},
    "equation": {"zh": "方程", "en": "Equation"},
    "causes": {"zh": "取决于", "en": "Depends on"},
    "uses": {"zh": "用于", "en": "Used in"},
}


def variable_page(path: str, variable: Variable, run: Run | None, form: str, language: Language) -> str:
    """Return what a model says of a variable and its first and last values, in one of the three formats.

    Of the home's own model the registry's entry is told as well.
    """
    found = part_of_file(path, variable.name)
    if form == "json":
        known = {} if found is None else {"registry": registry_record(found[0])}
        return json.dumps(variable_record(variable, run) | known, ensure_ascii=False, indent=1) + "\n"
    facts = [] if found is None else registry_facts(*found, language)
    if form == "csv":
        return variable_csv(variable, run, facts)
    return variable_table(variable, run, language, facts)


def variable_record(variable: Variable, run: Run | None) -> dict[str, object]:
    """Return what a model says of a variable, and its values at the start and the end."""
    return {
        "name": variable.name,
        "kind": variable.kind,
        "group": variable.group,
        "units": variable.units,
        "dimensions": list(variable.dimensions),
        "elements": list(variable.elements),
        "limits": list(variable.limits),
        "comment": variable.comment,
        "line": variable.line,
        "equation": variable.equation,
        "causes": list(variable.causes),
        "uses": list(variable.uses),
        "times": _ends(run),
        "values": {key: [_finite(value) for value in pair] for key, pair in _values(variable, run).items()},
    }


def variable_csv(variable: Variable, run: Run | None, facts: Sequence[Fact] = ()) -> str:
    """Return columns key and value: lists joined by ``; ``, values keyed ``name[element] at time``."""
    record = variable_record(variable, run)
    rows = [(key, value) for key, value in record.items() if key not in ("times", "values")]
    rows += [(fact.key, list(fact.lines)) for fact in facts]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("key", "value"))
    writer.writerows((key, _joined(value)) for key, value in rows)
    for key, pair in _values(variable, run).items():
        for time, value in zip(_ends(run), pair, strict=True):
            writer.writerow((f"{key} at {print_plain(time)}", value if math.isfinite(value) else ""))
    return text.getvalue()


def variable_table(
    variable: Variable, run: Run | None, language: Language, facts: Sequence[Fact] = ()
) -> str:
    """Return a line for each thing said of a variable, then its values."""
    told = _told(variable, language)
    rows = [[label[language], told[key]] for key, label in LABELS.items() if told[key]]
    rows += [[fact.label(language), "\n".join(fact.lines)] for fact in facts]
    columns = [
        Column(heading("variable", language), is_figure=False),
        Column(variable.name, is_figure=False, limit=WIDTH),
    ]
    table = layout(columns, _in_lines(rows))
    return table if run is None else f"{table}\n{_value_table(variable, run, language)}"


def _told(variable: Variable, language: Language) -> dict[str, str]:
    return {
        "kind": KINDS[variable.kind][language],
        "units": unit_label(variable.units, language),
        "dimensions": ", ".join(variable.dimensions),
        "limits": limits_text(variable, language),
        "comment": variable.comment,
        "line": str(variable.line),
        "equation": variable.equation,
        "causes": ", ".join(variable.causes),
        "uses": ", ".join(variable.uses),
    }


def limits_text(variable: Variable, language: Language) -> str:
    """Return the lowest and highest sensible value that the file states, "" where it states none."""
    low, high = ("" if limit is None else print_plain(limit) for limit in variable.limits)
    if not low and not high:
        return ""
    if not high:
        return {"zh": f"{low} 以上", "en": f"{low} and above"}[language]
    if not low:
        return {"zh": f"{high} 以下", "en": f"{high} and below"}[language]
    return print_range(low, high)


def _in_lines(rows: list[list[str]]) -> list[list[str]]:
    """Give each line of a text, such as the equations of several elements, a row of its own."""
    return [
        [label if number == 0 else "", line]
        for label, text in rows
        for number, line in enumerate(text.splitlines())
    ]


def _value_table(variable: Variable, run: Run, language: Language) -> str:
    columns = [
        Column({"zh": "数值", "en": "Value"}[language], is_figure=False, limit=60),
        *(Column(print_plain(time)) for time in _ends(run)),
    ]
    rows = [
        [key, *(shown_value(value, variable.units, language) for value in pair)]
        for key, pair in _values(variable, run).items()
    ]
    return layout(columns, rows)


def _ends(run: Run | None) -> list[float]:
    return [] if run is None else [float(run.time[0]), float(run.time[-1])]


def _values(variable: Variable, run: Run | None) -> dict[str, list[float]]:
    """Return the first and last value of each scalar."""
    if run is None:
        return {}
    return {key: [float(run[key][0, 0]), float(run[key][-1, 0])] for key in variable.elements}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _joined(value: object) -> object:
    if isinstance(value, list):
        return "; ".join("" if item is None else str(item) for item in value)
    return value
