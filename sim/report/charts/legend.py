"""Legend entries of charts, decks and pages."""

from __future__ import annotations

from collections.abc import Sequence

from sim.outcomes.indicators import BaseFigure, IndicatorRow
from sim.outcomes.marks import TargetMark, vision_multiple
from sim.registry.indicators import Indicator
from sim.registry.observations import Observation
from sim.registry.plan import PlannedTarget
from sim.report.charts.finding import amount, period
from sim.report.charts.provenance import price_note, scenario_title
from sim.report.charts.result import IndicatorResult
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_between, print_figure, print_plain, print_stated
from sim.report.words.punctuation import bracketed, joined
from sim.sampling.uncertain import is_uncertain
from sim.units import Language


def labels_of(
    row: IndicatorRow, title: str, observed: Sequence[Observation], language: Language
) -> dict[str, str]:
    """Return the names of the parts of a chart, in the order of the legend.

    Parameters
    ----------
    title : of the scenario
    observed : figures published after the base year
    """
    found = {
        "scenario": f"情景“{title}”" if language == "zh" else f"Scenario: {title}",
        "target": heading(_target_term(row.planned), language),
    }
    if row.base is not None:
        found["base"] = _base(row.base, language)
    found["observed"] = _observed(observed, language)
    if vision_multiple(row) is not None:
        found["vision"] = _vision(row, language)
    bands = {"p05-p95": heading("band", language), "p25-p75": heading("inner_band", language)}
    return found | bands


def _target_term(planned: PlannedTarget) -> str:
    return "stand_in" if planned.kind == "stand_in" else "target"


def _base(base: BaseFigure, language: Language) -> str:
    """Return the name of the base, marked where it is an estimate."""
    name = f"{base.year} {word('base', language)}"
    if base.estimate is None:
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


def mark_label(mark: TargetMark, row: IndicatorRow, language: Language) -> tuple[str, str]:
    """Return the label of a target: its name, its figure, and the number of years that it covers."""
    name = heading(_target_term(row.planned), language)
    figure = point(print_stated(mark.target), row.entry)
    if not mark.is_span:
        return name, figure
    kind = _SPANS[row.entry.measure][language]
    return name, figure + (bracketed(kind, language) if language == "zh" else f" {kind}")


_SPANS: dict[str, dict[Language, str]] = {
    "growth": {"zh": "年均", "en": "a year"},
    "five_year_sum": {"zh": "五年合计", "en": "in five years"},
}


def point_label(figure: float, entry: Indicator) -> str:
    """Return the label of a point of the scenario's line."""
    return point(print_figure(figure, entry.decimals), entry)


def point(figure: str, entry: Indicator) -> str:
    """Return a printed figure without its unit, which the axis shows, except for a per cent sign."""
    return f"{figure}%" if entry.unit.zh == "%" else figure


def axis_title(entry: Indicator, language: Language) -> str:
    """Return the title of the axis: unit and price basis."""
    return joined((entry.unit.text(language), price_note(entry, language)), language)


def subtitle(shown: IndicatorResult, language: Language) -> str:
    """Return the subtitle: the scenario, and the uncertainty of its figure."""
    scenario, interval = scenario_line(shown, language), shown.interval(shown.focus)
    if shown.ensemble is None:
        return scenario + _SINGLE[is_uncertain(shown.table.registry)][language]
    if interval is None:
        return scenario
    entry, when = shown.entry, period(shown.entry, shown.focus, shown.row.plan.base_year, language)
    low = point_label(interval[0], entry)
    middle, high = (amount(figure, entry, language) for figure in interval[1:])
    if language == "zh":
        return f"{scenario}；{when}中位数 {middle}，九成抽样在 {print_between(low, high, language)}之间"
    return f"{scenario}; median {middle} {when}, nine draws in ten from {print_between(low, high, language)}"


_SINGLE: dict[bool, dict[Language, str]] = {  # by whether anything could be drawn
    True: {"zh": "；单次推演，未含不确定性", "en": "; a single run, without uncertainty"},
    False: {"zh": "；单次推演，没有要抽样的参数", "en": "; a single run, for no parameter is drawn"},
}


def scenario_line(shown: IndicatorResult, language: Language) -> str:
    """Return the scenario's title and name."""
    title, name = scenario_title(shown.table, language), shown.table.scenario
    return f"情景：{title}（{name}）" if language == "zh" else f"Scenario: {title} ({name})"
