"""Share links: a view as the query of an address, parsed back with all its faults."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from sim.errors import Fault, Faults, SimError, fail, suggestion
from sim.names import fold
from sim.registry.schema import shown
from sim.report.words.numbers import print_count
from sim.sampling.methods import DRAWN
from sim.scenario.changes import number_or_text
from sim.scenario.levers import find_slots
from sim.scenario.load import Scenario
from sim.scenario.paths import LeverPath, read_path
from sim.scenario.settable import FIELDS, Settable
from sim.scenario.settings import apply_settings
from sim.scenario.values import check_value
from sim.scenario.workspace import Workspace
from sim.ui.told import Told, told_by
from sim.ui.view import (
    DEFAULT_DRAWS,
    DEFAULT_SEED,
    MOST_SEED,
    NO_COMPARISON,
    View,
    default_view,
    lever_name,
    slots_of,
)
from sim.units import LANGUAGES

HASH_SHOWN = 12
MOST_CHARTS = 6
SEPARATOR = ":"
PLACE = "链接 / link"
Query = Mapping[str, Sequence[str]]
# Parameters that messengers, mail programs and Streamlit itself add to an address.
_FOREIGN = ("utm_", "embed", "from", "isappinstalled", "nsukey", "fbclid", "gclid", "share_", "spm")


@dataclass
class _Reading:
    """State while a link is read: its values and faults so far."""

    query: Query
    workspace: Workspace
    scenarios: Mapping[str, Scenario]
    faults: Faults = field(default_factory=Faults)

    def one(self, name: str) -> str | None:
        """Return the value of a part that may occur once; the last one counts."""
        values = self.query.get(name, ())
        if len(values) > 1:
            self.faults.append(
                Fault(
                    "duplicate",
                    f'"{name}" 出现了 {len(values)} 次，只采用最后一个。',
                    f'"{name}" occurs {len(values)} times; the last one is used.',
                    PLACE,
                )
            )
        return values[-1] if values else None


def write_link(view: View, model_hash: str, told: Told | None = None) -> str:
    """Return the query of a link that restores a view; defaults are omitted.

    Parameters
    ----------
    told : what the link says of its results, None where they are not computed yet
    """
    parts = [page_query(view, model_hash), study_query(view), *([_encoded(told.parts)] if told else [])]
    return "&".join(parts)


def page_query(view: View, model_hash: str) -> str:
    """Return the parts of a link that say what pages show of a study, and of which model."""
    parts = [("model", model_hash[:HASH_SHOWN]), ("lang", view.language), ("year", str(view.year))]
    if view.seed != DEFAULT_SEED:
        parts.append(("seed", str(view.seed)))
    if view.draws != DEFAULT_DRAWS:
        parts.append(("draws", view.draws))
    if view.variable:
        parts.append(("variable", _joined(view.variable)))
    elif view.sector:
        parts.append(("sector", _joined(view.sector)))
    return _encoded(parts)


def study_query(view: View) -> str:
    """Return the parts of a link that are a study: scenarios, charts and levers, as in the workbench."""
    parts = [("scenario", view.scenario)]
    if view.compare != NO_COMPARISON:
        parts.append(("compare", view.compare))
    parts += [("chart", chart) for chart in view.charts]
    for name, value in view.levers.items():
        parts.append(("set", f"{_joined(name)}{SEPARATOR}{str(value).removesuffix('.0')}"))
    for name, path in view.paths.items():
        parts.append(("path", f"{_joined(name)}{SEPARATOR}{path}"))
    return _encoded(parts)


def _encoded(parts: Sequence[tuple[str, str]]) -> str:
    return urlencode(parts, safe=":[]_,")


def _joined(name: str) -> str:
    """Return a name without blanks, which an address would write as ``%20``."""
    return name.replace(" ", "_")


def read_link(query: Query, workspace: Workspace, scenarios: Mapping[str, Scenario]) -> tuple[View, Faults]:
    """Return the view of a link, and the faults that were ignored or may mislead."""
    reading = _Reading(query, workspace, scenarios)
    view = default_view(workspace, scenarios)
    for name, read in _PARTS.items():
        given = reading.one(name)
        if given is not None:
            view = replace(view, **(reading.faults.take(read, given, reading) or {}))
    view = replace(view, charts=_charts(reading), levers=_levers(reading), paths=_paths(reading))
    if reading.faults.take(_check_settings, view, reading) is None:
        view = replace(view, levers={}, paths={})
    reading.faults += [_unknown(name) for name in query if _is_unknown(name)]
    return view, reading.faults


def read_told(query: Query) -> tuple[Told | None, Faults]:
    """Return what a link said of its results when it was made, None where it says nothing."""
    faults = Faults()
    given = [query.get(name, ()) for name in _TOLD]
    if not all(given):
        return None, faults
    return faults.take(told_by, given[0][-1], given[1][-1], PLACE), faults


def _language(text: str, _reading: _Reading) -> dict[str, Any]:
    return {"language": _among("lang", text, LANGUAGES)}


def _year(text: str, reading: _Reading) -> dict[str, Any]:
    return {
        "year": int(_among("year", text, [str(year) for year in reading.workspace.registry.plan.horizons]))
    }


def _scenario(text: str, reading: _Reading) -> dict[str, Any]:
    if text not in reading.scenarios:
        raise _no_scenario("scenario", text, reading)
    return {"scenario": text}


def _compare(text: str, reading: _Reading) -> dict[str, Any]:
    if text not in reading.scenarios and text != NO_COMPARISON:
        raise _no_scenario("compare", text, reading)
    return {"compare": text}


def _seed(text: str, _reading: _Reading) -> dict[str, Any]:
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_SEED)) and int(text) <= MOST_SEED:
        return {"seed": int(text)}
    raise fail(
        "outside-limits",
        f'"seed" 为 {shown(text)}，应是 0 到 {print_count(MOST_SEED)} 的整数；已改用 {DEFAULT_SEED}。',
        f'"seed" is {shown(text)}; it must be a whole number from 0 to {print_count(MOST_SEED)}. '
        f"{DEFAULT_SEED} is used.",
        PLACE,
    )


def _draws(text: str, _reading: _Reading) -> dict[str, Any]:
    return {"draws": _among("draws", text, tuple(DRAWN))}


def _charts(reading: _Reading) -> tuple[str, ...]:
    """Return the indicators of the charts, each once and no more than fit."""
    found = (reading.faults.take(_chart, text, reading) for text in reading.query.get("chart", ()))
    return tuple(dict.fromkeys(key for key in found if key))[:MOST_CHARTS]


def _chart(text: str, reading: _Reading) -> str:
    known = reading.workspace.registry.indicators
    if text in known and known[text].is_modelled:
        return text
    zh, en = suggestion(text, [key for key, entry in known.items() if entry.is_modelled])
    raise fail(
        "unknown-name",
        f"没有名为 {shown(text)} 的已建模指标，已忽略。{zh}",
        f"no modelled indicator {shown(text)}; ignored.{en}",
        PLACE,
    )


def _check_settings(view: View, reading: _Reading) -> bool:
    """Return True where the levers of a view go together with its scenario.

    Raises
    ------
    SimError: a ramp that ends before it starts, or starts before the lever's path ends.
    """
    try:
        apply_settings(reading.scenarios[view.scenario], view.settings, reading.workspace)
    except SimError as error:
        raise SimError(map(_ignored, error.faults)) from None
    return True


def _ignored(fault: Fault) -> Fault:
    return Fault(fault.code, f"{fault.zh}已忽略。", f"{fault.en} Ignored.", PLACE)


def _sector(text: str, reading: _Reading) -> dict[str, Any]:
    groups = {fold(name): name for name in reading.workspace.model.groups}
    if fold(text) in groups:
        return {"sector": groups[fold(text)]}
    zh, en = suggestion(text.replace("_", " "), list(groups.values()))
    raise fail(
        "unknown-name",
        f"模型中没有部门 {shown(text)}，已忽略。{zh}",
        f"the model has no sector {shown(text)}; ignored.{en}",
        PLACE,
    )


def _variable(text: str, reading: _Reading) -> dict[str, Any]:
    model = reading.workspace.model
    name = model.find(text)
    if name is not None:
        return {"variable": name}
    zh, en = suggestion(text.replace("_", " "), model.variables)
    raise fail(
        "unknown-name",
        f"模型中没有变量 {shown(text)}，已忽略。{zh}",
        f"the model has no variable {shown(text)}; ignored.{en}",
        PLACE,
    )


def _model(text: str, reading: _Reading) -> dict[str, Any]:
    own = reading.workspace.model.hash[:HASH_SHOWN]
    if text == own:
        return {}
    raise fail(
        "stale",
        f"链接是用另一版模型（{shown(text)}）生成的，当前模型是 {own}；数值可能与当时不同。",
        f"the link was made with another model ({shown(text)}), the present one is {own}; "
        "figures may differ from those seen then.",
        PLACE,
    )


_PARTS: dict[str, Callable[[str, _Reading], dict[str, Any]]] = {
    "lang": _language,
    "year": _year,
    "scenario": _scenario,
    "compare": _compare,
    "seed": _seed,
    "draws": _draws,
    "sector": _sector,
    "variable": _variable,
    "model": _model,
}


_TOLD = ("id", "seen")
_MANY = ("chart", "set", "path")  # parts that may occur several times


def _levers(reading: _Reading) -> dict[str, float]:
    moved: dict[str, float] = {}
    for text in reading.query.get("set", ()):
        found = reading.faults.take(_lever, text, reading.workspace)
        moved |= found or {}
    return moved


def _lever(text: str, workspace: Workspace) -> dict[str, float]:
    name, sign, given = text.rpartition(SEPARATOR)
    if not sign:
        raise fail(
            "syntax",
            f'"set" 为 {shown(text)}，应写成 "杠杆:数值"；已忽略。',
            f'"set" is {shown(text)}; it must be "lever:number". Ignored.',
            PLACE,
        )
    try:
        value = number_or_text(given)
        return {each.label: check_value(each, value, PLACE) for each in _settables(name, workspace)}
    except SimError as error:
        raise SimError(_ignored(error.faults[0])) from None


def _settables(name: str, workspace: Workspace) -> list[Settable]:
    """Return what a name sets: the end value of a lever or of all its elements, or another field of one.

    Raises
    ------
    SimError: there is no such lever.
    """
    fields = {fold(each.label): each for slot in slots_of(workspace) for each in map(slot.constant, FIELDS)}
    plain = name.replace("_", " ")
    if fold(plain) in fields:
        return [fields[fold(plain)]]
    return [slot.constant("to") for slot in find_slots(plain, workspace, PLACE)]


def _paths(reading: _Reading) -> dict[str, LeverPath]:
    found: dict[str, LeverPath] = {}
    for text in reading.query.get("path", ()):
        read: dict[str, LeverPath] | None = reading.faults.take(_path, text, reading.workspace)
        found |= read or {}
    return found


def _path(text: str, workspace: Workspace) -> dict[str, LeverPath]:
    name, sign, given = text.partition(SEPARATOR)
    if not sign:
        raise fail(
            "syntax",
            f'"path" 为 {shown(text)}，应写成 "杠杆:2021:72,2022:80"；已忽略。',
            f'"path" is {shown(text)}; it must be "lever:2021:72,2022:80". Ignored.',
            PLACE,
        )
    try:
        slots = find_slots(name.replace("_", " "), workspace, PLACE)
        return {lever_name(slot): read_path(slot, given, PLACE) for slot in slots}
    except SimError as error:
        raise SimError(_ignored(error.faults[0])) from None


def _among(name: str, given: str, allowed: Collection[str]) -> str:
    """Return a word if it is allowed."""
    if given in allowed:
        return given
    listed = ", ".join(allowed)
    raise fail(
        "invalid-choice",
        f'"{name}" 为 {shown(given)}，应是以下之一：{listed}；已忽略。',
        f'"{name}" is {shown(given)}; it must be one of: {listed}. Ignored.',
        PLACE,
    )


def _no_scenario(name: str, given: str, reading: _Reading) -> SimError:
    zh, en = suggestion(given, reading.scenarios)
    listed = ", ".join(reading.scenarios)
    return fail(
        "unknown-name",
        f'"{name}" 为 {shown(given)}，没有这个情景，已忽略。{zh}可用的有：{listed}。',
        f'"{name}" is {shown(given)}; there is no such scenario. Ignored.{en} There are: {listed}.',
        PLACE,
    )


def _is_unknown(name: str) -> bool:
    return name not in (*_PARTS, *_MANY, *_TOLD) and not name.startswith(_FOREIGN)


def _unknown(name: str) -> Fault:
    known = [*_PARTS, *_MANY]
    zh, en = suggestion(name, known)
    return Fault(
        "unknown-name",
        f"链接中没有 {shown(name)} 这一项，已忽略。{zh}",
        f"a link has no part {shown(name)}; ignored.{en}",
        PLACE,
    )
