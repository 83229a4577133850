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
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from sim.ui.lever_parts import PLACE, ignored, joined, lever_parts, read_number, read_parts, read_years
from sim.ui.pins import known_scenario, pin_text, read_pin
from sim.ui.told import Told, told_by
from sim.ui.view import (
    DEFAULT_DRAWS,
    DEFAULT_SEED,
    MOST_PINS,
    MOST_SEED,
    Pin,
    View,
    default_view,
)
from sim.units import LANGUAGES

HASH_SHOWN = 12
MOST_CHARTS = 6
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
    parts = [page_query(view, model_hash), study_query(view), *([encoded(told.parts)] if told else [])]
    return "&".join(parts)


def page_query(view: View, model_hash: str) -> str:
    """Return the parts of a link that say what pages show of a study, and of which model."""
    parts = [("model", model_hash[:HASH_SHOWN]), ("lang", view.language), ("year", str(view.year))]
    if view.seed != DEFAULT_SEED:
        parts.append(("seed", str(view.seed)))
    if view.draws != DEFAULT_DRAWS:
        parts.append(("draws", view.draws))
    if view.variable:
        parts.append(("variable", joined(view.variable)))
    elif view.sector:
        parts.append(("sector", joined(view.sector)))
    return encoded(parts)


def study_query(view: View) -> str:
    """Return the parts of a link that are a study: scenarios, charts and levers, as in the workbench."""
    parts = [("scenario", view.scenario)]
    parts += [("compare", pin_text(pin)) for pin in view.pins]
    parts += [("chart", chart) for chart in view.charts]
    if view.difference:
        parts.append(("difference", str(view.difference)))
    return encoded([*parts, *lever_parts(view.levers, view.paths)])


def encoded(parts: Sequence[tuple[str, str]]) -> str:
    """Return the parts of a link as the query of an address."""
    return urlencode(parts, safe=":[]_,;")


def read_link(query: Query, workspace: Workspace, scenarios: Mapping[str, Scenario]) -> tuple[View, Faults]:
    """Return the view of a link, and the faults that were ignored or may mislead."""
    reading = _Reading(query, workspace, scenarios)
    view = default_view(workspace, scenarios)
    for name, read in _PARTS.items():
        given = reading.one(name)
        if given is not None:
            view = replace(view, **(reading.faults.take(read, given, reading) or {}))
    view = replace(view, charts=_charts(reading), pins=_pins(reading))
    levers = read_parts(read_number, query.get("set", ()), workspace, reading.faults)
    paths = read_parts(read_years, query.get("path", ()), workspace, reading.faults)
    view = replace(view, levers=levers, paths=paths)
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
    return {"scenario": known_scenario("scenario", text, reading.scenarios)}


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
        raise SimError(map(ignored, error.faults)) from None
    return True


def _difference(text: str, _reading: _Reading) -> dict[str, Any]:
    return {"difference": int(_among("difference", text, [str(each + 1) for each in range(MOST_PINS)]))}


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
    "seed": _seed,
    "draws": _draws,
    "difference": _difference,
    "sector": _sector,
    "variable": _variable,
    "model": _model,
}


_TOLD = ("id", "seen")
_MANY = ("chart", "set", "path", "compare")  # parts that may occur several times


def _pins(reading: _Reading) -> tuple[Pin, ...]:
    """Return the studies to compare with, each once and no more than fit."""
    pins: list[Pin] = []
    for text in filter(None, reading.query.get("compare", ())):
        pin: Pin | None = reading.faults.take(read_pin, text, reading.scenarios, reading.workspace)
        pins += [pin] if pin and pin not in pins else []
    if len(pins) > MOST_PINS:
        reading.faults.append(
            Fault(
                "too-large",
                f"对照有 {len(pins)} 个，最多 {MOST_PINS} 个；只采用前 {MOST_PINS} 个。",
                f"{len(pins)} studies are pinned, of at most {MOST_PINS}; the first {MOST_PINS} are used.",
                PLACE,
            )
        )
    return tuple(pins[:MOST_PINS])


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
