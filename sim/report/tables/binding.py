"""Which constraint binds, as text, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from sim.analysis.binding import LIMITS, BindingTable, IndustryBinding
from sim.report.layout import Column, layout
from sim.report.words.numbers import NO_FIGURE, print_figure, print_share, record_number
from sim.units import Language

SHOWN_YEARS = (2021, 2022, 2023, 2024, 2025, 2030, 2035)
HASH_SHOWN = 12
_SMALL = 0.05  # 亿元 a year: what is printed as 0.0
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


def binding_report(table: BindingTable, form: str, language: Language, *, every_year: bool) -> str:
    """Return the constraints in one of the three formats; only text leaves years out."""
    if form == "json":
        return json.dumps(_record(table), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(table)
    return _text(table, every_year, language)


def _record(table: BindingTable) -> dict[str, object]:
    return {
        "scenario": table.scenario,
        "title": table.title.model_dump(),
        "set": list(table.options),
        "model_hash": table.model_hash,
        "unit": "亿元/年",
        "unit_en": "100M CNY/year",
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


def _csv(table: BindingTable) -> str:
    """Return a row for each industry and year."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    lost = (f"lost_to_{limit}" for limit in LIMITS)
    writer.writerow(["scenario", "industry", "name_zh", "name_en", "year", "output", *lost, "binds", "share"])
    for each in table.industries:
        for at, year in enumerate(table.years):
            figures = [record_number(figure) for figure in (each.output[at], *each.lost[:, at])]
            names = [table.scenario, each.element, each.label.zh, each.label.en, year]
            writer.writerow([*names, *figures, each.binds(at) or "", record_number(each.share(at))])
    return text.getvalue()


def _text(table: BindingTable, every_year: bool, language: Language) -> str:
    """Return a block for each industry: of selected years a column each, of every year a row each."""
    columns = _limit_columns(language) if every_year else _year_columns(table, language)
    rows: list[Sequence[str] | str] = []
    for each in table.industries:
        label = each.label.text(language)
        rows.append(f"【{label}】" if language == "zh" else f"[{label}]")
        years = range(len(table.years)) if every_year else _selected(table)
        block = [_cells(each, at, language) for at in years]
        if every_year:
            rows += [[str(year), *cells] for year, cells in zip(table.years, block, strict=True)]
        else:
            rows += [[head, *cells] for head, *cells in zip(_heads(language), *block, strict=True)]
    model = {"zh": "模型：", "en": "Model: "}[language]
    foot = f"{_NOTES[language]}\n{model}{table.model_hash[:HASH_SHOWN]}\n"
    return f"{_title(table, language)}\n\n{layout(columns, rows)}\n{foot}"


def _selected(table: BindingTable) -> list[int]:
    return [at for at, year in enumerate(table.years) if year in SHOWN_YEARS]


def _year_columns(table: BindingTable, language: Language) -> list[Column]:
    years = (Column(str(table.years[at])) for at in _selected(table))
    return [Column(_WORDS["head"][language], is_figure=False), *years]


def _limit_columns(language: Language) -> list[Column]:
    return [Column(_WORDS["head"][language], is_figure=False), *map(Column, _heads(language))]


def _heads(language: Language) -> list[str]:
    return [_WORDS[key][language] for key in (*LIMITS, "output", "binds", "share")]


def _cells(industry: IndustryBinding, at: int, language: Language) -> list[str]:
    """Return what is lost to each limit in a year, the output, the tightest limit and its share."""
    lost = industry.lost[:, at]
    tightest = industry.binds(at) if lost.max() >= _SMALL else None
    return [
        *(print_figure(figure, 1) for figure in (*lost, industry.output[at])),
        _WORDS[tightest][language] if tightest else NO_FIGURE,
        print_share(industry.share(at), 1),
    ]


def _title(table: BindingTable, language: Language) -> str:
    title, changed = table.title.text(language), "; ".join(table.options)
    if language == "zh":
        return f"情景 {table.scenario}：{title}，各产业受何约束" + (f"（改动：{changed}）" if changed else "")
    return f"Scenario {table.scenario}: {title}, what limits each industry" + (
        f" (changed: {changed})" if changed else ""
    )
