"""What a page of any model holds: its constants as sliders, its variables as charts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from sim.bilingual_names import halves
from sim.engine.model import Model, Variable
from sim.engine.web_kernel import web_kernel
from sim.names import split_element
from sim.report.html.levers import Texts, bounds
from sim.report.html.origin import model_line
from sim.report.html.study import Study, chart_colours, drawn_inputs, kernel_facts, shared_inputs
from sim.report.words.lever_scale import Scale, step_for
from sim.report.words.numbers import print_count
from sim.report.words.variables import NAME_ENDS, NAME_LIMIT
from sim.scenario.settable import Settable, all_constants
from sim.units import LANGUAGES, Language, is_dimensionless, unit_label

_CHARTS = 4
_MOST = 400  # variables to choose from, and kept at every moment
_SPARE = 2  # default values that a slider reaches where the file states no limits
_WHOLE: Texts = {"zh": "常量", "en": "Constants"}


def model_study(model: Model, place: str) -> Study:
    """Return the page of a model, run as its file says.

    Raises
    ------
    SimError: a model that a page cannot hold.
    """
    shown, name = _shown(model), PurePath(place).name
    kernel = web_kernel(model, None, [one.name for one in shown])
    places = {key: at for at, key in enumerate(kernel.inputs) if key not in kernel.fixed}
    levers = list(_levers(model, places))
    records = [_record(one, key, row) for row, (one, key) in enumerate(_scalars(shown))]
    columns, drawn = drawn_inputs(kernel)
    facts = {
        "kind": "model",
        "title": dict.fromkeys(LANGUAGES, name),
        "file": name,
        "model": model.hash,
        "colours": chart_colours(),
        "kernel": kernel_facts(kernel),
        "values": shared_inputs(kernel),
        "drawn": columns,
        "members": drawn.shape[1],
        "first": kernel.times[0],
        "scenarios": [_as_filed(name)],
        "groups": _groups(model, levers),
        "questions": [],
        "indicators": records,
        "charts": [each["id"] for each in records[:_CHARTS]],
        "origin": {language: list(_origin(model, records, language)) for language in LANGUAGES},
    }
    return Study(facts, kernel.module, drawn)


def _shown(model: Model) -> list[Variable]:
    """Return the variables that are kept: stocks first, then what is computed, as far as there is room."""
    computed = [one for one in model.variables.values() if one.kind in ("stock", "auxiliary")]
    computed.sort(key=lambda one: one.kind != "stock")
    found: list[Variable] = []
    room = _MOST
    for one in computed:
        room -= len(one.elements)
        if room < 0:
            break
        found.append(one)
    return found or computed[:1]


def _scalars(variables: list[Variable]) -> Iterator[tuple[Variable, str]]:
    for one in variables:
        yield from ((one, key) for key in one.elements)


def _named(variable: Variable, key: str) -> Texts:
    """Return what a variable is called: in Chinese as its comment begins, in English as in the model."""
    chinese = NAME_ENDS.split(halves(variable.comment)["zh"])[0].strip()
    element = split_element(key)[1]
    is_name = chinese and len(chinese) <= NAME_LIMIT
    return {"zh": f"{chinese}{element}" if is_name else key, "en": key}


def _units(unit: str) -> Texts:
    return {language: "" if is_dimensionless(unit) else unit_label(unit, language) for language in LANGUAGES}


def _record(variable: Variable, key: str, row: int) -> dict[str, Any]:
    return {
        "id": key,
        "title": _named(variable, key),
        "unit": _units(variable.units),
        "measure": "level",
        "row": row,
        "decimals": None,
    }


def _levers(model: Model, places: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Yield the constants that the shown variables depend on."""
    for one in all_constants(model):
        if one.key not in places:
            continue
        variable = model[split_element(one.key)[0]]
        low, high = _range(one, model.constants[one.key])
        step = step_for(low, high, (model.constants[one.key],))
        yield {
            "name": one.key,
            "title": _named(variable, one.key),
            "unit": _units(one.unit),
            **bounds(low, high, Scale(False, step, "")),
            "plan": None,
            "about": {**halves(variable.comment), **_filled(variable.comment)},
            "evidence": {language: [] for language in LANGUAGES},
            "fields": {"to": places[one.key]},
            "given": {},
            "group": variable.group,
        }


def _filled(comment: str) -> Texts:
    """Return a comment in a single language for both, nothing where it has both."""
    found = halves(comment)
    return dict.fromkeys(LANGUAGES, comment) if not all(found.values()) else {}


def _range(one: Settable, value: float) -> tuple[float, float]:
    """Return the limits of the file, or else a range around the default; the default lies within."""
    reach = abs(value) * _SPARE or 1.0
    low = one.low if math.isfinite(one.low) else min(0.0, -reach if value < 0 else 0.0)
    high = one.high if math.isfinite(one.high) else max(reach if value >= 0 else 0.0, low + reach)
    low, high = min(low, value), max(high, value)
    return (low, high) if low < high else (low, low + 1.0)


def _groups(model: Model, levers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the constants by the headings of the file, one group where it has none."""
    found: dict[str, list[dict[str, Any]]] = {}
    for lever in levers:
        found.setdefault(lever.pop("group"), []).append(lever)
    return [
        {
            "title": dict.fromkeys(LANGUAGES, name) if name else _WHOLE,
            "open": number == 0,
            "levers": each,
        }
        for number, (name, each) in enumerate(found.items())
    ]


def _as_filed(name: str) -> dict[str, Any]:
    nothing = {"zh": "", "en": ""}
    return {"name": name, "title": dict.fromkeys(LANGUAGES, name), "about": nothing, "values": []}


def _origin(model: Model, records: list[dict[str, Any]], language: Language) -> Iterator[str]:
    yield model_line(model.hash, language)
    total = sum(len(one.elements) for one in model.variables.values() if one.kind in ("stock", "auxiliary"))
    if len(records) < total:
        shown, all_of_them = print_count(len(records)), print_count(total)
        if language == "zh":
            yield f"图中可选 {all_of_them} 个变量中的 {shown} 个，存量在先。"
        else:
            yield f"Charts offer {shown} of {all_of_them} variables, stocks first."
