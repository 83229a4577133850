"""Names of the parts of a chart, the same in charts, decks and pages."""

from __future__ import annotations

from sim.outcomes.indicators import BaseFigure
from sim.outcomes.marks import TargetMark, vision_multiple
from sim.registry.indicators import HORIZONS, Indicator
from sim.report.charts.content import Exhibit
from sim.report.charts.finding import amount, period
from sim.report.charts.provenance import price_note, scenario_title
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_between, print_figure, print_plain, print_stated
from sim.report.words.punctuation import bracketed, joined
from sim.units import Language

_TERMS = {"p05-p95": "band", "p25-p75": "inner_band", "median": "median"}


def label_of(part: str, shown: Exhibit, language: Language) -> str:
    """Return what a part of a chart is called.

    Parameters
    ----------
    part : "scenario", "p05-p95", "p25-p75", "median", "base", "observed", "target" or "vision"
    """
    if part == "scenario":
        title = scenario_title(shown.table, language)
        return f"情景“{title}”" if language == "zh" else f"Scenario: {title}"
    if part == "base" and shown.row.base:
        return _base(shown.row.base, language)
    if part == "observed":
        return _observed(shown, language)
    if part == "vision":
        return _vision(shown.entry, language)
    if part == "target":
        return heading("stand_in" if shown.entry.target_kind == "stand_in" else "target", language)
    return heading(_TERMS[part], language)


def _base(base: BaseFigure, language: Language) -> str:
    """Return what the base is called, and whether it is an estimate."""
    name = f"{base.year} {word('base', language)}"
    if base.estimate is None:
        return name
    return name + bracketed({"zh": "估计", "en": "estimated"}[language], language)


def _observed(shown: Exhibit, language: Language) -> str:
    """Return what the observations are called, and that they test nothing where parameters follow them."""
    name = heading("observed", language)
    if not all(each.is_set_by for each in shown.observed):
        return name
    return name + bracketed({"zh": "用于定参", "en": "sets parameters"}[language], language)


def _vision(entry: Indicator, language: Language) -> str:
    multiple, base = vision_multiple(entry, HORIZONS[-1]), entry.base
    assert multiple is not None
    assert base is not None
    growth = 100 * (multiple ** (1 / (HORIZONS[-1] - base.year)) - 1)
    if language == "zh":
        return f"远景：基数的 {print_plain(multiple, 3)} 倍（年均 {print_figure(growth, 1)}%）"
    return f"Vision: {print_plain(multiple, 3)} × base ({print_figure(growth, 1)}% a year)"


def mark_label(mark: TargetMark, shown: Exhibit, language: Language) -> tuple[str, str]:
    """Return what is written at a target: its name, and its figure with of how many years it is."""
    name, figure = label_of("target", shown, language), point(print_stated(mark.target), shown.entry)
    if not mark.is_span:
        return name, figure
    kind = _SPANS[shown.entry.measure][language]
    return name, figure + (bracketed(kind, language) if language == "zh" else f" {kind}")


_SPANS: dict[str, dict[Language, str]] = {
    "growth": {"zh": "年均", "en": "a year"},
    "five_year_sum": {"zh": "五年合计", "en": "in five years"},
}


def point_label(figure: float, entry: Indicator) -> str:
    """Return what is written at a point of the scenario's line."""
    return point(print_figure(figure, entry.decimals), entry)


def point(figure: str, entry: Indicator) -> str:
    """Return a printed figure without the unit, which the axis has, except for the sign of per cent."""
    return f"{figure}%" if entry.unit.zh == "%" else figure


def axis_title(shown: Exhibit, language: Language) -> str:
    """Return unit and prices."""
    parts = (shown.entry.unit.text(language), price_note(shown, language))
    return joined(parts, language)


def subtitle(shown: Exhibit, language: Language) -> str:
    """Return what stands below the title: the scenario, and how sure its figure is."""
    scenario, interval = scenario_line(shown, language), shown.interval(shown.focus)
    if shown.ensemble is None:
        single = {"zh": "；单次推演，未含不确定性", "en": "; a single run, without uncertainty"}
        return scenario + single[language]
    if interval is None:
        return scenario
    entry, when = shown.entry, period(shown.entry, shown.focus, language)
    low = point_label(interval[0], entry)
    middle, high = (amount(figure, entry, language) for figure in interval[1:])
    if language == "zh":
        return f"{scenario}；{when}中位数 {middle}，九成抽样在 {print_between(low, high, language)}之间"
    return f"{scenario}; median {middle} {when}, nine draws in ten from {print_between(low, high, language)}"


def scenario_line(shown: Exhibit, language: Language) -> str:
    """Return the scenario's title and name."""
    title, name = scenario_title(shown.table, language), shown.table.scenario
    return f"情景：{title}（{name}）" if language == "zh" else f"Scenario: {title} ({name})"
