"""Report of the derivatives of an indicator by levers and parameters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.analysis.decision.slopes import Gradient, Slope
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, count_cell
from sim.report.words.gradient import figure_line, label, notes, title
from sim.report.words.numbers import print_change, print_digits, print_share_change, record_number
from sim.report.words.scenarios import changes, model_line
from sim.units import Language, unit_label

DIGITS = 4  # of a derivative
SHOWN = 40  # inputs of the text; a spreadsheet and a record have all
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("杠杆或参数", "每单位", "投入的单位", "全程", "占指标", "弹性", "拐点"),
    "en": (
        "lever or parameter",
        "per unit",
        "unit of input",
        "over range",
        "of figure",
        "elasticity",
        "kinks",
    ),
}
_MORE: dict[Language, str] = {
    "zh": "另有 {} 项作用更小，见 --format csv 或 json。",
    "en": "{} more of less effect are in --format csv and json.",
}


def gradient_report(found: Gradient) -> Report:
    """Return the derivatives, those of the largest effect over their range first."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Gradient, language: Language) -> Iterator[Block]:
    yield Paragraph(title(found, language) + changes(found.options, language))
    yield Paragraph(figure_line(found, language))
    name, per_unit, unit, over, share, elasticity, kinks = _HEADS[language]
    columns = [
        Column(name, is_figure=False, limit=32, is_key=True),
        Column(f"{per_unit} {found.entry.unit.text(language)}"),
        Column(unit, is_figure=False, rank=1),
        Column(f"{over} {found.entry.unit.text(language)}"),
        Column(share, rank=1),
        Column(elasticity, rank=2),
        Column(kinks),
    ]
    yield from ("", Table(columns, [_row(one, found, language) for one in found.slopes[:SHOWN]]))
    if len(found.slopes) > SHOWN:
        yield _MORE[language].format(len(found.slopes) - SHOWN)
    yield ""
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def _row(one: Slope, found: Gradient, language: Language) -> Row:
    share = one.over_range / found.figure if found.figure else float("nan")
    return [
        label(one, language),
        Cell(record_number(one.slope), print_digits(one.slope, DIGITS)),
        unit_label(one.way.unit, language),
        Cell(record_number(one.over_range), print_change(one.over_range, found.entry.decimals + 1)),
        Cell(record_number(share), print_share_change(share)),
        Cell(record_number(found.elasticity(one)), print_digits(found.elasticity(one), 3)),
        count_cell(one.kinks),
    ]


def _rows(found: Gradient, language: Language) -> Table:
    """Return a row for each input, in full digits."""
    heads = (
        "input", "name", "kind", "year", "unit", "value", "low", "high", "slope", "over_range", "elasticity",
        "kinks", "indicator_unit",
    )  # fmt: skip
    rows: list[Row] = []
    for one in found.slopes:
        values = _values(one, found)
        values |= {"name": label(one, language), "indicator_unit": found.entry.unit.text(language)}
        rows.append([values[head] for head in heads])
    return Table([Column(head) for head in heads], rows)


def _values(one: Slope, found: Gradient) -> dict[str, str | int | float | None]:
    way = one.way
    return {
        "input": way.key,
        "kind": way.kind,
        "year": way.year,
        "unit": way.unit,
        "value": way.value,
        "low": way.low,
        "high": way.high,
        "slope": record_number(one.slope),
        "over_range": record_number(one.over_range),
        "elasticity": record_number(found.elasticity(one)),
        "kinks": one.kinks,
    }


def _record(found: Gradient) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "indicator": found.indicator,
        "year": found.year,
        "unit": found.entry.unit.en,
        "figure": found.figure,
        "slopes": [_values(one, found) | {"name": one.way.label.model_dump()} for one in found.slopes],
    }
