"""Share links: a view as the query of an address, and back with all that is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from sim.errors import Fault, suggestion
from sim.names import fold
from sim.registry.indicators import HORIZONS
from sim.registry.schema import shown
from sim.scenario.levers import find_slots
from sim.scenario.load import Scenario
from sim.scenario.values import check_value
from sim.scenario.workspace import Workspace
from sim.ui.texts import LANGUAGES
from sim.ui.view import DEFAULT_SEED, MOST_SEED, NO_COMPARISON, View, default_view, lever_name

HASH_SHOWN = 12
SEPARATOR = ":"
PLACE = "链接 / link"
Query = Mapping[str, Sequence[str]]
# What messengers, mail programs and Streamlit itself add to an address.
_FOREIGN = ("utm_", "embed", "from", "isappinstalled", "nsukey", "fbclid", "gclid", "share_", "spm")


@dataclass
class _Reading:
    """A link while it is read: what it has given so far and what was wrong."""

    query: Query
    workspace: Workspace
    scenarios: Mapping[str, Scenario]
    faults: list[Fault] = field(default_factory=list)

    def one(self, name: str) -> str | None:
        """Return the value of a part that may stand once; the last counts."""
        values = self.query.get(name, ())
        if len(values) > 1:
            self.faults.append(
                Fault(
                    "duplicate",
                    f'"{name}" 出现了 {len(values)} 次，只采用最后一个。',
                    f'"{name}" stands {len(values)} times; the last one is used.',
                    PLACE,
                )
            )
        return values[-1] if values else None


def write_link(view: View, model_hash: str) -> str:
    """Return the query of a link that restores a view; what is as by default is left out."""
    parts: list[tuple[str, str]] = [("model", model_hash[:HASH_SHOWN]), ("scenario", view.scenario)]
    if view.compare != NO_COMPARISON:
        parts.append(("compare", view.compare))
    parts += [("lang", view.language), ("year", str(view.year))]
    if view.seed != DEFAULT_SEED:
        parts.append(("seed", str(view.seed)))
    if view.chart:
        parts.append(("chart", view.chart))
    if view.variable:
        parts.append(("variable", _joined(view.variable)))
    elif view.sector:
        parts.append(("sector", _joined(view.sector)))
    for name, value in view.levers.items():
        parts.append(("set", f"{_joined(name)}{SEPARATOR}{value:.12g}"))
    return urlencode(parts, safe=":[]_")


def _joined(name: str) -> str:
    """Return a name without blanks, which an address would write as ``%20``."""
    return name.replace(" ", "_")


def read_link(
    query: Query, workspace: Workspace, scenarios: Mapping[str, Scenario]
) -> tuple[View, list[Fault]]:
    """Return the view of a link and everything in it that was ignored or may mislead."""
    reading = _Reading(query, workspace, scenarios)
    view = default_view(scenarios)
    for name, read in _PARTS.items():
        given = reading.one(name)
        if given is None:
            continue
        found = read(given, reading)
        if isinstance(found, Fault):
            reading.faults.append(found)
        else:
            view = replace(view, **found)
    view = replace(view, levers=_levers(reading))
    reading.faults += [_unknown(name) for name in query if _is_unknown(name)]
    return view, reading.faults


def _language(text: str, _reading: _Reading) -> dict[str, Any] | Fault:
    return {"language": text} if text in LANGUAGES else _not_among("lang", text, list(LANGUAGES))


def _year(text: str, _reading: _Reading) -> dict[str, Any] | Fault:
    allowed = [str(year) for year in HORIZONS]
    return {"year": int(text)} if text in allowed else _not_among("year", text, allowed)


def _scenario(text: str, reading: _Reading) -> dict[str, Any] | Fault:
    return {"scenario": text} if text in reading.scenarios else _no_scenario("scenario", text, reading)


def _compare(text: str, reading: _Reading) -> dict[str, Any] | Fault:
    known = text in reading.scenarios or text == NO_COMPARISON
    return {"compare": text} if known else _no_scenario("compare", text, reading)


def _seed(text: str, _reading: _Reading) -> dict[str, Any] | Fault:
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_SEED)) and int(text) <= MOST_SEED:
        return {"seed": int(text)}
    return Fault(
        "outside-limits",
        f'"seed" 为 {shown(text)}，应是 0 到 {MOST_SEED:,} 的整数；已改用 {DEFAULT_SEED}。',
        f'"seed" is {shown(text)}; it must be a whole number from 0 to {MOST_SEED:,}. '
        f"{DEFAULT_SEED} is used.",
        PLACE,
    )


def _chart(text: str, reading: _Reading) -> dict[str, Any] | Fault:
    known = reading.workspace.registry.indicators
    if text in known and known[text].is_modelled:
        return {"chart": text}
    zh, en = suggestion(text, [key for key, entry in known.items() if entry.is_modelled])
    return Fault(
        "unknown-name",
        f"没有名为 {shown(text)} 的已建模指标，已忽略。{zh}",
        f"no modelled indicator {shown(text)}; ignored.{en}",
        PLACE,
    )


def _sector(text: str, reading: _Reading) -> dict[str, Any] | Fault:
    groups = {fold(name): name for name in reading.workspace.model.groups}
    if fold(text) in groups:
        return {"sector": groups[fold(text)]}
    zh, en = suggestion(text.replace("_", " "), list(groups.values()))
    return Fault(
        "unknown-name",
        f"模型中没有部门 {shown(text)}，已忽略。{zh}",
        f"the model has no sector {shown(text)}; ignored.{en}",
        PLACE,
    )


def _variable(text: str, reading: _Reading) -> dict[str, Any] | Fault:
    model = reading.workspace.model
    name = model.find(text)
    if name is not None:
        return {"variable": name}
    zh, en = suggestion(text.replace("_", " "), model.variables)
    return Fault(
        "unknown-name",
        f"模型中没有变量 {shown(text)}，已忽略。{zh}",
        f"the model has no variable {shown(text)}; ignored.{en}",
        PLACE,
    )


def _model(text: str, reading: _Reading) -> dict[str, Any] | Fault:
    own = reading.workspace.model.hash[:HASH_SHOWN]
    if text == own:
        return {}
    return Fault(
        "stale",
        f"链接是用另一版模型（{shown(text)}）生成的，当前模型是 {own}；数值可能与当时不同。",
        f"the link was made with another model ({shown(text)}), the present one is {own}; "
        "figures may differ from those seen then.",
        PLACE,
    )


_PARTS: dict[str, Callable[[str, _Reading], dict[str, Any] | Fault]] = {
    "lang": _language,
    "year": _year,
    "scenario": _scenario,
    "compare": _compare,
    "seed": _seed,
    "chart": _chart,
    "sector": _sector,
    "variable": _variable,
    "model": _model,
}


def _levers(reading: _Reading) -> dict[str, float]:
    moved: dict[str, float] = {}
    for text in reading.query.get("set", ()):
        found = _lever(text, reading.workspace)
        if isinstance(found, Fault):
            reading.faults.append(found)
        else:
            moved |= found
    return moved


def _lever(text: str, workspace: Workspace) -> dict[str, float] | Fault:
    name, sign, given = text.rpartition(SEPARATOR)
    if not sign:
        return Fault(
            "syntax",
            f'"set" 为 {shown(text)}，应写成 "杠杆:数值"；已忽略。',
            f'"set" is {shown(text)}; it must be "lever:number". Ignored.',
            PLACE,
        )
    slots = find_slots(name.replace("_", " "), workspace)
    if isinstance(slots, Fault):
        return Fault(slots.code, f"{slots.zh}已忽略。", f"{slots.en} Ignored.", PLACE)
    moved: dict[str, float] = {}
    for slot in slots:
        value = check_value(slot.target("to"), _number(given), PLACE)
        if isinstance(value, Fault):
            return Fault(value.code, f"{value.zh}已忽略。", f"{value.en} Ignored.", PLACE)
        moved[lever_name(slot)] = value
    return moved


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _not_among(name: str, given: str, allowed: Sequence[str]) -> Fault:
    listed = ", ".join(allowed)
    return Fault(
        "invalid-choice",
        f'"{name}" 为 {shown(given)}，应是以下之一：{listed}；已忽略。',
        f'"{name}" is {shown(given)}; it must be one of: {listed}. Ignored.',
        PLACE,
    )


def _no_scenario(name: str, given: str, reading: _Reading) -> Fault:
    zh, en = suggestion(given, reading.scenarios)
    listed = ", ".join(reading.scenarios)
    return Fault(
        "unknown-name",
        f'"{name}" 为 {shown(given)}，没有这个情景，已忽略。{zh}可用的有：{listed}。',
        f'"{name}" is {shown(given)}; there is no such scenario. Ignored.{en} There are: {listed}.',
        PLACE,
    )


def _is_unknown(name: str) -> bool:
    return name not in _PARTS and name != "set" and not name.startswith(_FOREIGN)


def _unknown(name: str) -> Fault:
    known = [*_PARTS, "set"]
    zh, en = suggestion(name, known)
    return Fault(
        "unknown-name",
        f"链接中没有 {shown(name)} 这一项，已忽略。{zh}",
        f"a link has no part {shown(name)}; ignored.{en}",
        PLACE,
    )
