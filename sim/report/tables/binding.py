"""Report of what limits the output of each industry and of the zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sim.analysis.binding import LEAST, LIMITS, RELIEF, BindingTable, LimitedOutput
from sim.arrays import Array
from sim.registry.schema import Bilingual
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, figure_cell, section
from sim.report.tables.energy_limits import energy_cells, energy_columns, energy_record, energy_table
from sim.report.words.draws import drawn_from
from sim.report.words.numbers import NO_FIGURE, print_count, print_share, record_number
from sim.report.words.scenarios import model_line, scenario_line
from sim.units import Language

LATER = 5  # interval of the years shown after the plan's first horizon
UNIT = Bilingual(zh="亿元/年", en="100M CNY/year")
WORDS: dict[str, dict[Language, str]] = {
    "demand": {"zh": "需求", "en": "demand"},
    "labour": {"zh": "劳动力", "en": "labour"},
    "capital": {"zh": "资本", "en": "capital"},
    "energy": {"zh": "能源", "en": "energy"},
    "land": {"zh": "土地", "en": "land"},
    "output": {"zh": "产出", "en": "output"},
    "binds": {"zh": "最紧的约束", "en": "binds most"},
    "usual": {"zh": "抽样中最常见", "en": "most often"},
    "share": {"zh": "抽样占比", "en": "share of draws"},
    "head": {"zh": "放宽后增产 %", "en": "Adds, %"},
}
_NOTES: dict[Language, str] = {
    "zh": "各约束的数为从 2021 年起单独放宽该约束 {relief}（用工和投资随之调整）使当年产出增加的百分比，"
    "不可相加；都不到 {least} 的年份不列最紧的约束。能源含供应、能耗强度要求和碳排放上限。"
    "产出按 2020 年价，亿元/年。",
    "en": "What {relief} more of one limit alone, from 2021 on, adds to the year's output in per cent, with "
    "hiring and investment adjusting; the figures do not add up. Below {least} no limit is said to bind. "
    "Energy is supply, required intensity and the carbon cap. Output in 100M CNY a year at 2020 prices.",
}
_DRAWN: dict[Language, str] = {
    "zh": "数值是单次推演的；“抽样中最常见”是 {count} 个成员中占比最大的最紧约束，成员取自{source}。",
    "en": "Figures are of the single run; “most often” is the limit that binds most in the largest share of "
    "{count} members, drawn from {source}.",
}


def binding_report(table: BindingTable, *, every_year: bool) -> Report:
    """Return the limits; only the text omits years."""
    return Report(partial(_blocks, table, every_year), lambda _: _rows(table), partial(_record, table))


def _record(table: BindingTable) -> dict[str, object]:
    return {
        "scenario": table.scenario,
        "title": table.title.model_dump(),
        "set": list(table.options),
        "model_hash": table.model_hash,
        "draws": None if table.facts is None else dict(table.facts),
        "members": table.members,
        "relief": RELIEF,
        "least": LEAST,
        "unit": UNIT.zh,
        "unit_en": UNIT.en,
        "price_basis": "constant",
        "rows": [
            {
                "id": each.id,
                "name": each.label.model_dump(),
                "is_industry": each in table.industries,
                "years": {str(year): _year(each, at) for at, year in enumerate(table.years)},
            }
            for each in table.rows
        ],
        "energy": energy_record(table.energy, table.years),
    }


def _year(row: LimitedOutput, at: int) -> dict[str, object]:
    def by_limit(values: Array | None) -> dict[str, float] | None:
        return (
            None
            if values is None
            else {limit: float(each[at]) for limit, each in zip(LIMITS, values, strict=True)}
        )

    return {
        "output": float(row.output[at]),
        "gain": by_limit(row.gains),
        "binds": row.binds(at),
        "median_gain": by_limit(row.medians),
        "tightest": by_limit(row.tightest),
    }


def _rows(table: BindingTable) -> Table:
    """Return a row for each output and year, with the limit on energy that binds in the year."""
    heads = [Column(key) for key in ("scenario", "id", "name_zh", "name_en", "year")]
    columns = [
        *heads,
        Column("output", unit=UNIT.zh),
        *(Column(f"gain_from_{limit}") for limit in LIMITS),
        Column("binds"),
        *(Column(f"tightest_{limit}") for limit in LIMITS),
        *energy_columns(),
    ]
    return Table(columns, (_row(table, each, at) for each in table.rows for at in range(len(table.years))))


def _row(table: BindingTable, row: LimitedOutput, at: int) -> Row:
    shares = [None] * len(LIMITS) if row.tightest is None else [_share(one[at]) for one in row.tightest]
    place: Row = [table.scenario, row.id, row.label.zh, row.label.en, table.years[at]]
    gains = [_share(gain[at]) for gain in row.gains]
    output = figure_cell(row.output[at], 1)
    return [*place, output, *gains, row.binds(at), *shares, *energy_cells(table.energy, at)]


def _share(value: float) -> Cell:
    """Return a share in tenths of a per cent, without a sign before zero."""
    return Cell(record_number(value), print_share(round(value, 3) + 0.0, 1))


def _blocks(table: BindingTable, every_year: bool, language: Language) -> Iterator[Block]:
    yield from (_title(table, language), "")
    yield _by_year(table, language) if every_year else _by_limit(table, language)
    yield ""
    yield from energy_table(table.energy, table.years, language)
    yield ""
    yield Paragraph(_NOTES[language].format(relief=print_share(RELIEF), least=print_share(LEAST, 1)))
    if table.facts is not None:
        count, source = print_count(table.members), drawn_from(table.facts, language)
        yield Paragraph(_DRAWN[language].format(count=count, source=source))
    yield model_line(table.model_hash, language)


def _by_limit(table: BindingTable, language: Language) -> Table:
    """Return a block for each output, with a column for each of a few years."""
    selected = [
        at for at, year in enumerate(table.years) if year <= table.near or (year - table.near) % LATER == 0
    ]
    rows: list[Row | str] = []
    for each in table.rows:
        rows.append(section(each.label.text(language), language))
        years = (_cells(each, at, language) for at in selected)
        rows += [[head, *cells] for head, *cells in zip(_heads(table, language), *years, strict=True)]
    return Table(_columns([str(table.years[at]) for at in selected], language), rows)


def _by_year(table: BindingTable, language: Language) -> Table:
    """Return a block for each output, with a row for every year."""
    rows: list[Row | str] = []
    for each in table.rows:
        rows.append(section(each.label.text(language), language))
        rows += [[year, *_cells(each, at, language)] for at, year in enumerate(table.years)]
    return Table(_columns(_heads(table, language), language), rows)


def _columns(heads: Sequence[str], language: Language) -> list[Column]:
    return [Column(WORDS["head"][language], is_figure=False), *map(Column, heads)]


def _heads(table: BindingTable, language: Language) -> list[str]:
    drawn = () if table.facts is None else ("usual", "share")
    return [WORDS[key][language] for key in (*LIMITS, "output", "binds", *drawn)]


def _cells(row: LimitedOutput, at: int, language: Language) -> list[Cell]:
    """Return the gains of a year, the output, the tightest limit, and that of most draws with its share."""

    def named(limit: str | None) -> Cell:
        return Cell(limit, WORDS[limit][language] if limit else NO_FIGURE)

    cells = [*(_share(gain[at]) for gain in row.gains), figure_cell(row.output[at], 1), named(row.binds(at))]
    if row.tightest is None:
        return cells
    usual = row.usual(at)
    return [
        *cells,
        named(usual and usual[0]),
        Cell(usual and usual[1], print_share(usual[1]) if usual else NO_FIGURE),
    ]


def _title(table: BindingTable, language: Language) -> str:
    what = {"zh": "，产出受何制约", "en": ", what limits output"}[language]
    return scenario_line(table.scenario, table.title.text(language) + what, table.options, language)
