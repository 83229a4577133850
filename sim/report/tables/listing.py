"""Report of what there is to set, ask and run: names in both languages, units, ranges and values."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sim.bilingual_names import comment_names, fold_any, halves
from sim.engine.language.translate import supported_functions
from sim.engine.model import Variable
from sim.errors import Faults
from sim.registry.home import find_home, open_home, plan_names
from sim.registry.indicators import Indicator
from sim.registry.load import load_registry
from sim.registry.schema import Bilingual
from sim.report.record import Block, Cell, Column, Report, Table, Value
from sim.report.words.figures import per_year
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_plain, print_range, record_number
from sim.scenario.load import list_scenarios, read_scenario
from sim.scenario.settable import Settable, all_constants
from sim.scenario.values import unit_of
from sim.scenario.workspace import load_workspace
from sim.units import Language, unit_label

NO_UNIT = Bilingual(zh="—", en="—")
Home = str | os.PathLike[str] | None
_NAME, _TEXT = 30, 48  # greatest widths [cells of a terminal]


@dataclass(frozen=True)
class Entry:
    """Something that may be set, asked for or run.

    Parameters
    ----------
    id : its name for commands and scripts
    name : in both languages; None where it has no other than its id
    facts : what else there is to say, by the key of its heading or by a scenario's name
    """

    id: str
    name: Bilingual | None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def holds(self, word: str) -> bool:
        """Return whether a word, folded, is part of one of its names."""
        names = (self.id, self.name.zh, self.name.en) if self.name else (self.id,)
        return any(word in fold_any(name) for name in names)


@dataclass(frozen=True)
class _Base:
    """A base as a fact of an indicator."""

    value: float
    entry: Indicator

    def cell(self, language: Language) -> Cell:
        text = per_year(print_plain(self.value), self.entry.measure, language)
        return Cell(record_number(self.value), text)


def listing_report(kind: str, word: str, home: Home) -> Report:
    """Return what there is of a kind; only what holds a word in one of its names where one is given."""
    entries = [entry for entry in KINDS[kind].entries(home) if entry.holds(fold_any(word))]
    table = partial(_table, entries, is_text=False)
    return Report(partial(_blocks, entries, kind, word), table, lambda: [_record(one) for one in entries])


def kinds_report() -> Report:
    """Return what may be listed."""

    def table(language: Language) -> Table:
        columns = [Column("teda list …", is_figure=False), Column("", is_figure=False, limit=_TEXT)]
        return Table(columns, [[key, kind.title.text(language)] for key, kind in KINDS.items()])

    record = [{"id": key, "title": kind.title.model_dump()} for key, kind in KINDS.items()]
    return Report(lambda language: [table(language)], table, lambda: record)


def _blocks(entries: Sequence[Entry], kind: str, word: str, language: Language) -> Iterator[Block]:
    if entries:
        yield _table(entries, language, is_text=True)
        return
    title = KINDS[kind].title.text(language)
    yield f"没有名称含“{word}”的{title}。" if language == "zh" else f'No name of {title} holds "{word}".'


def _table(entries: Sequence[Entry], language: Language, *, is_text: bool) -> Table:
    """Return a row for each entry; in a text a range is one column."""
    rows = [dict(_cells(entry, language, is_text=is_text)) for entry in entries]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    columns = [_column(head, language) for head in heads]
    return Table(columns, [[row.get(head) for head in heads] for row in rows])


def _column(key: str, language: Language) -> Column:
    is_figure = key not in _WORDS
    limit = _TEXT if key in ("about", "arguments") else _NAME
    return Column(_heading(key, language), is_figure=is_figure, limit=limit)


_WORDS = (
    "id", "chinese_name", "english_name", "unit", "limits", "kind", "grade", "about", "arguments", "function",
    "period"
)  # fmt: skip
_HEADS = (*_WORDS, "low", "high", "default", "base")


def _heading(key: str, language: Language) -> str:
    if key not in _HEADS:
        return key  # a scenario, or a year
    return heading("fact.about" if key == "about" else key, language)


def _cells(entry: Entry, language: Language, *, is_text: bool) -> Iterator[tuple[str, Cell | Value]]:
    yield "id", entry.id
    if entry.name:
        yield "chinese_name", entry.name.zh
        yield "english_name", entry.name.en
    facts = dict(entry.facts)
    if is_text and "low" in facts:
        low, high = facts.pop("low"), facts.pop("high")
        facts["limits"] = _limits(low, high)
        facts = {key: facts[key] for key in ("unit", "limits", *facts)}
    for key, value in facts.items():
        yield key, _cell(value, language)


def _limits(low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return print_range(print_plain(low), print_plain(high))
    if math.isfinite(low):
        return f"≥ {print_plain(low)}"
    return f"≤ {print_plain(high)}" if math.isfinite(high) else ""


def _cell(value: Any, language: Language) -> Cell | Value:
    if isinstance(value, Bilingual):
        return value.text(language)
    if isinstance(value, _Base):
        return value.cell(language)
    if isinstance(value, float):
        return Cell(record_number(value), print_plain(value)) if math.isfinite(value) else None
    return str(value) if value is not None else None


def _record(entry: Entry) -> dict[str, Any]:
    name = {"name": entry.name.model_dump()} if entry.name else {}
    return {"id": entry.id, **name, **{key: _plain(one) for key, one in entry.facts.items()}}


def _plain(value: Any) -> Any:
    """Return a fact as a record holds it."""
    if isinstance(value, Bilingual):
        return value.model_dump()
    return value.value if isinstance(value, _Base) else value


# --- what there is of each kind ---------------------------------------------------------------


def _levers(home: Home) -> Iterator[Entry]:
    workspace = load_workspace(home)
    scenarios = {name: read_scenario(name, workspace) for name in workspace.registry.zone.scenarios}
    for slot in (slot for elements in workspace.slots.values() for slot in elements.values()):
        constant = slot.constant("to")
        default = workspace.model.constants[constant.key]
        values = {name: one.constants.get(constant.key, default) for name, one in scenarios.items()}
        yield Entry(slot.name + slot.suffix, slot.lever.name, _ranged(constant, default) | values)


def _ranged(one: Settable, default: float) -> dict[str, Any]:
    unit = Bilingual(zh=unit_of(one, "zh") or "—", en=unit_of(one, "en") or "—")
    return {"unit": unit, "low": one.low, "high": one.high, "default": default}


def _unit(unit: str) -> Bilingual:
    return Bilingual(zh=unit_label(unit, "zh"), en=unit_label(unit, "en")) if unit.strip() else NO_UNIT


def _parameters(home: Home) -> Iterator[Entry]:
    workspace = load_workspace(home)
    constants = workspace.model.constants
    for one in all_constants(workspace.model):
        parameter = workspace.registry.parameters.get(one.key)
        if parameter is None:
            parameter = workspace.registry.parameters.get(one.key.partition("[")[0])
        if parameter is not None:
            spread = parameter.spread
            low, high = (spread.low, spread.high) if spread else (one.low, one.high)
            facts = _ranged(Settable(one.key, one.label, one.unit, low, high), constants[one.key])
            yield Entry(one.key, parameter.name, facts | {"grade": parameter.grade})


def _indicators(home: Home) -> Iterator[Entry]:
    registry = load_workspace(home).registry
    for key, one in registry.indicators.items():
        kind = Bilingual(zh=word(f"kind.{one.kind}", "zh"), en=word(f"kind.{one.kind}", "en"))
        base = _Base(one.base.value, one) if one.base and one.base.value is not None else None
        targets = {str(year): registry.plan.of(key).values.get(year) for year in registry.plan.horizons}
        yield Entry(key, one.name, {"unit": one.unit, "kind": kind, "base": base, **targets})


def _plans(home: Home) -> Iterator[Entry]:
    folder = find_home(home)
    with Faults() as faults:
        homes = {name: open_home(folder.folder, name) for name in plan_names(folder)}
        found = {name: faults.take(load_registry, home) for name, home in homes.items()}
    for name, one in found.items():
        yield Entry(name, one.plan.title, {"period": "–".join(map(str, one.plan.period))})


def _scenarios(home: Home) -> Iterator[Entry]:
    return (Entry(one.name, one.title, {"about": one.about}) for one in list_scenarios(home))


def _variables(home: Home) -> Iterator[Entry]:
    for one in load_workspace(home).model.variables.values():
        yield Entry(one.name, _variable_name(one), {"unit": _unit(one.units), "kind": _role(one)})


def _role(one: Variable) -> Bilingual:
    key = "role.flow_or_auxiliary" if one.kind == "auxiliary" else f"role.{one.kind}"
    return Bilingual(zh=word(key, "zh"), en=word(key, "en"))


def _variable_name(one: Variable) -> Bilingual:
    """Return how the comment of a variable begins, or its name where it has none in a language."""
    parts = halves(one.comment)
    named = {language: next(iter(comment_names(text)), "") for language, text in parts.items()}
    return Bilingual(zh=named["zh"] or one.name, en=named["en"] or one.name)


def _checks(_: Home) -> Iterator[Entry]:
    from sim.analysis.checks.catalogue import CHECKS  # SciPy, which the other lists do without

    for check in CHECKS:
        zh, en = check.called
        yield Entry(check.key, Bilingual(zh=zh, en=en), {"about": check.title})


def _functions(_: Home) -> Iterator[Entry]:
    return (Entry(name.upper(), None, {"arguments": given}) for name, given in supported_functions().items())


@dataclass(frozen=True)
class Kind:
    """A kind of things, and how to have all of them."""

    title: Bilingual
    entries: Callable[[Home], Iterable[Entry]]


def _kind(zh: str, en: str, entries: Callable[[Home], Iterable[Entry]]) -> Kind:
    return Kind(Bilingual(zh=zh, en=en), entries)


KINDS: Mapping[str, Kind] = {
    "levers": _kind("政策杠杆", "levers", _levers),
    "indicators": _kind("指标", "indicators", _indicators),
    "scenarios": _kind("情景", "scenarios", _scenarios),
    "plans": _kind("规划", "plans", _plans),
    "parameters": _kind("参数（模型的常量）", "parameters, the constants of the model", _parameters),
    "variables": _kind("模型变量", "variables of the model", _variables),
    "checks": _kind("检验", "checks", _checks),
    "functions": _kind("模型可用的函数", "functions that a model may use", _functions),
}
