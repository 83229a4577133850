"""Report of the parts of a difference between two scenarios."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

from sim.analysis.decision.contribution import Contribution, Contributor
from sim.arrays import Array
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, section
from sim.report.words.contribution import (
    decimals_of,
    difference,
    lever_list,
    notes,
    pair_words,
    print_effect,
    scale_of,
    share,
    title,
    together,
    unit_of,
)
from sim.report.words.numbers import NO_FIGURE, print_figure, print_range, print_share, record_number
from sim.report.words.scenarios import changes, model_line
from sim.units import Language

PAIRS_SHOWN = 8
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("部分", "变动", "占总变动", "误差 ±", "成员 5%–95%", "其中的杠杆"),
    "en": ("part", "change", "of the change", "error ±", "members 5%–95%", "levers in it"),
}
_PAIRS: dict[Language, tuple[str, ...]] = {
    "zh": ("配合", "合起来多出", "关系"),
    "en": ("pair", "beyond each alone", "relation"),
}
_TOTAL: dict[Language, str] = {"zh": "各部分合计", "en": "all parts"}
_SECTION: dict[Language, str] = {
    "zh": "两两配合：合起来比各自单干多出多少",
    "en": "Pairs: what two bring beyond each alone",
}


def contribution_report(found: Contribution) -> Report:
    """Return the parts in the last year to read, and by year for a spreadsheet and for programs."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Contribution, language: Language) -> Iterator[Block]:
    yield Paragraph(title(found, language) + changes(found.options, language))
    yield Paragraph(difference(found, language))
    yield from ("", _part_table(found, language))
    pairs = _pair_table(found, language)
    if pairs is not None:
        yield from ("", section(_SECTION[language], language), pairs)
    yield ""
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def _part_table(found: Contribution, language: Language) -> Table:
    name, change, part, error, band, levers = _HEADS[language]
    columns = [
        Column(name, is_figure=False, limit=28, is_key=True),
        Column(f"{change} {unit_of(found, language)}"),
        Column(part),
        *([] if found.is_exact else [Column(error)]),
        *([Column(band, rank=1)] if _has_bands(found) else []),
        *([Column(levers, is_figure=False, limit=44, rank=2)] if _has_bundles(found) else []),
    ]
    total: Row = [_TOTAL[language], _effect(float(found.whole[-1]), found), "100%"]
    return Table(
        columns,
        [*(_part_row(one, found, language) for one in found.parts), [*total, *[""] * (len(columns) - 3)]],
    )


def _part_row(one: Contributor, found: Contribution, language: Language) -> Row:
    row: list[Cell | str] = [
        one.label.text(language),
        _effect(float(one.effect[-1]), found),
        Cell(record_number(share(one, found)), print_share(share(one, found))),
    ]
    if not found.is_exact:
        margin = scale_of(found) * float(one.margin[-1])
        row.append(Cell(record_number(margin), print_figure(margin, decimals_of(found))))
    if _has_bands(found):
        row.append(NO_FIGURE if one.band is None else _band(one.band, found))
    return [*row, lever_list(one, language)] if _has_bundles(found) else row


def _has_bands(found: Contribution) -> bool:
    return found.members > 1 and any(one.band is not None for one in found.parts)


def _has_bundles(found: Contribution) -> bool:
    return any(one.levers != (one.label,) for one in found.parts)


def _band(band: tuple[float, float], found: Contribution) -> str:
    low, high = (print_figure(each, decimals_of(found)) for each in band)
    return print_range(low, high)


def _effect(value: float, found: Contribution) -> Cell:
    return Cell(record_number(value), print_effect(value, found))


def _pair_table(found: Contribution, language: Language) -> Table | None:
    """Return the pairs that matter to the printed digits, the strongest first."""
    if found.pairs is None:
        return None
    least = 10.0 ** -decimals_of(found) / scale_of(found)
    places = itertools.combinations(range(len(found.parts)), 2)
    strong = [(float(found.pairs[place]), place) for place in places if abs(found.pairs[place]) >= least]
    if not strong:
        return None
    pair, beyond, relation = _PAIRS[language]
    columns = [
        Column(pair, is_figure=False, limit=48, is_key=True),
        Column(beyond),
        Column(relation, is_figure=False),
    ]
    ranked = sorted(strong, key=lambda one: -abs(one[0]))[:PAIRS_SHOWN]
    return Table(
        columns,
        [
            [
                pair_words(found.parts[first], found.parts[second], language),
                _effect(value, found),
                together(value, language),
            ]
            for value, (first, second) in ranked
        ],
    )


def _rows(found: Contribution, language: Language) -> Table:
    """Return a row for each part and year, in full digits."""
    heads = ("part", "levers", "year", "effect", "margin", "before", "after", "unit")
    unit = unit_of(found, language) if found.entry else {"zh": "比例", "en": "fraction"}[language]
    rows: list[Row] = [
        [
            one.label.text(language),
            lever_list(one, language),
            year,
            record_number(float(one.effect[at])),
            record_number(float(one.margin[at])),
            record_number(float(found.before[at])),
            record_number(float(found.after[at])),
            unit,
        ]
        for one in found.parts
        for at, year in enumerate(found.years)
    ]
    return Table([Column(head) for head in heads], rows)


def _record(found: Contribution) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "against": found.reference,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "indicator": found.indicator,
        "targets": [str(goal) for goal in found.goals],
        "statistic": found.statistic,
        "unit": found.entry.unit.en if found.entry else "fraction",
        "members": found.members,
        "draws": None if found.facts is None else dict(found.facts),
        "exact": found.is_exact,
        "orders": found.orders,
        "coalitions": found.runs,
        "before": _by_year(found, found.before),
        "after": _by_year(found, found.after),
        "parts": [
            {
                "name": one.label.model_dump(),
                "levers": [lever.model_dump() for lever in one.levers],
                "effect": _by_year(found, one.effect),
                "margin": _by_year(found, one.margin),
                "band": None if one.band is None else list(one.band),
            }
            for one in found.parts
        ],
        "pairs": None
        if found.pairs is None
        else [
            {
                "of": [found.parts[first].label.zh, found.parts[second].label.zh],
                "beyond": float(found.pairs[first, second]),
            }
            for first, second in itertools.combinations(range(len(found.parts)), 2)
        ],
    }


def _by_year(found: Contribution, values: Array) -> dict[str, float]:
    return {str(year): float(value) for year, value in zip(found.years, values, strict=True)}
