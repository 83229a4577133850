"""Legend entries of charts, decks and pages."""

from __future__ import annotations

from collections.abc import Sequence

from sim.outcomes.indicators import BaseFigure, IndicatorRow
from sim.outcomes.marks import SUM_YEARS, TargetMark, vision_multiple
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation
from sim.report.charts.provenance import price_note, scenario_title
from sim.report.charts.result import IndicatorResult
from sim.report.charts.verdict import target_word
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import SIGNS, print_between, print_figure, print_plain, print_share
from sim.report.words.periods import is_over
from sim.report.words.print_units import PrintUnit, print_unit
from sim.report.words.punctuation import bracketed, joined
from sim.sampling.uncertain import is_uncertain
from sim.units import Language


def labels_of(
    row: IndicatorRow, title: str, observed: Sequence[Observation], language: Language, *, is_median: bool
) -> dict[str, str]:
    """Return the names of the parts of a chart, in the order of the legend.

    Parameters
    ----------
    title : of the scenario
    observed : figures published after the base year
    is_median : whether the scenario's line is the median of the draws
    """
    middle = bracketed(word("median", language), language) if is_median else ""
    found = {
        "scenario": (f"情景“{title}”" if language == "zh" else f"Scenario: {title}") + middle,
        "target": _target_name(row, language),
        "average": {"zh": "情景年均", "en": "Scenario, yearly average"}[language],
    }
    if row.base is not None:
        found["base"] = _base(row, row.base, language)
        found["base_range"] = heading("estimate_range", language)
    found["observed"] = _observed(observed, language)
    if vision_multiple(row) is not None:
        found["vision"] = _vision(row, language)
    bands = {"p05-p95": heading("band", language), "p25-p75": heading("inner_band", language)}
    return found | bands


def _target_name(row: IndicatorRow, language: Language) -> str:
    """Return what the targets are called: after the first of them, which is the plan's own if it has one."""
    return capital(target_word(row, min(row.planned.values, default=row.plan.horizons[0]), language))


def _base(row: IndicatorRow, base: BaseFigure, language: Language) -> str:
    """Return the name of the base, marked where it is an estimate; a reduction's is zero by definition."""
    name = f"{base.year} {word('base', language)}"
    if base.estimate is None or row.entry.measure == "reduction":
        return name
    return name + bracketed({"zh": "估计", "en": "estimated"}[language], language)


def _observed(observed: Sequence[Observation], language: Language) -> str:
    """Return the name of the observations, with a note where parameters were set with them."""
    name = heading("observed", language)
    if not all(each.is_set_by for each in observed):
        return name
    return name + bracketed({"zh": "用于定参", "en": "sets parameters"}[language], language)


def _vision(row: IndicatorRow, language: Language) -> str:
    multiple, base = vision_multiple(row), row.stated_base
    assert multiple is not None
    assert base is not None
    growth = 100 * (multiple ** (1 / (row.plan.horizons[-1] - base.year)) - 1)
    if language == "zh":
        return f"远景：基数的 {print_plain(multiple, 3)} 倍（年均 {print_figure(growth, 1)}%）"
    return f"Vision: {print_plain(multiple, 3)} × base ({print_figure(growth, 1)}% a year)"


def capital(text: str) -> str:
    """Return a text with a capital letter in front."""
    return text[:1].upper() + text[1:]


def mark_label(mark: TargetMark, row: IndicatorRow, unit: PrintUnit, language: Language) -> tuple[str, str]:
    """Return the label of a target: its name, and its figure with its sign and what it covers.

    Parameters
    ----------
    mark : in the registry's unit
    """
    name = capital(target_word(row, mark.year, language))
    sign = "" if row.planned.comparison == ">=" else SIGNS[row.planned.comparison]
    figure = sign + unit.point(unit.stated(mark.target))
    return name, _over_years(mark, figure, sign + unit.point(unit.stated(mark.level)), row.entry, language)


def average_label(
    mark: TargetMark, level: float, row: IndicatorRow, unit: PrintUnit, language: Language
) -> str:
    """Return the label of the scenario's own average over the years of a target."""
    whole = level * SUM_YEARS if row.entry.measure == "five_year_sum" else level
    shown, yearly = (unit.point(unit.number(figure)) for figure in (whole, level))
    return _over_years(mark, shown, yearly, row.entry, language)


def _over_years(mark: TargetMark, whole: str, yearly: str, entry: Indicator, language: Language) -> str:
    """Return a figure that covers several years as such."""
    if not mark.is_span:
        return whole
    if entry.measure == "growth":
        return f"年均 {whole}" if language == "zh" else f"{whole} a year"
    if language == "zh":
        return f"年均 {yearly}（五年合计 {whole}）"
    return f"{yearly} a year ({whole} in five years)"


def point_label(figure: float, unit: PrintUnit) -> str:
    """Return the label of a point of the scenario's line, without the unit, which the axis shows."""
    return unit.point(unit.number(figure))


def axis_title(entry: Indicator, unit: PrintUnit, language: Language) -> str:
    """Return the title of the axis: unit, what each year's figure is, and price basis."""
    course = _COURSES.get(entry.measure, {}).get(language, "")
    return joined((unit.axis, course, price_note(entry, language)), language)


_COURSES: dict[str, dict[Language, str]] = {
    "growth": {"zh": "比上年", "en": "on the year before"},
    "five_year_sum": {"zh": "当年", "en": "each year"},
}
CUT: dict[Language, str] = {"zh": "纵轴不从零起", "en": "truncated axis"}


def subtitle(shown: IndicatorResult, language: Language) -> str:
    """Return the subtitle: the scenario, and the uncertainty of its figure."""
    scenario, interval = scenario_line(shown, language), shown.interval(shown.focus)
    if shown.ensemble is None:
        return scenario + _SINGLE[is_uncertain(shown.table.registry)][language]
    if interval is None:
        return scenario
    if shown.entry.measure == "peak_year":
        return _peaks(scenario, shown.table.registry.base_year, interval, language)
    unit = print_unit(shown.entry, language)
    low, middle, high = (unit.number(figure) for figure in interval)
    if shown.published is not None and shown.is_judged:
        what = {
            "zh": f"推演的中位数为 {unit.amount(middle)}",
            "en": f"simulated median {unit.amount(middle)}",
        }
    else:
        over = "推演值" if is_over(shown.focus) else "预计值"
        kind = over if shown.is_judged else "设定值"
        what = {"zh": f"{kind}为中位数", "en": "the figure is the median"}
    if low == high:
        return scenario + _error_of(shown, language)
    within, error = print_between(low, high, language), _error_of(shown, language)
    if language == "zh":
        return f"{scenario}；{what['zh']}，九成抽样在 {unit.amount(within)}之间{error}"
    return f"{scenario}; {what['en']}, nine draws in ten from {unit.amount(within)}{error}"


def _error_of(shown: IndicatorResult, language: Language) -> str:
    """Return the sampling error of the probability in the title, "" where it has none."""
    ensemble, chance = shown.ensemble, shown.chance(shown.focus)
    if ensemble is None or chance is None or shown.published:
        return ""
    least, most = (shown.of_target(shown.focus, name) for name in ("met_low", "met_high"))
    if least is None or most is None:
        return ""
    low, high = print_share(least, 1), print_share(most, 1)
    if language == "zh":
        return f"；概率的抽样误差范围（95%）{low} 至 {high}"
    return f"; sampling error of the probability (95%) {low} to {high}"


def _peaks(scenario: str, base: int, interval: tuple[float, float, float], language: Language) -> str:
    """Return the subtitle on a year of a peak, which is counted from the base year."""
    first, _, last = (str(base + round(years)) for years in interval)
    within = print_between(first, last, language)
    if language == "zh":
        return f"{scenario}；峰值取中位数，九成抽样在 {within} 年之间"
    return f"{scenario}; the peak is the median, nine draws in ten from {within}"


_SINGLE: dict[bool, dict[Language, str]] = {  # by whether anything could be drawn
    True: {"zh": "；单次推演，未含不确定性", "en": "; a single run, without uncertainty"},
    False: {"zh": "；单次推演，没有要抽样的参数", "en": "; a single run, for no parameter is drawn"},
}


def scenario_line(shown: IndicatorResult, language: Language) -> str:
    """Return the scenario's title."""
    title = scenario_title(shown.table, language)
    return f"情景：{title}" if language == "zh" else f"Scenario: {title}"
