"""One content, three painters: the Matplotlib, deck and page charts show the same points."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.testing import assert_allclose
from pptx import Presentation

from sim.ensembles.result import Ensemble
from sim.report.charts.content import ChartContent, result_content
from sim.report.charts.indicator import draw
from sim.report.charts.result import IndicatorResult, result_of
from sim.report.deck.chart import add_chart
from sim.report.html.marks import chart_marks
from sim.report.words.numbers import print_figure
from sim.report.words.print_units import print_unit
from sim.run.single import ScenarioRun, run_scenario
from sim.units import Language
from tests.report.briefing_home import YEARS, ensemble_of, fan_around
from tests.report.deck_parts import CHART

SMALL = Path(__file__).parents[1] / "small"
OBSERVED = """indicator,year,value,grade,source,use
gross_output,2021,5600,A,s1,
gross_output,2022,5900,B,s1,
"""
ESTIMATE = "base: {year: 2020, estimate: {low: 90, high: 120, grade: D, reason: {zh: 手算。, en: By hand.}}}"
LEVEL = 5000.0 + 500 * (YEARS - 2020)
GROWTH = np.array([np.nan, *np.linspace(10.0, -8.0, 15)])
Points = dict[int, float]
Triple = tuple[str, str, tuple[tuple[int, float], ...]]  # role, label, points
NOT_LINES = {"p05-p95", "p25-p75", "average", "base_range"}
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> ScenarioRun:
    home = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("content") / "home"))
    (home / "model" / "observations.csv").write_text(OBSERVED, "utf-8")
    file = home / "model" / "indicators.yaml"
    place = "  variable: total investment\n"
    file.write_text(file.read_text("utf-8").replace(place, f"{place}  {ESTIMATE}\n"), "utf-8")
    return run_scenario("trend", home=home)


@pytest.fixture(scope="module")
def ensemble(run: ScenarioRun) -> Ensemble:
    fans = {
        "gross_output": fan_around(LEVEL, width=100),
        "output_growth": fan_around(GROWTH, width=0.5),
        "investment_sum": fan_around(np.full(16, 100.0)),
    }
    return ensemble_of(run, fans, {"gross_output": 0.62, "output_growth": 0.0})


@pytest.fixture(params=["gross_output", "output_growth", "investment_sum"])
def result(request: pytest.FixtureRequest, run: ScenarioRun, ensemble: Ensemble) -> IndicatorResult:
    return result_of(run, request.param, ensemble)


def points(years: Any, figures: Any) -> Points:
    """Return the figures that exist, by year."""
    pairs = zip(years, figures, strict=True)
    return {int(year): float(figure) for year, figure in pairs if figure is not None and figure == figure}


def of_content(content: ChartContent) -> dict[str, Points]:
    """Return all points that a painter has to show, by part."""
    found = {part: points(content.years, values) for part, values in content.lines.items()}
    found |= {level: points(content.years, values) for level, values in content.quantiles.items()}
    return found | {"target": {each.mark.year: each.mark.level for each in content.targets}}


def of_axes(axes: Axes) -> dict[str, Points]:
    """Return the points of the artists, by part."""
    found: dict[str, Points] = {}
    for line in axes.lines:
        found.setdefault(str(line.get_label()), {}).update(points(line.get_xdata(), line.get_ydata()))
    for band in axes.collections:
        low, high = str(band.get_label()).split("-")
        corners = np.vstack([path.vertices for path in band.get_paths()])
        for x, y in corners:
            year = int(x)
            found.setdefault(low, {})[year] = min(y, found.get(low, {}).get(year, y))
            found.setdefault(high, {})[year] = max(y, found.get(high, {}).get(year, y))
    return found


def of_page(content: ChartContent, result: IndicatorResult) -> dict[str, Points]:
    """Return the points of the marks that the page draws beside its own lines, by part."""
    marks = chart_marks(result.row, result.observed)
    found = {part: dict(marks[part]) for part in ("base", "observed", "vision") if part in content.lines}
    return found | {"target": {each["year"]: each["level"] for each in marks["targets"]}}


def native(content: ChartContent, language: Language) -> Any:
    """Return the native chart of a content."""
    deck: Any = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    add_chart(slide, content, "", language)
    return slide.shapes[0].chart


def of_deck(content: ChartContent) -> tuple[dict[str, Points], dict[str, Points]]:
    """Return the points of the native chart's series by name, and the bands' edges by level."""
    chart = native(content, "zh")
    years = [int(label) for label in chart.plots[0].categories]
    series = [(each.name, np.array(each.values, dtype=np.float64)) for each in chart.series]
    bands = 4 if content.quantiles else 0
    edges = np.cumsum([values for _, values in series[:bands]], axis=0)
    levels = dict(zip(("p05", "p25", "p75", "p95"), edges, strict=False))
    lines = {name: points(years, values) for name, values in series[bands:]}
    return lines, {level: points(years, values) for level, values in levels.items()}


def assert_same(found: Mapping[str, Points], expected: Mapping[str, Points]) -> None:
    """Check that every part expected is found with the same years and figures."""
    for part, figures in expected.items():
        assert found[part].keys() == figures.keys(), part
        assert_allclose([found[part][year] for year in figures], list(figures.values()), err_msg=part)


def test_the_chart_and_the_page_show_every_point(result: IndicatorResult) -> None:
    content = result_content(result, "zh")
    expected = of_content(content)
    of_marks = of_page(content, result)
    assert_same(of_marks, {part: expected[part] for part in of_marks})
    assert of_marks.keys() == expected.keys() - {"scenario", *content.quantiles}
    (axes,) = draw(result, "zh").axes
    drawn = {part: figures for part, figures in expected.items() if part != "p50"}
    found = of_axes(axes)
    assert_same(found, drawn)
    more = {"average", "span", "zero", "base_range"}
    assert {part for part in found if not part.startswith("_")} - drawn.keys() <= more


def triples_of_picture(content: ChartContent, figure: Figure) -> set[Triple]:
    """Return the role, the label in the legend and the points of every part that is drawn."""
    (axes,) = figure.axes
    shown = of_axes(axes)
    names = {
        role: text.get_text()
        for legend in figure.legends
        for role, text in zip(
            [handle.get_label() for handle in legend.legend_handles], legend.texts, strict=True
        )
    }
    return {
        (role, next(name for name in names.values() if name == content.labels[role]), tuple(points.items()))
        for role, points in shown.items()
        if role in content.labels and role not in ("base_range", "average")
    }


def triples_of_deck(content: ChartContent) -> set[Triple]:
    """Return the same of the native chart; a role is found by the name of its series."""
    roles = {label: role for role, label in content.labels.items()}
    lines, _ = of_deck(content)
    return {
        (roles[name], name, tuple(points.items()))
        for name, points in lines.items()
        if roles.get(name) not in (None, "average")
    }


def triples_of_page(content: ChartContent, result: IndicatorResult, language: Language) -> set[Triple]:
    """Return the same of the marks that the page draws beside its own lines."""
    labels = chart_marks(result.row, result.observed)["labels"][language]
    times = print_unit(result.row.entry, language).times  # the page is in the registry's unit
    return {
        (role, labels[role], tuple((year, figure * times) for year, figure in points.items()))
        for role, points in of_page(content, result).items()
        if role in labels
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_roles_labels_and_figures_are_the_same_in_all(result: IndicatorResult, language: Language) -> None:
    content = result_content(result, language)
    deck = rounded_triples(triples_of_deck(content))
    assert {role for role, _, _ in deck} == content.labels.keys() - NOT_LINES
    assert rounded_triples(triples_of_picture(content, draw(result, language))) == deck
    marks = {each for each in deck if each[0] not in ("scenario", "p50")}
    assert rounded_triples(triples_of_page(content, result, language)) == marks


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_at_points_are_the_same_in_picture_and_deck(
    result: IndicatorResult, language: Language
) -> None:
    content = result_content(result, language)
    expected = {f"{each.name} {each.figure}" for each in content.targets}
    expected |= {own.figure for own in content.averages} | {*content.figures.values()}
    (axes,) = draw(result, language).axes
    assert expected <= {text.get_text().replace("\n", " ") for text in axes.texts}
    assert point_labels_of_deck(content, language) == expected


def point_labels_of_deck(content: ChartContent, language: Language) -> set[str]:
    """Return the labels of the native chart as Office prints them."""
    chart = native(content, language)
    found = set()
    for series in chart._chartSpace.iter(f"{CHART}ser"):
        values = {
            int(point.get("idx")): float(point[0].text)
            for point in series.find(f"{CHART}val").iter(f"{CHART}pt")
        }
        for label in series.iter(f"{CHART}dLbl"):
            words = "".join(label.itertext(f"{DRAWING}t"))
            shown = label.find(f"{CHART}numFmt")
            if shown is not None:
                pattern = shown.get("formatCode")
                decimals = len(pattern.partition(".")[2].rstrip('"%'))
                value = values[int(label.find(f"{CHART}idx").get("val"))]
                words = f"{print_figure(value, decimals)}{'%' if '%' in pattern else ''}"
            found.add(words.replace("-", "−"))
    return found


def test_the_native_axis_holds_the_limits_of_the_content(result: IndicatorResult) -> None:
    content = result_content(result, "zh")
    axis = native(content, "zh").value_axis
    assert axis.minimum_scale <= content.limits[0]
    assert axis.maximum_scale >= content.limits[1]
    assert (axis.maximum_scale - axis.minimum_scale) / axis.major_unit == pytest.approx(
        round((axis.maximum_scale - axis.minimum_scale) / axis.major_unit)
    )


def rounded_triples(found: set[Triple]) -> set[Triple]:
    """Return triples with figures to twelve digits, which binary arithmetic keeps."""
    return {
        (role, label, tuple((year, float(f"{figure:.12g}")) for year, figure in sorted(points)))
        for role, label, points in found
    }


def test_the_deck_shows_every_point_and_bands_open_from_the_base(result: IndicatorResult) -> None:
    content = result_content(result, "zh")
    lines, edges = of_deck(content)
    expected = of_content(content)
    opening = {year for year in content.years.tolist() if edges and year not in expected["p05"]}
    base = expected.get("base", {})
    assert all(figures[year] == base[year] for figures in edges.values() for year in opening)
    edges = {
        level: {year: figure for year, figure in figures.items() if year not in opening}
        for level, figures in edges.items()
    }
    shown = {part: figures for part, figures in expected.items() if figures and part in content.lines}
    assert_same(lines, {content.labels[part]: figures for part, figures in shown.items()})
    assert_same(edges, {level: expected[level] for level in edges})
    targets = lines[content.labels["target"]]
    assert {year: targets[year] for year in expected["target"]} == expected["target"]


def test_words_are_the_contents(run: ScenarioRun, ensemble: Ensemble) -> None:
    shown = result_of(run, "gross_output", ensemble)
    content = result_content(shown, "en")
    (axes,) = draw(shown, "en").axes
    written = [text.get_text() for text in axes.texts]
    assert content.unit in written
    assert {*content.figures.values()} <= {*written}
    legends = [[text.get_text() for text in legend.texts] for legend in axes.figure.legends]
    assert [name for row in reversed(legends) for name in row] == list(content.labels.values())
    lines, _ = of_deck(content)
    assert set(lines) <= {*content.labels.values()}


def test_the_page_draws_the_base_of_a_growth_and_the_range_of_an_estimate(run: ScenarioRun) -> None:
    growth, total = (result_of(run, key) for key in ("output_growth", "investment_sum"))
    marks = chart_marks(growth.row, growth.observed)
    assert marks["base"][0][1] == 1.8
    assert chart_marks(total.row, total.observed)["range"] == (90, 120)


def test_the_page_labels_targets_as_the_chart_does(run: ScenarioRun) -> None:
    shown = result_of(run, "gross_output")
    marks = chart_marks(shown.row, shown.observed)
    assert [each["text"]["en"] for each in marks["targets"]] == ["7,500", "15,270"]
    assert marks["labels"]["zh"]["target"] == result_content(shown, "zh").labels["target"]


def test_the_path_to_the_vision(run: ScenarioRun) -> None:
    content = result_content(result_of(run, "gross_output"), "zh")
    years, path = content.points(content.lines["vision"])
    assert years.tolist() == list(range(2020, 2036))
    assert_allclose(path[[0, -1]], [5000, 15270])
    assert_allclose(path[1:] / path[:-1], (15270 / 5000) ** (1 / 15))
    assert "vision" not in result_content(result_of(run, "resident_population"), "zh").lines
