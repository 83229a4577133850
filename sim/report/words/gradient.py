"""Words of the derivatives of an indicator, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.decision.slopes import Gradient, Slope
from sim.report.words.numbers import print_figure
from sim.units import Language


def title(found: Gradient, language: Language) -> str:
    """Return the heading: what is differentiated, in which scenario."""
    name, year = found.entry.name.text(language), found.year
    if language == "zh":
        return f"情景 {found.scenario}：各杠杆再动一点，{name} {year} 年变多少"
    return f"Scenario {found.scenario}: what a little more of each lever does to {name} in {year}"


def figure_line(found: Gradient, language: Language) -> str:
    """Return the figure in the scenario."""
    unit, figure = found.entry.unit.text(language), print_figure(found.figure, found.entry.decimals)
    return f"情景中为 {figure} {unit}。" if language == "zh" else f"In the scenario: {figure} {unit}."


def label(one: Slope, language: Language) -> str:
    """Return the name of an input, with its year where it has one."""
    name, year = one.way.label.text(language), one.way.year
    if year is None:
        return name
    return f"{name} {year} 年" if language == "zh" else f"{name} in {year}"


def notes(found: Gradient, language: Language) -> Iterator[str]:
    """Yield what the columns mean, and what is to be minded."""
    kinked = sum(one.kinks > 0 for one in found.slopes)
    if language == "zh":
        yield (
            "“每单位”是对模型方程求得的导数：投入多一个单位，指标变多少，只对小变动准确。"
            "“全程”是导数乘以可设范围（参数为取值范围）的宽度，只用来比较轻重，不是预测。"
            "“弹性”是投入变 1% 时指标变百分之几。"
        )
        yield (
            f"有 {kinked} 项在途中正好处在拐点上（取大、取小、条件、查找表的折点等），导数只是其中一侧的；"
            "“拐点”是到这一年为止遇到的次数。"
            if kinked
            else "途中没有正好处在拐点上的运算（取大、取小、条件、查找表的折点等）。"
        )
    else:
        yield (
            "“per unit” is the derivative of the model's equations: what one unit more does to the "
            "indicator, exact for small changes only. “over range” is that times the width of the range that "
            "may be set, or is known of a parameter; it ranks, and is no forecast. “elasticity” is the "
            "change in per cent for 1% of the input."
        )
        yield (
            f"Of {kinked}, an operation in between stood exactly at a kink (a maximum, minimum, condition or "
            "corner of a lookup), and the derivative is that of one side; “kinks” counts them to that year."
            if kinked
            else "No operation in between stood exactly at a kink (a maximum, minimum, condition or corner "
            "of a lookup)."
        )
