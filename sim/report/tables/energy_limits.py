"""Limits on energy and carbon in the report of what limits output: which binds, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.analysis.energy_limits import EnergyLimit
from sim.registry.schema import Bilingual
from sim.report.record import Block, Cell, Column, Paragraph, Row, Table, Value, figure_cell
from sim.report.words.glossary import headings
from sim.report.words.numbers import NO_FIGURE, print_share
from sim.report.words.punctuation import bracketed, listed
from sim.units import Language

UNIT = Bilingual(zh="万吨标准煤/年", en="10k tce/year")
LEAST_SHARE = 0.05  # of the draws, from which a limit that the single run does not meet is listed
PARTS = ("heavy_industry", "other_industry", "services_and_homes")
_WORDS: dict[str, dict[Language, str]] = {
    "supply": {"zh": "能源供应", "en": "supply"},
    "required_intensity": {"zh": "能耗强度要求", "en": "required intensity"},
    "carbon_cap": {"zh": "碳排放上限", "en": "carbon cap"},
    "limit": {"zh": "能源和碳的约束", "en": "energy or carbon limit"},
    "cut": {"zh": "压减", "en": "cut"},
    "heavy_industry": {"zh": "高耗能", "en": "heavy"},
    "other_industry": {"zh": "其他产业", "en": "other industries"},
    "services_and_homes": {"zh": "服务和居民", "en": "homes"},
    "share": {"zh": "抽样占比", "en": "share of draws"},
}
_NONE: dict[Language, str] = {
    "zh": "能源供应、能耗强度要求和碳排放上限在任何一年都没有使用能受到压减。",
    "en": "Neither energy supply nor required intensity nor the carbon cap cuts energy use in any year.",
}
_NOTE: dict[Language, str] = {
    "zh": "压减量是单次推演的，万吨标准煤/年，先由高耗能产业承担，最后才是服务业和居民；抽样占比为该约束"
    "起作用的抽样比例，单次推演中不起作用、占比又不到 {share} 的年份不列。"
    "证据等级取各依据中最低的：{grounds}。",
    "en": "Cuts are of the single run, 10k tce a year; energy-intensive industry bears them first, services "
    "and homes last. Of draws: the share in which the limit binds; years below {share} are left out where "
    "the single run is free. The grade is that of the weakest ground: {grounds}.",
}


def energy_table(limits: Sequence[EnergyLimit], years: Sequence[int], language: Language) -> Iterator[Block]:
    """Yield the years in which a limit on energy or carbon binds, and the grounds of the limits."""
    rows = [
        _row(one, years[at], at, language)
        for at in range(len(years))
        for one in limits
        if one.cuts[at] > 0 or (one.shares is not None and one.shares[at] >= LEAST_SHARE)
    ]
    if not rows:
        yield Paragraph(_NONE[language])
        return
    year, grade = headings(language, "year", "grade")
    limit, *others = (_WORDS[key][language] for key in ("limit", "cut", *PARTS, "share"))
    words = [Column(head, is_figure=False) for head in (limit, grade)]
    yield Table([Column(year), *words, *map(Column, others)], rows)
    grounds = listed((_grounds(one, language) for one in limits), language)
    yield Paragraph(_NOTE[language].format(share=print_share(LEAST_SHARE), grounds=grounds))


def _row(one: EnergyLimit, year: int, at: int, language: Language) -> Row:
    cuts = [figure_cell(each[at], 1) for each in (one.cuts, *one.borne)]
    share = NO_FIGURE if one.shares is None else Cell(float(one.shares[at]), print_share(one.shares[at]))
    return [year, _WORDS[one.id][language], one.grade or NO_FIGURE, *cuts, share]


def _grounds(one: EnergyLimit, language: Language) -> str:
    named = listed((f"{each.label.text(language)} {each.grade}" for each in one.grounds), language)
    return f"{_WORDS[one.id][language]}{bracketed(named, language)}"


def energy_columns() -> list[Column]:
    """Return the columns of a spreadsheet that name the limit on energy that binds in the year."""
    return [Column("energy_limit"), Column("energy_cut", unit=UNIT.zh), Column("energy_grade")]


def energy_cells(limits: Sequence[EnergyLimit], at: int) -> list[Cell | Value]:
    """Return the limit on energy that binds in a year, what it cuts, and its grade."""
    for one in limits:
        if one.cuts[at] > 0:
            return [one.id, figure_cell(one.cuts[at], 1), one.grade]
    return [None, None, None]


def energy_record(limits: Sequence[EnergyLimit], years: Sequence[int]) -> list[dict[str, object]]:
    """Return the limits for programs, with every year."""
    return [
        {
            "id": one.id,
            "name": dict(_WORDS[one.id]),
            "grade": one.grade,
            "grounds": [
                {"id": each.name, "name": each.label.model_dump(), "grade": each.grade}
                for each in one.grounds
            ],
            "unit": UNIT.zh,
            "unit_en": UNIT.en,
            "years": {
                str(year): {
                    "cut": float(one.cuts[at]),
                    **{part: float(each[at]) for part, each in zip(PARTS, one.borne, strict=True)},
                    "share": None if one.shares is None else float(one.shares[at]),
                }
                for at, year in enumerate(years)
            },
        }
        for one in limits
    ]
