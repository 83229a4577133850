"""Report of a forecast: what the observations taught, what they contradict, and what is still missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.conditioning.forecast import CONFLICT, Forecast
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, figure_cell, share_cell
from sim.report.words.glossary import heading, headings
from sim.report.words.numbers import print_count, print_digits, print_range, print_share
from sim.report.words.observed import limit_mark, point_name, point_unit
from sim.report.words.variables import sector_title
from sim.units import Language, unit_label

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 12  # constants that moved most
CHANCE = (
    4  # standard errors of a mean or a spread; of several hundred constants hardly one moves as far by chance
)
DIGITS = 3
_LEARNED: Mapping[Language, tuple[str, ...]] = {
    "zh": ("参数（移动最多者）", "先验 5–95%", "预测 5–95%", "移动（标准差）", "余下离散"),
    "en": (
        "Parameter (most moved)",
        "Prior 5–95%",
        "Forecast 5–95%",
        "Shift (deviations)",
        "Spread left",
    ),
}
_ALTERNATIVES: Mapping[Language, tuple[str, ...]] = {
    "zh": ("结构假设", "设为", "先验概率", "学习后"),
    "en": ("Structural alternative", "Set to", "Prior probability", "After learning"),
}
_CHECKS: Mapping[Language, tuple[str, str, str]] = {
    "zh": ("先验 5–95%", "预测 5–95%", "意外程度 p"),
    "en": ("Prior 5–95%", "Forecast 5–95%", "Surprise p"),
}
_SECTORS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("部门", "几个观测", "p"),
    "en": ("Sector", "How many observations", "p"),
}


def forecast_report(found: Forecast) -> Report:
    """Return the report of a forecast."""
    return Report(partial(_blocks, found), None, partial(_record, found))


def _blocks(found: Forecast, language: Language) -> Iterator[Block]:
    yield from (Paragraph(_title(found, language)), "")
    yield from (_checks(found, language), "")
    if len(_taught(found)):
        yield from (_learned(found, language), "")
    if found.prior.alternatives:
        yield from (_alternatives(found, language), "")
    yield from (_conflicts(found, language), "")
    yield from map(Paragraph, _words(found, language))


def _record(found: Forecast) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "model_hash": found.workspace.model.hash,
        "members": found.members,
        "seed": found.seed,
        "known_by": found.known_by,
        "effective": found.effective,
        "runs": found.runs,
        "checks": _records(found.checks()),
        "learned": _records(found.learned()),
        "alternatives": _records(found.alternatives()),
        "conflicts": _records(found.conflicts()),
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _title(found: Forecast, language: Language) -> str:
    until = {
        "zh": f"，只用 {found.known_by} 前公布的数",
        "en": f", figures published by {found.known_by} only",
    }
    known = until[language] if found.known_by else ""
    members, runs, effective = map(print_count, (found.members, found.runs, round(found.effective)))
    if language == "zh":
        return (
            f"预测：情景 {found.scenario}，{len(found.points)} 个观测{known}；{members} 个成员"
            f"（有效 {effective}），种子 {found.seed}，运行 {runs} 次"
        )
    return (
        f"Forecast: scenario {found.scenario}, {len(found.points)} observations{known}; {members} members "
        f"({effective} effective), seed {found.seed}, {runs} runs"
    )


def _checks(found: Forecast, language: Language) -> Table:
    """Return each observation beside prior and forecast, the most surprising first."""
    heads = headings(language, "observation", "unit", "period", "observed")
    columns = [
        Column(heads[0], is_figure=False, limit=30),
        Column(heads[1], is_figure=False, limit=10, rank=1),
        *map(Column, heads[2:]),
        *map(Column, _CHECKS[language]),
    ]
    frame = found.checks().sort_values("surprise", kind="stable")
    rows: list[Row] = []
    for place, row in frame.iterrows():
        point = found.points[int(str(place))]
        seen = figure_cell(point.seen.value, point.decimals)
        spans = [
            print_range(*(figure_cell(row[f"{of}_{end}"], point.decimals).text for end in ("p05", "p95")))
            for of in ("prior", "forecast")
        ]
        rows.append(
            [
                point_name(point, found.workspace, language),
                point_unit(point, found.workspace, language),
                point.seen.period.text(language),
                Cell(seen.value, limit_mark(point) + seen.text),
                *spans,
                figure_cell(row["surprise"], 2),
            ]
        )
    return Table(columns, rows)


def _learned(found: Forecast, language: Language) -> Table:
    heads = (_LEARNED[language][0], heading("unit", language), *_LEARNED[language][1:])
    columns = [
        Column(heads[0], is_figure=False, limit=34),
        Column(heads[1], is_figure=False, limit=12, rank=1),
        *map(Column, heads[2:]),
    ]
    rows: list[Row] = [
        [
            _name(row["key"], found, language),
            unit_label(_unit(row["key"], found), language),
            *(
                print_range(*(print_digits(row[f"{of}_{end}"], DIGITS) for end in ("p05", "p95")))
                for of in ("prior", "forecast")
            ),
            figure_cell(row["shift"], 1),
            share_cell(row["narrowing"]),
        ]
        for _, row in _taught(found).head(SHOWN).iterrows()
    ]
    return Table(columns, rows)


def _taught(found: Forecast) -> pd.DataFrame:
    """Return what was learned of constants that moved, or lost spread, further than chance moves them."""
    learned = found.learned()
    error = CHANCE / np.sqrt(found.members)
    is_moved = learned["shift"].abs() > error * np.sqrt(1 + learned["narrowing"] ** 2)
    taught: pd.DataFrame = learned.loc[is_moved | (1 - learned["narrowing"] > error)]
    return taught


def _alternatives(found: Forecast, language: Language) -> Table:
    heads = _ALTERNATIVES[language]
    columns = [Column(heads[0], is_figure=False, limit=34), *map(Column, heads[1:])]
    rows: list[Row] = [
        [
            _name(row["key"], found, language),
            print_digits(row["value"]),
            share_cell(row["prior"]),
            share_cell(row["forecast"]),
        ]
        for _, row in found.alternatives().iterrows()
    ]
    return Table(columns, rows)


def _conflicts(found: Forecast, language: Language) -> Table:
    heads = _SECTORS[language]
    columns = [Column(heads[0], is_figure=False), *map(Column, heads[1:])]
    rows: list[Row] = [
        [_sector(row["sector"], found, language), int(row["observations"]), figure_cell(row["p"], 3)]
        for _, row in found.conflicts().iterrows()
    ]
    return Table(columns, rows)


def _words(found: Forecast, language: Language) -> Iterator[str]:
    """Yield of how many constants nothing was learned, what conflicts, and how to read the report."""
    yield _untaught(found, language)
    sectors = [
        _sector(row["sector"], found, language)
        for _, row in found.conflicts().iterrows()
        if row["p"] < CONFLICT
    ]
    named, limit = ", ".join(sectors), print_share(CONFLICT)
    if language == "zh":
        if sectors:
            yield (
                f"先验与观测相互矛盾（p < {limit}）：{named}。"
                "这些部门的结构或范围有误，学习不能弥补，请先改正。"
            )
        yield (
            "意外程度：在先验（含观测误差）下出现同样偏离的概率；部门的 p 为各观测合在一起的概率。"
            "余下离散：学习后标准差与先验之比。"
        )
        return
    if sectors:
        yield (
            f"Prior and observations contradict each other (p < {limit}): {named}. Structure or ranges are "
            "wrong there, which learning does not mend; correct them first."
        )
    yield (
        "Surprise: the probability under the prior, with the error of the observation, of a figure as far "
        "out; p of a sector is that of its observations together. Spread left: standard deviation after "
        "learning over that of the prior."
    )


def _untaught(found: Forecast, language: Language) -> str:
    taught, every = len(_taught(found)), len(found.learned())
    taught_text, others = print_count(taught), print_count(every - taught)
    if language == "zh":
        return (
            f"{taught_text} 个参数和扰动学到了超出抽样误差（{CHANCE} 倍标准误）的东西；"
            f"其余 {others} 个，观测没有说什么。"
        )
    return (
        f"Of {taught_text} constants and disturbances something was learned beyond {CHANCE} standard errors "
        f"of sampling; of the other {others} the observations say nothing."
    )


def _sector(sector: str, found: Forecast, language: Language) -> str:
    return sector_title(sector, found.workspace.model.groups)[0 if language == "zh" else 1] or sector


def _name(key: str, found: Forecast, language: Language) -> str:
    registry = found.workspace.registry
    entry = registry.parameters.get(key) or registry.parameters.get(key.partition("[")[0])
    if entry is None:
        return key
    element = key.partition("[")[2].rstrip("]") if key not in registry.parameters else ""
    return entry.name.text(language) + (f" [{element}]" if element else "")


def _unit(key: str, found: Forecast) -> str:
    name = found.workspace.model.find(key.partition("[")[0])
    return found.workspace.model.variables[name].units if name else ""
