"""Sensitivity of models: results computed by hand, refused requests, and reproducibility by seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.sensitivity.factor_screening import MOST_KEPT
from sim.analysis.sensitivity.result import Method, Sensitivity
from sim.analysis.sensitivity.study import METHODS, sensitivity
from sim.arrays import Array
from sim.errors import SimError
from sim.files import display
from sim.sampling.quantiles import quantile_of
from sim.sampling.uncertain import uncertain_constants
from sim.scenario.workspace import load_workspace
from tests.analysis.sensitivity.uncertain_home import make_uncertain

KEYS = ("output per capital", "migration", "energy")
SHARES = (np.arange(100_000) + 0.5) / 100_000


@pytest.fixture
def home(own_home: Path) -> Path:
    make_uncertain(own_home)
    return own_home


def _intensity() -> tuple[Array, Array]:
    """Return the indices of energy × g, g = 1 / output per capital: (output per capital, 0, energy)."""
    workspace = load_workspace(Path(__file__).parents[2] / "small")
    spread = workspace.registry.parameters["output per capital"].spread
    assert spread is not None
    g = 1 / quantile_of(spread, 5.0, SHARES)
    energy = np.array([1000.0, 400**2 / 12])  # mean and variance
    whole = (energy[1] + energy[0] ** 2) * np.mean(g**2) - (energy[0] * g.mean()) ** 2
    first = np.array([g.var() * energy[0] ** 2, 0, energy[1] * g.mean() ** 2])
    total = np.array([g.var() * (energy[1] + energy[0] ** 2), 0, energy[1] * np.mean(g**2)])
    return first / whole, total / whole


def test_the_shares_of_a_quotient_are_those_computed_by_hand(home: Path) -> None:
    study = sensitivity("trend", "energy_intensity", 2025, members=5 * 4096, home=home)
    assert tuple(factor.key for factor in study.factors) == KEYS
    ranking, (first, total) = study.rankings[0], _intensity()
    assert (np.abs(ranking.columns["first"] - first) <= ranking.columns["first_error"] + 1e-3).all()
    assert (np.abs(ranking.columns["total"] - total) <= ranking.columns["total_error"] + 1e-3).all()
    assert ranking.columns["total_error"].max() < 0.05
    assert study.points == 4096
    assert study.runs == 5 * 4096 + 7
    assert ranking.rest == 0
    np.testing.assert_allclose(ranking.course[2], ranking.columns["total"])


def test_one_factor_alone_moves_the_figure_as_computed_by_hand(home: Path) -> None:
    study = sensitivity("trend", "resident_population", 2025, "morris", members=100, home=home)
    ranking = study.rankings[0]
    np.testing.assert_allclose(ranking.swings[1], [22 + 6 * 0.55, 22 + 6 * 1.45])
    np.testing.assert_allclose(ranking.swings[[0, 2]], 28)
    assert ranking.own == 28
    np.testing.assert_allclose(ranking.columns["mean"], [0, 6 * 0.9, 0], atol=1e-9)
    np.testing.assert_allclose(ranking.index, [0, 1, 0])


@pytest.mark.parametrize("method", ["pawn", "regional"])
def test_draws_rank_the_factor_that_decides_first(home: Path, method: Method) -> None:
    study = sensitivity("trend", "resident_population", 2025, method, members=2_000, home=home)
    ranking = study.rankings[0]
    assert study.factors[ranking.order[0]].key == "migration"
    assert ranking.index[1] == pytest.approx({"pawn": 0.7, "regional": 1}[method], abs=0.01)
    assert ranking.index[1] > 5 * ranking.noise
    assert ranking.index[[0, 2]].max() < 2 * ranking.noise
    np.testing.assert_allclose(ranking.quantiles, 22 + 6 * np.array([0.55, 1, 1.45]), atol=0.01)


@pytest.mark.parametrize("method", METHODS)
def test_equal_requests_give_equal_numbers(home: Path, method: Method) -> None:
    def ask(seed: int) -> Sensitivity:
        return sensitivity("trend", "energy_intensity", 2025, method, members=2_000, seed=seed, home=home)

    first, again, other = ask(3), ask(3), ask(4)
    assert first.to_frame().equals(again.to_frame())
    assert not first.to_frame().equals(other.to_frame())


def test_quantities_varied_by_the_request_are_not_screened_out(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Residents depend on migration alone, so that a screening drops everything else."""
    monkeypatch.setattr("sim.analysis.sensitivity.factor_screening.MOST_KEPT", 1)
    study = sensitivity(
        "trend", "resident_population", 2025, members=2_000, vary={"public investment": (100, 160)}, home=home
    )
    assert [factor.key for factor in study.factors] == ["migration", "public investment to"]
    assert [factor.is_asked_for for factor in study.factors] == [False, True]


def test_several_figures_share_their_runs(home: Path) -> None:
    names = ["energy_intensity", "resident_population"]
    both = sensitivity("trend", names, 2025, members=1_000, home=home)
    alone = sensitivity("trend", names[1], 2025, members=1_000, home=home)
    np.testing.assert_array_equal(both.rankings[1].index, alone.rankings[0].index)
    assert both.runs == alone.runs
    assert both["常住人口规模", 2025] is both["Resident population"] is both.rankings[1]


def test_all_are_those_that_the_model_decides(home: Path) -> None:
    study = sensitivity("trend", "all", method="morris", members=100, home=home)
    found = [(one.question.indicator, one.question.year) for one in study.rankings]
    assert found == [
        ("gross_output", 2025),
        ("output_growth", 2025),
        ("investment_sum", 2025),
        ("resident_population", 2025),
        ("energy_intensity_reduction", 2025),
        ("energy_intensity", 2025),
    ]
    headline = sensitivity("trend", "headline", method="morris", members=100, home=home)
    assert [one.question.indicator for one in headline.rankings] == [
        "gross_output",
        "output_growth",
        "investment_sum",
        "resident_population",
        "energy_intensity_reduction",
    ]
    sums = next(one for one in study.rankings if one.question.indicator == "investment_sum")
    assert not sums.is_moved  # 500, whatever the parameters are


def test_a_lever_that_varies_is_a_factor_like_any_other(home: Path) -> None:
    study = sensitivity(
        "trend", "investment_sum", 2025, members=1_000, vary={"public investment": (50, 150)}, home=home
    )
    assert [factor.key for factor in study.factors] == [*KEYS, "public investment to"]
    ranking = study.rankings[0]
    np.testing.assert_allclose(ranking.index[:3], 0)
    assert ranking.index[3] == pytest.approx(1, abs=0.05)
    low, high = ranking.swings[3]
    assert low < ranking.own == 500 < high
    assert ranking.own - low == pytest.approx(high - ranking.own)


def test_constants_set_by_the_scenario_are_not_varied(home: Path) -> None:
    study = sensitivity("trend", "energy_intensity", 2025, members=1_000, set={"energy": 900}, home=home)
    assert [factor.key for factor in study.factors] == list(KEYS[:2])
    assert study.rankings[0].index[0] == pytest.approx(1, abs=0.05)


def test_non_finite_runs_exclude_their_base_point(home: Path) -> None:
    """With almost no output per capital some years have no finite intensity of energy."""
    path = home / "model" / "teda.mdl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nenergy= 1000", "\nenergy= LN(migration-0.6)*1000+2000", 1), "utf-8")
    parameters = home / "model" / "parameters.yaml"
    kept = parameters.read_text("utf-8")
    parameters.write_text(kept[: kept.index("\nenergy:\n") + 1], "utf-8")
    study = sensitivity("trend", "resident_population", 2025, members=2_000, home=home)
    assert 0.05 < study.failed / study.runs < 0.2  # migration is below 0.6 in a tenth
    ranking = study.rankings[0]
    assert np.isfinite(ranking.index).all()
    assert ranking.index[1] == pytest.approx(1, abs=0.1)
    assert ranking.quantiles[0] > 22 + 6 * 0.6


@pytest.mark.parametrize("method", METHODS)
def test_a_figure_that_hardly_any_run_has_is_refused(home: Path, method: Method) -> None:
    path = home / "model" / "teda.mdl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nenergy= 1000", "\nenergy= LN(migration-0.99)*1000+9000", 1), "utf-8")
    parameters = home / "model" / "parameters.yaml"
    kept = parameters.read_text("utf-8")
    changed = kept[: kept.index("\nenergy:\n") + 1].replace("low: 0.5, high: 1.5", "low: -40, high: 1.5")
    parameters.write_text(changed, "utf-8")
    with pytest.raises(SimError) as caught:
        sensitivity("trend", "energy_intensity", 2025, method, members=2_000, home=home)
    (fault,) = caught.value.faults
    assert fault.place == "indicator=energy_intensity"
    assert fault.en.startswith("in too many runs there is no figure for 2025: ")


@pytest.mark.parametrize(
    ("method", "least"),
    [("sobol", 128 * 5), ("morris", 12 * 4), ("pawn", 1_000), ("regional", 500), ("main", 2_000)],
)
def test_too_few_members_report_how_many_are_needed(home: Path, method: Method, least: int) -> None:
    with pytest.raises(SimError) as caught:
        sensitivity("trend", "energy_intensity", 2025, method, members=least - 1, home=home)
    (fault,) = caught.value.faults
    assert fault.place == f"members={least - 1}"
    assert fault.zh.startswith(f"成员数为 {least - 1:,}，太少：至少要 {least:,}（{method} ")
    assert fault.en.startswith(f"{least - 1:,} members are too few: at least {least:,} are needed (")
    assert sensitivity("trend", "energy_intensity", 2025, method, members=least, home=home).rankings


@pytest.mark.parametrize(
    ("indicator", "year", "place", "zh", "en"),
    [
        (
            "gross_ouput",
            None,
            "indicator=gross_ouput",
            '没有名为 "gross_ouput" 的指标。最接近的是 "gross_output"。',
            'no indicator "gross_ouput". Nearest: "gross_output".',
        ),
        (
            "satisfaction",
            None,
            "indicator=satisfaction",
            "“政务服务满意度”未建模，没有数值可分析。",
            "Satisfaction with government services is not modelled; there are no figures to analyse.",
        ),
        (
            "clean_share",
            None,
            "indicator=clean_share",
            "“清洁能源占比”由情景给定，不随模型的参数而变，谈不上由什么参数决定。",
            "Clean share is given by the scenario: no parameter of the model decides it.",
        ),
        (
            "output_growth",
            2020,
            "year=2020",
            "“工业总产值增长率”没有 2020 年的数值；有的是 2021–2035 年。",
            "Growth of gross industrial output has no figure for 2020; it has those of 2021 to 2035.",
        ),
    ],
)
def test_invalid_questions(
    small_home: Path, indicator: str, year: int | None, place: str, zh: str, en: str
) -> None:
    with pytest.raises(SimError) as caught:
        sensitivity("trend", indicator, year, home=small_home)
    (fault,) = caught.value.faults
    assert (fault.place, fault.zh, fault.en) == (place, zh, en)


def test_all_faults_are_reported_together(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        sensitivity("trand", "gross_ouput", method="soboll", members=10**6, seed=-1, home=small_home)
    assert [fault.place for fault in caught.value.faults] == [
        "method=soboll", "members=1000000", display(small_home / "scenarios"), "seed",
        "indicator=gross_ouput",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("method", "column"), [("sobol", "first"), ("shapley", "share")])
def test_the_shipped_model_is_screened_first_and_the_others_vary_as_a_group(
    method: Method, column: str
) -> None:
    study = sim.sensitivity("trend", "gross_industrial_output", 2035, method, members=20_000)
    ranking = study.rankings[0]
    assert 5 < len(study.factors) <= MOST_KEPT
    assert len(study.factors) + len(study.left_out) == len(uncertain_constants(study.workspace))
    assert 0 < study.screened[0] <= 0.02  # of more than 200 factors left out together
    assert 0 < ranking.rest < 0.04
    assert ranking.rest_error < 0.03
    assert study.failed == 0
    assert 0.8 < ranking.columns[column].sum() + ranking.rest < 1.1
