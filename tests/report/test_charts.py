"""Charts, tested on their content: lines, bands, words, places, and the bytes of their files."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text
from numpy.testing import assert_allclose

from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.opening import open_ensemble
from sim.ensembles.result import Ensemble
from sim.errors import SimError
from sim.report import style
from sim.report.charts.file import chart_bytes, save_chart
from sim.report.charts.indicator import build_chart, ticks_of
from sim.run.single import ScenarioRun, run_scenario
from sim.sampling.forecast import shipped_forecast
from tests.drawn_homes import without_ranges
from tests.report.briefing_home import YEARS, ensemble_of, fan_around

LEVEL = 5000.0 + 500 * (YEARS - 2020)
GROWTH = np.array([np.nan, *np.linspace(10.0, -8.0, 15)])


@pytest.fixture(scope="module")
def trend(small_home: Path) -> ScenarioRun:
    return run_scenario("trend", home=small_home)


@pytest.fixture(scope="module")
def ensemble(trend: ScenarioRun) -> Ensemble:
    fans = {"gross_output": fan_around(LEVEL, width=100), "output_growth": fan_around(GROWTH, width=0.5)}
    return ensemble_of(trend, fans, {"gross_output": 0.62, "output_growth": 0.0})


def line(axes: Axes, part: str) -> np.ndarray:
    """Return the points of a line, (time, 2)."""
    (found,) = [each for each in axes.lines if each.get_label() == part]
    return np.column_stack([found.get_xdata(), found.get_ydata()])


def band(axes: Axes, part: str) -> np.ndarray:
    """Return the corners of a band, (corner, 2)."""
    (found,) = [each for each in axes.collections if each.get_label() == part]
    assert isinstance(found, PolyCollection)
    return np.vstack([path.vertices for path in found.get_paths()])


def words(figure: Figure) -> list[str]:
    """Return all texts in a figure."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


# --- what is drawn ---------------------------------------------------------------------------


def test_the_scenario_the_base_the_targets_and_the_vision_are_drawn(trend: ScenarioRun) -> None:
    (axes,) = build_chart(trend, "gross_output", None).axes
    assert_allclose(line(axes, "scenario"), np.column_stack([YEARS, LEVEL]))
    assert line(axes, "base").tolist() == [[2020, 5000]]
    targets = [each for each in axes.lines if each.get_label() == "target"]
    assert [(each.get_xdata()[0], each.get_ydata()[0]) for each in targets] == [(2025, 7500), (2035, 15270)]
    assert_allclose(line(axes, "vision")[[0, -1]], [[2020, 5000], [2035, 15270]])
    assert not axes.collections


def test_by_default_the_bands_are_those_of_1000_draws(trend: ScenarioRun, small_home: Path) -> None:
    (axes,) = build_chart(trend, "gross_output").axes
    fan = run_ensemble("trend", 1_000, 7, home=small_home).fan("gross_output")
    corners = band(axes, "p05-p95")
    for level in ("p05", "p95"):
        edge = np.column_stack([fan.index, fan[level]])
        assert all((np.abs(corners - point).max(axis=1) < 1e-9).any() for point in edge)
    found = words(build_chart(trend, "gross_output"))
    assert any(text.endswith("不确定性：先验（未向观测学习），1,000 次抽样") for text in found)


def test_a_home_that_draws_nothing_says_so(own_home: Path) -> None:
    without_ranges(own_home)
    figure = build_chart(run_scenario("trend", home=own_home), "gross_output")
    assert not figure.axes[0].collections
    assert "情景：趋势；单次推演，没有要抽样的参数" in words(figure)


@pytest.mark.slow
def test_the_shipped_home_draws_its_forecast_or_the_prior() -> None:
    plan = run_scenario("plan")
    forecast, prior = (
        words(build_chart(plan, "gross_industrial_output", draws, "en")) for draws in ("forecast", "prior")
    )
    year = shipped_year(plan)
    assert any(
        f"uncertainty: the forecast (observations to {year}), 1,000 draws" in each for each in forecast
    )
    assert any("uncertainty: the prior (no observations), 1,000 draws" in each for each in prior)


def shipped_year(run: ScenarioRun) -> int:
    """Return the year of the last observation of the shipped forecast."""
    draws = shipped_forecast(run.workspace)
    assert draws is not None
    return draws.last_year


def test_the_bands_are_the_quantiles(trend: ScenarioRun, ensemble: Ensemble) -> None:
    (axes,) = build_chart(trend, "gross_output", ensemble).axes
    for low, high, shifts in (("p05", "p95", (-1200, 900)), ("p25", "p75", (-400, 300))):
        corners = band(axes, f"{low}-{high}")
        for shift in shifts:
            edge = np.column_stack([YEARS, LEVEL + shift])
            assert all((np.abs(corners - point).max(axis=1) < 1e-9).any() for point in edge)


def test_a_fan_that_crosses_zero_and_begins_a_year_late(trend: ScenarioRun, ensemble: Ensemble) -> None:
    (axes,) = build_chart(trend, "output_growth", ensemble).axes
    corners = band(axes, "p05-p95")
    assert np.isfinite(corners).all()
    assert corners[:, 0].min() == 2021
    assert corners[:, 1].min() == pytest.approx(-8 - 6)
    assert corners[:, 1].max() == pytest.approx(10 + 4.5)
    low, high = axes.get_ylim()
    assert low < -14
    assert high > 14.5
    assert line(axes, "zero")[:, 1].tolist() == [0, 0]
    assert line(axes, "scenario")[0, 0] == 2021
    assert line(axes, "base").tolist() == [[2020, 1.8]]


def test_the_target_of_an_average_is_a_level_over_its_years(trend: ScenarioRun) -> None:
    (growth,) = build_chart(trend, "output_growth").axes
    assert line(growth, "span").tolist() == [[2021, 8.5], [2025, 8.5]]
    own = 100 * ((7500 / 5000) ** (1 / 5) - 1)
    assert_allclose(line(growth, "average"), [[2021, own], [2025, own]])
    assert {"目标 年均 8.5%", "年均 8.4%"} <= {text.get_text() for text in growth.texts}
    (total,) = build_chart(trend, "investment_sum").axes
    assert line(total, "span").tolist() == [[2021, 100], [2025, 100]]
    assert "目标 年均 100（五年合计 500）" in [text.get_text() for text in total.texts]


def test_years_are_plain_and_levels_have_thousands_separators(trend: ScenarioRun) -> None:
    (axes,) = build_chart(trend, "gross_output").axes
    assert [text.get_text() for text in axes.get_xticklabels()] == [str(year) for year in YEARS]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["0", "5,000", "10,000", "15,000"]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (-2.4, 5.1, ["−2", "0", "2", "4"]),
        (0.0, 0.012, ["0.000", "0.002", "0.004", "0.006", "0.008", "0.010", "0.012"]),
        (3.36, 3.65, ["3.40", "3.45", "3.50", "3.55", "3.60", "3.65"]),
    ],
)
def test_ticks_are_round(low: float, high: float, labels: list[str]) -> None:
    assert ticks_of(low, high)[1] == labels


# --- the words -------------------------------------------------------------------------------


def test_words_in_chinese(trend: ScenarioRun, ensemble: Ensemble) -> None:
    found = words(build_chart(trend, "gross_output", ensemble))
    for text in (
        "工业总产值 2035 年预计 12,500 亿元，距 15,270 亿元远景目标差 18.1%",
        "情景“趋势”（中位数）",
        "5–95% 区间",
        "25–75% 区间",
        "目标",
        "2020 基数",
        "远景：基数的 3.05 倍（年均 7.7%）",
        "亿元，当年价",
        "推演：TEDA 情景模拟器；不确定性：先验（未向观测学习），100 次抽样",
        "基数与目标：《规划纲要》（第一章 第三节 四 表1）",
        "目标 7,500",
        "远景目标\n15,270",
        "7,500",
        "12,500",
    ):
        assert text in found, text


def test_words_in_english_are_all_english(trend: ScenarioRun, ensemble: Ensemble) -> None:
    found = words(build_chart(trend, "gross_output", ensemble, "en"))
    assert "CNY bn, current prices" in found
    assert any(text.startswith("Base and targets: ") and "yaml" not in text for text in found)
    assert "Vision: 3.05 × base (7.7% a year)" in found
    assert not [text for text in found if any("\u3000" <= char <= "\u9fff" for char in text)]


def test_changed_settings_are_named(small_home: Path) -> None:
    run = run_scenario("trend", {"public investment": 120}, home=small_home)
    found = words(build_chart(run, "gross_output", None))
    assert "推演：TEDA 情景模拟器；在情景上改动：公共投资 120" in found
    constant = run_scenario("trend", {"output per capital": 5.1}, home=small_home)
    assert (
        "Simulated by the TEDA scenario simulator; changed in the scenario: 1 constant of the model"
        in words(build_chart(constant, "gross_output", None, "en"))
    )


def test_a_title_may_contain_matplotlib_mathematics(own_home: Path) -> None:
    file = own_home / "scenarios" / "trend.yaml"
    file.write_text(file.read_text("utf-8").replace("趋势", "成本 $5 与 $6_x"), "utf-8")
    figure = build_chart(run_scenario("trend", home=own_home), "gross_output")
    assert chart_bytes(figure, ".png")


def test_a_title_with_a_character_that_no_font_has(own_home: Path) -> None:
    file = own_home / "scenarios" / "trend.yaml"
    file.write_text(file.read_text("utf-8").replace("趋势", "趋势𠀀"), "utf-8")
    with pytest.raises(SimError, match="字体里没有这些字符"):
        build_chart(run_scenario("trend", home=own_home), "gross_output")


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_what_identifies_the_figures_is_in_the_file_and_not_on_the_page(
    trend: ScenarioRun, ensemble: Ensemble, suffix: str
) -> None:
    figure = build_chart(trend, "gross_output", ensemble)
    model = trend.model_hash[:12]
    assert not [text for text in words(figure) if model in text or "种子" in text or "yaml" in text]
    figure.set_dpi(50)
    written = chart_bytes(figure, suffix)
    assert model.encode() in written
    assert "种子 7".encode() in written


@pytest.mark.parametrize("title", ["长" * 60, "A long title " * 4])
def test_a_long_title_of_a_scenario_stays_on_the_page(own_home: Path, title: str) -> None:
    file = own_home / "scenarios" / "trend.yaml"
    file.write_text(file.read_text("utf-8").replace("趋势", title.strip()), "utf-8")
    assert not overlaps(build_chart(run_scenario("trend", home=own_home), "gross_output"))


# --- the look --------------------------------------------------------------------------------


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Return pairs of texts that touch, and texts beyond the figure's edge."""
    figure.set_dpi(60)  # all is in points: the places are the same, the drawing is faster
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw_without_rendering()  # lays out all that is shown
    boxes = [
        (text.get_text(), text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_text() and text.get_visible()
    ]
    page = figure.bbox
    outside = [(name, "edge") for name, box in boxes if box.x0 < 0 or box.x1 > page.x1 or box.y0 < 0]
    return outside + [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.overlaps(two)]


@pytest.fixture(scope="module")
def plan() -> ScenarioRun:
    return run_scenario("plan")


@pytest.fixture(scope="module")
def plan_ensemble(plan: ScenarioRun, tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    folder = tmp_path_factory.mktemp("runs") / "plan"
    run_ensemble("plan", 64, 7, folder)
    return open_ensemble(folder, plan.workspace)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "is_ensemble"), [("zh", False), ("en", True)])
def test_no_texts_touch_in_any_chart_of_the_plan(
    plan: ScenarioRun, plan_ensemble: Ensemble, language: str, is_ensemble: bool
) -> None:
    shown = plan_ensemble if is_ensemble else None
    entries = plan.workspace.registry.indicators
    touching = {
        name: found
        for name, entry in entries.items()
        if entry.is_modelled and (found := overlaps(build_chart(plan, name, shown, language)))
    }
    assert touching == {}


def test_bands_and_lines_differ_in_a_grey_print() -> None:
    def lightness(code: str) -> float:
        red, green, blue = bytes.fromhex(code[1:])
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 255

    inks = [style.SCENARIO, style.INNER_BAND, style.OUTER_BAND, style.PAPER]
    steps = np.diff([lightness(ink) for ink in inks])
    assert (steps > 0.1).all()


# --- files -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_chart_gives_the_same_bytes(trend: ScenarioRun, ensemble: Ensemble, suffix: str) -> None:
    first, second = (chart_bytes(build_chart(trend, "gross_output", ensemble), suffix) for _ in range(2))
    assert first == second
    assert b"Matplotlib v" not in first
    assert b"CreationDate" not in first


@pytest.mark.slow
def test_files_hold_their_own_fonts(trend: ScenarioRun) -> None:
    figure = build_chart(trend, "gross_output")
    assert b"<text" not in chart_bytes(figure, ".svg")
    pdf = chart_bytes(figure, ".pdf")
    assert b"NotoSansSC-Regular" in pdf
    assert b"NotoSansSC-Bold" in pdf


def test_a_png_fits_a_wide_slide(trend: ScenarioRun, tmp_path: Path) -> None:
    save_chart(build_chart(trend, "gross_output"), tmp_path / "chart.PNG")
    assert imread(tmp_path / "chart.PNG", format="png").shape[:2] == (1125, 2000)


# --- bad input -------------------------------------------------------------------------------


def reported(run: ScenarioRun, indicator: str, ensemble: Ensemble | None = None) -> str:
    """Return what a chart that cannot be drawn tells."""
    with pytest.raises(SimError) as caught:
        build_chart(run, indicator, ensemble)
    return str(caught.value)


def test_an_unknown_indicator(trend: ScenarioRun) -> None:
    assert reported(trend, "gross_outptu") == (
        'indicator=gross_outptu: 没有名为 "gross_outptu" 的指标。最接近的是 "gross_output"。\n'
        '                        no indicator "gross_outptu". Nearest: "gross_output".'
    )


def test_an_indicator_that_is_not_modelled(trend: ScenarioRun) -> None:
    assert reported(trend, "satisfaction") == (
        "indicator=satisfaction: “政务服务满意度”未建模，没有可画的数值。\n"
        "                        Satisfaction with government services is not modelled; "
        "there are no figures to draw."
    )


def test_an_ensemble_of_another_scenario(small_home: Path, ensemble: Ensemble) -> None:
    other = run_scenario("plan", home=small_home)
    assert reported(other, "gross_output", ensemble) == (
        "runs/trend: 这个集合算的是另一个情景（trend），当前是 plan；请重新运行这个集合。\n"
        "            this ensemble is of another scenario (trend); the present one is plan. "
        "Run the ensemble again."
    )


def test_an_ensemble_with_other_settings(small_home: Path, ensemble: Ensemble) -> None:
    other = run_scenario("trend", {"public investment": 120}, home=small_home)
    assert reported(other, "gross_output", ensemble) == (
        "runs/trend: 这个集合算的是同名情景 trend，但设定不同；"
        "请用同样的情景和 `set` 重新运行这个集合。\n"
        "            this ensemble was run with other settings of the scenario trend; "
        "run the ensemble again with the same scenario and `set`."
    )


def test_an_ensemble_of_another_model(plan: ScenarioRun, ensemble: Ensemble) -> None:
    theirs, ours = ensemble.manifest["model_hash"][:12], plan.model_hash[:12]
    assert reported(plan, "gross_industrial_output", ensemble).splitlines()[0] == (
        f"runs/trend: 这个集合算的是另一个模型（{theirs}），当前是 {ours}；请重新运行这个集合。"
    )


@pytest.mark.parametrize(
    ("name", "zh"),
    [
        ("a.bmp", '后缀 ".bmp" 不可用，应是以下之一：.png, .svg, .pdf。'),
        ("a", "文件名缺少后缀，应是以下之一：.png, .svg, .pdf。"),
        ("", "请用 `out` 给出要写的文件，后缀为以下之一：.png, .svg, .pdf。"),
    ],
)
def test_a_file_name_that_will_not_do(trend: ScenarioRun, name: str, zh: str) -> None:
    with pytest.raises(SimError) as caught:
        save_chart(build_chart(trend, "gross_output"), name)
    assert caught.value.faults[0].zh == zh


# --- observations ----------------------------------------------------------------------------


def test_observations_are_drawn_and_named_with_their_source(own_home: Path) -> None:
    (own_home / "model" / "observations.csv").write_text(
        "indicator,year,value,grade,source,use\ngross_output,2021,5600,A,s1,\ngross_output,2022,5900,B,s1,setting\n",
        "utf-8",
    )
    figure = build_chart(run_scenario("trend", home=own_home), "gross_output")
    (axes,) = figure.axes
    assert line(axes, "observed").tolist() == [[2021, 5600], [2022, 5900]]
    found = words(figure)
    assert "观测值" in found
    assert any(text.endswith("；观测值：《规划纲要》") for text in found)
    english = words(build_chart(run_scenario("trend", home=own_home), "gross_output", None, "en"))
    assert any(text.endswith("; observed: published figures of 2021, 2022") for text in english)


def test_observations_that_set_parameters_are_called_so(own_home: Path) -> None:
    (own_home / "model" / "observations.csv").write_text(
        "indicator,year,value,grade,source,use\ngross_output,2021,5600,A,s1,setting\n", "utf-8"
    )
    run = run_scenario("trend", home=own_home)
    assert "观测值（用于定参）" in words(build_chart(run, "gross_output"))
    assert "Observed (sets parameters)" in words(build_chart(run, "gross_output", None, "en"))
