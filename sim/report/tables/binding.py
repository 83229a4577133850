"""Report of the constraints that limit the output of each industry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sim.analysis.binding import LIMITS, BindingTable, IndustryBinding
from sim.registry.schema import Bilingual
from sim.report.record import Block, Cell, Column, Report, Row, Table, figure_cell, section, share_cell
from sim.report.words.numbers import NO_FIGURE
from sim.report.words.scenarios import model_line, scenario_line
from sim.units import Language

LATER = 5  # interval of the years shown after the plan's first horizon
UNIT = Bilingual(zh="亿元/年", en="100M CNY/year")
_SMALL = 0.05  # [亿元/year]: largest amount printed as 0.0
_WORDS: dict[str, dict[Language, str]] = {
    "demand": {"zh": "需求", "en": "demand"},
    "labour": {"zh": "劳动力", "en": "labour"},
    "capital": {"zh": "资本", "en": "capital"},
    "energy": {"zh": "能源", "en": "energy"},
    "land": {"zh": "土地", "en": "land"},
    "output": {"zh": "产值", "en": "output"},
    "binds": {"zh": "最紧的约束", "en": "binds most"},
    "share": {"zh": "占产值", "en": "share of output"},
    "head": {"zh": "因何少产", "en": "Lost to"},
}
_NOTES: dict[Language, str] = {
    "zh": "单位：亿元/年（2020 年价）。各约束的数为单独放开它可多产出的产值，不可相加。",
    "en": "100M CNY a year at 2020 prices: what lifting that limit alone would add; they do not add up.",
}


def binding_report(table: BindingTable, *, every_year: bool) -> Report:
    """Return the constraints; only the text omits years."""
    return Report(partial(_blocks, table, every_year), lambda _: _rows(table), partial(_record, table))


def _record(table: BindingTable) -> dict[str, object]:
    return {
        "scenario": table.scenario,
        "title": table.title.model_dump(),
        "set": list(table.options),
        "model_hash": table.model_hash,
        "unit": UNIT.zh,
        "unit_en": UNIT.en,
        "price_basis": "constant",
        "industries": [
            {
                "id": each.element,
                "name": each.label.model_dump(),
                "years": {str(year): _year(each, at) for at, year in enumerate(table.years)},
            }
            for each in table.industries
        ],
    }


def _year(industry: IndustryBinding, at: int) -> dict[str, object]:
    lost = {limit: float(industry.lost[place, at]) for place, limit in enumerate(LIMITS)}
    return {
        "output": float(industry.output[at]),
        "lost": lost,
        "binds": industry.binds(at),
        "share": industry.share(at),
    }


def _rows(table: BindingTable) -> Table:
    """Return a row for each industry and year."""
    figures = ["output", *(f"lost_to_{limit}" for limit in LIMITS)]
    heads = [Column(key) for key in ("scenario", "industry", "name_zh", "name_en", "year")]
    columns = [*heads, *(Column(key, unit=UNIT.zh) for key in figures), Column("binds"), Column("share")]
    return Table(
        columns, (_row(table, each, at) for each in table.industries for at in range(len(table.years)))
    )


def _row(table: BindingTable, industry: IndustryBinding, at: int) -> Row:
    name = industry.label
    *lost, output, part = _figures(industry, at)
    place: Row = [table.scenario, industry.element, name.zh, name.en, table.years[at]]
    return [*place, output, *lost, industry.binds(at), part]


def _figures(industry: IndustryBinding, at: int) -> list[Cell]:
    """Return the loss to each limit in a year, the output, and the share of it lost to the tightest limit."""
    amounts = (*industry.lost[:, at], industry.output[at])
    return [*(figure_cell(amount, 1) for amount in amounts), share_cell(industry.share(at), 1)]


def _blocks(table: BindingTable, every_year: bool, language: Language) -> Iterator[Block]:
    yield from (_title(table, language), "")
    yield _by_year(table, language) if every_year else _by_limit(table, language)
    yield from ("", _NOTES[language], model_line(table.model_hash, language))


def _by_limit(table: BindingTable, language: Language) -> Table:
    """Return a block for each industry, with a column for each of a few years."""
    selected = [
        at for at, year in enumerate(table.years) if year <= table.near or (year - table.near) % LATER == 0
    ]
    rows: list[Row | str] = []
    for each in table.industries:
        rows.append(section(each.label.text(language), language))
        years = (_cells(each, at, language) for at in selected)
        rows += [[head, *cells] for head, *cells in zip(_heads(language), *years, strict=True)]
    return Table(_columns([str(table.years[at]) for at in selected], language), rows)


def _by_year(table: BindingTable, language: Language) -> Table:
    """Return a block for each industry, with a row for every year."""
    rows: list[Row | str] = []
    for each in table.industries:
        rows.append(section(each.label.text(language), language))
        rows += [[year, *_cells(each, at, language)] for at, year in enumerate(table.years)]
    return Table(_columns(_heads(language), language), rows)


def _columns(heads: Sequence[str], language: Language) -> list[Column]:
    return [Column(_WORDS["head"][language], is_figure=False), *map(Column, heads)]


def _heads(language: Language) -> list[str]:
    return [_WORDS[key][language] for key in (*LIMITS, "output", "binds", "share")]


def _cells(industry: IndustryBinding, at: int, language: Language) -> Row:
    """Return the figures of a year with the tightest limit before its share."""
    tightest = industry.binds(at) if industry.lost[:, at].max() >= _SMALL else None
    *amounts, part = _figures(industry, at)
    return [*amounts, _WORDS[tightest][language] if tightest else NO_FIGURE, part]


def _title(table: BindingTable, language: Language) -> str:
    what = {"zh": "，各产业受何约束", "en": ", what limits each industry"}[language]
    return scenario_line(table.scenario, table.title.text(language) + what, table.options, language)
