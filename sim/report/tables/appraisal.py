"""Report of the appraisal: movements of items and groups by scenario, and the goals of the zone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.appraisal.movement import Bounds
from sim.analysis.appraisal.result import (
    Appraisal,
    GroupMovement,
    ItemMovement,
    ScenarioAppraisal,
)
from sim.registry.schema import Bilingual
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, section
from sim.report.words.appraisal import (
    BASIS,
    BETTER,
    TOTAL,
    appraisal_title,
    appraisal_words,
    change_range,
    count_words,
    item_name,
    print_movement,
    scenario_heading,
)
from sim.report.words.glossary import headings
from sim.report.words.numbers import (
    NO_FIGURE,
    print_plain,
)
from sim.units import Language

NAME_WIDTH = 30
_ITEM: dict[Language, tuple[str, ...]] = {
    "zh": ("一级指标", "二级指标", "依据", "何为有利", "变动", "5%–95%"),
    "en": ("first-level item", "second-level item", "basis", "better", "change", "5%–95%"),
}
_GROUP: dict[Language, tuple[str, ...]] = {
    "zh": ("一级指标", "权重", "已建模", "已建模各项", "全组", "全组 5%–95%"),
    "en": ("first-level item", "weight", "modelled", "modelled items", "whole group", "whole group 5%–95%"),
}
_RANGE: dict[Language, str] = {"zh": "任意权重下的有利变动", "en": "Favourable movement for any weights"}


def appraisal_report(found: Appraisal) -> Report:
    """Return the report of an appraisal."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Appraisal, language: Language) -> Iterator[Block]:
    yield Paragraph(appraisal_title(found, language))
    for one in found:
        yield from ("", section(scenario_heading(one, language), language))
        yield from (_item_table(one, language), "", _RANGE[language], _group_table(one, language))
    yield ""
    yield from map(Paragraph, appraisal_words(found, language))


def _item_table(one: ScenarioAppraisal, language: Language) -> Table:
    group, item, basis, better, change, points = _ITEM[language]
    columns = [
        Column(group, is_figure=False, rank=2),
        Column(item, is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(basis, is_figure=False, rank=3),
        Column(better, is_figure=False, rank=1),
        *map(Column, (change, points)),
    ]
    modelled = [(each, moved) for each in one.groups for moved in each.items if moved.change is not None]
    return Table(columns, [_item_row(each, moved, language) for each, moved in modelled])


def _item_row(group: GroupMovement, moved: ItemMovement, language: Language) -> Row:
    item, change = moved.item, moved.change
    return [
        group.group.name.text(language),
        item_name(moved, language),
        BASIS[item.basis][language],
        BETTER[item.better][language] if item.better else NO_FIGURE,
        _change(None if change is None else change.mean),
        NO_FIGURE if change is None else change_range(change.low, change.high, language),
    ]


def _change(value: float | None) -> Cell:
    return Cell(value, NO_FIGURE if value is None else print_movement(value))


def _group_table(one: ScenarioAppraisal, language: Language) -> Table:
    group, weight, count, modelled, whole, band = _GROUP[language]
    columns = [
        Column(group, is_figure=False, is_key=True),
        Column(weight),
        Column(count, rank=2),
        Column(modelled, rank=1),
        *map(Column, (whole, band)),
    ]
    rows: list[Row] = [_group_row(each, language) for each in one.groups]
    total = [TOTAL[language], "100%", NO_FIGURE, NO_FIGURE, *_bounds(one.total, language)]
    return Table(columns, [*rows, total])


def _group_row(each: GroupMovement, language: Language) -> Row:
    modelled = NO_FIGURE if each.modelled is None else change_range(*each.modelled.mean, language)
    whole = [NO_FIGURE] * 2 if each.modelled is None else _bounds(each.whole, language)
    return [
        each.group.name.text(language),
        f"{print_plain(each.group.weight)}%",
        count_words(each, language),
        modelled,
        *whole,
    ]


def _bounds(found: Bounds, language: Language) -> list[str]:
    return [change_range(*found.mean, language), change_range(*found.band, language)]


def _rows(found: Appraisal, language: Language) -> Table:
    """Return a row for each scenario and item, those that are not modelled included."""
    scenario, indicator = headings(language, "scenario", "indicator")
    group, item, basis, better, change, _ = _ITEM[language]
    columns = [
        *(Column(head, is_figure=False) for head in (scenario, group, item, basis, indicator, better)),
        *map(Column, (change, "5%", "95%")),
    ]
    rows = [
        _full_row(one, each, moved, language) for one in found for each in one.groups for moved in each.items
    ]
    return Table(columns, rows)


def _full_row(one: ScenarioAppraisal, group: GroupMovement, moved: ItemMovement, language: Language) -> Row:
    item, change = moved.item, moved.change
    figures = (None, None, None) if change is None else (change.mean, change.low, change.high)
    return [
        one.scenario,
        group.group.name.text(language),
        item_name(moved, language),
        BASIS[item.basis][language],
        item.indicator or NO_FIGURE,
        BETTER[item.better][language] if item.better else NO_FIGURE,
        *map(_change, figures),
    ]


# --- for programs


def _record(found: Appraisal) -> dict[str, object]:
    return {
        "method": _words(found.method.title),
        "year": found.year,
        "reference": found.reference,
        "draws": found.draws,
        "members": found.members,
        "seed": found.seed,
        "model_hash": found.model_hash,
        "not_computable": ["score", "rank"],
        "scenarios": [_scenario_record(one) for one in found],
        "sources": {key: source.model_dump() for key, source in found.method.sources.items()},
    }


def _scenario_record(one: ScenarioAppraisal) -> dict[str, object]:
    return {
        "scenario": one.scenario,
        "title": _words(one.title),
        "total": _bounds_record(one.total),
        "groups": [_group_record(each) for each in one.groups],
    }


def _group_record(each: GroupMovement) -> dict[str, object]:
    return {
        "group": each.key,
        "name": _words(each.group.name),
        "weight": each.group.weight / 100,
        "items_published": each.group.count,
        "items_modelled": each.count_modelled,
        "source": list(each.group.source),
        "movement_of_modelled": None if each.modelled is None else _bounds_record(each.modelled),
        "movement_with_others_still": _bounds_record(each.whole),
        "items": [_item_record(moved) for moved in each.items],
    }


def _item_record(moved: ItemMovement) -> dict[str, object]:
    item = moved.item
    return {
        "item": moved.key,
        "name": _words(item.name),
        "basis": item.basis,
        "source": list(item.source),
        "indicator": item.indicator,
        "per": item.per,
        "growth": item.growth,
        "better": item.better,
        "near": None if item.near is None else _words(item.near),
        "reason": None if item.reason is None else _words(item.reason),
        "change": None if moved.change is None else vars(moved.change),
        "set_by": None if moved.set_by is None else _words(moved.set_by),
    }


def _bounds_record(found: Bounds) -> dict[str, list[float]]:
    return {"mean": list(found.mean), "band": list(found.band)}


def _words(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
