"""Words of the document of the record in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from sim.units import Language

RULES_SAID: Mapping[str, Mapping[Language, str]] = {
    "last_value": {
        "zh": "水平保持在最近一个已知年份的数，增速为零；半年、数月的水平取同一时段的，没有时取全年数乘以"
        "该时段的占比。",
        "en": "a level stays as in the last year known, growth is zero; a level of part of a year is that "
        "of the same part or, without one, the whole year's times the part's share.",
    },
    "last_growth": {
        "zh": "水平按最近两个已知年份之间的年均增速外推，只有一个已知年份时按最近公布的增速；增速取最近公"
        "布的增速，没有时取最近两个已知水平之间的。两者都没有，就没有预测。",
        "en": "a level goes on with the yearly growth between the last two levels known or, with one "
        "only, with the growth last published; growth is that last published or, without one, that "
        "between the last two levels. With neither it says nothing.",
    },
    "plan": {
        "zh": "从基期到规划目标的直线；五年累计的目标取总和等于目标的直线；规划给的是增速时，每年按该增速"
        "。规划没有目标的行没有预测。",
        "en": "the straight line from the base to the plan's target; for a sum of five years the line "
        "that adds up to it; where the plan states growth, that growth each year. Rows without a target "
        "have none.",
    },
}
BASES_SAID: Mapping[Language, str] = {
    "zh": "只用该时点已公布的数；2020 年的水平取公布的基数，没有公布的取模型的基期账户。朴素预测是一个数，"
    "它的 CRPS 就是误差的绝对值。",
    "en": "They use what was published by the day alone. The level of the base year is the published one "
    "or, without one, that of the model's account. A naive forecast is one number, and its CRPS the "
    "absolute error.",
}
PIT_SAID: Mapping[Language, str] = {
    "zh": "百分位（PIT）是预测中低于实际数的份额。区间恰当时各档次数相近；两端多说明区间偏窄，中间多说明偏"
    "宽，偏向一侧说明预测系统性偏高或偏低。",
    "en": "The PIT is the share of the forecast below the figure. Where the bands are right the bars are "
    "about even; high ends mean that bands are too narrow, a high middle too wide, and one side that "
    "forecasts are too high or too low throughout.",
}
