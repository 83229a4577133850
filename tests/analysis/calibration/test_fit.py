"""A fit finds what made the observations, says what they do not tell, and sees nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.calibration import fit as room
from sim.analysis.calibration.candidates import candidates
from sim.analysis.calibration.fit import Calibration, calibrate
from sim.analysis.calibration.identifiability import TradeOff, narrowing, trade_offs
from sim.analysis.calibration.misfit import softened
from sim.analysis.calibration.observations import fitted_points
from sim.analysis.calibration.writing import write_fit
from sim.errors import SimError
from sim.scenario.workspace import load_workspace
from tests.analysis.synthetic import make_synthetic, observe, replace


def _fit(home: Path, seed: int = 7) -> Calibration:
    return calibrate("trend", load_workspace(home), seed)


def _model(home: Path) -> str:
    return (home / "model" / "teda.mdl").read_text(encoding="utf-8")


def test_what_made_the_observations_is_found_as_far_as_the_prior_lets_it(own_home: Path) -> None:
    make_synthetic(own_home)
    fit = _fit(own_home)
    assert fit.free.keys == ("output per capital", "migration")
    # Errors 0.5 each (half a printed digit): precision (1² + 2²)/0.25 = 20 at 1.4, prior 18/12 at 1.
    migration = (20 * 1.4 + 1.5 * 1) / 21.5
    # Errors 0.5% of 5,200 and 2% of 5,720; the triangle 4, 5, 6 has the variance 1/6.
    precision = (1000 / 26) ** 2 + (1100 / 114.4) ** 2
    output = (precision * 5.2 + 6 * 5) / (precision + 6)
    assert fit.fitted == pytest.approx([output, migration], rel=5e-4)
    assert fit.is_sound
    assert fit.agreeing_starts == room.STARTS
    assert narrowing(fit) == pytest.approx([np.sqrt(6 / (precision + 6)), np.sqrt(1.5 / 21.5)], rel=1e-3)


def test_the_fit_starts_from_the_prior_and_not_from_what_was_fitted_before(own_home: Path) -> None:
    make_synthetic(own_home)
    first = _fit(own_home)
    changes = write_fit(first, load_workspace(own_home))
    again = _fit(own_home)
    assert again.fitted.tobytes() == first.fitted.tobytes()
    assert again.before == pytest.approx(again.after)
    assert [(one.key, one.before, one.after) for one in changes] == [
        ("output per capital", 5.0, float(first.fitted[0])),
        ("migration", 1.0, float(first.fitted[1])),
    ]
    assert write_fit(again, load_workspace(own_home)) == ()


def test_writing_changes_the_numbers_and_nothing_else(own_home: Path) -> None:
    make_synthetic(own_home)
    old = _model(own_home).splitlines()
    fit = _fit(own_home)
    write_fit(fit, load_workspace(own_home))
    new = _model(own_home).splitlines()
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert changed == [
        ("output per capital= 5", f"output per capital= {fit.fitted[0]:.15g}"),
        ("migration= 1", f"migration= {fit.fitted[1]:.15g}"),
    ]


def test_equal_seeds_give_equal_bits_and_other_seeds_other_starts(own_home: Path) -> None:
    make_synthetic(own_home)
    one, same, other = _fit(own_home), _fit(own_home), _fit(own_home, seed=8)
    for name in ("fitted", "before", "after", "jacobian", "costs"):
        assert getattr(one, name).tobytes() == getattr(same, name).tobytes()
    assert one.evaluations == same.evaluations
    assert other.costs.tobytes() != one.costs.tobytes()
    assert other.fitted == pytest.approx(one.fitted, rel=1e-3)


def test_neither_targets_nor_later_observations_move_a_bit(own_home: Path) -> None:
    make_synthetic(own_home)
    plain = _fit(own_home)
    path = own_home / "model" / "indicators.yaml"
    scrambled = re.sub(r"targets: \{.*\}", "targets: {2025: 77, 2035: 11}", path.read_text("utf-8"))
    path.write_text(scrambled, encoding="utf-8")
    with (own_home / "model" / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("gross_output,2022,1,A,s1,\nresident_population,2024,900,A,s1,\n")
    blind = _fit(own_home)
    for name in ("fitted", "before", "after", "jacobian", "costs"):
        assert getattr(plain, name).tobytes() == getattr(blind, name).tobytes()


def test_only_published_bases_of_levels_and_early_figures_are_fitted_to(own_home: Path) -> None:
    make_synthetic(own_home)
    observe(own_home, "gross_output,2021,5720,A,s1,setting", "gross_output,2022,1,A,s1,")
    points = fitted_points(load_workspace(own_home))
    # output_growth has a base too, but a growth of the base year is history; demand is set from outside
    assert [(one.id, one.seen.year, one.seen.value, one.seen.grade) for one in points] == [
        ("gross_output", 2020, 5200.0, ""),
        ("resident_population", 2020, 23.4, ""),
        ("gross_output", 2021, 5720.0, "A"),
    ]


def test_a_fit_at_a_bound_may_not_be_used(own_home: Path) -> None:
    make_synthetic(own_home, output_per_capital=7)
    fit = _fit(own_home)
    assert fit.at_bound == ("output per capital",)
    assert not fit.is_sound
    old = _model(own_home)
    with pytest.raises(SimError, match="nothing is written"):
        write_fit(fit, load_workspace(own_home))
    assert _model(own_home) == old


def test_a_fit_that_does_not_converge_may_not_be_used(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_synthetic(own_home)
    monkeypatch.setattr(room, "MOST_STEPS", 1)
    fit = _fit(own_home)
    assert not fit.is_converged
    assert not fit.is_sound


def test_constants_that_offset_one_another_are_named(own_home: Path) -> None:
    make_synthetic(own_home)
    mdl = own_home / "model" / "teda.mdl"
    text = _model(own_home).replace("migration, 22)", "migration+commuters settling, 22)")
    mdl.write_text(
        text.replace("migration= 1", "commuters settling= 0\n\t~\t万人/年\n\t~\t\n\t|\n\nmigration= 1")
    )
    parameters = own_home / "model" / "parameters.yaml"
    parameters.write_text(
        parameters.read_text("utf-8") + "commuters settling:\n"
        "  name: {zh: 定居, en: Settling}\n  grade: D\n  reason: {zh: 假设。, en: An assumption.}\n"
        "  distribution: {kind: triangular, low: -2, high: 2}\n  prior: 0\n",
        encoding="utf-8",
    )
    found = trade_offs(_fit(own_home))
    assert [one.keys for one in found] == [("migration", "commuters settling")]
    # Both move residents alike: their sum is told, their difference is not.
    assert found[0].pinned == 1
    assert found[0].singular_values[1] == pytest.approx(0, abs=1e-6)


def test_what_is_pinned_is_counted_by_hand() -> None:
    assert TradeOff(("a", "b", "c"), (3.0, 1.0, 0.99)).pinned == 2


def test_the_screen_names_what_the_figures_could_move(own_home: Path) -> None:
    make_synthetic(own_home)
    replace(own_home, "parameters.yaml", "low: -1, high: 3}\n  prior: 1", "low: -1, high: 3}")
    found = {one.key: one for one in candidates("trend", load_workspace(own_home))}
    assert set(found) == {"output per capital", "migration"}
    assert found["output per capital"].is_fitted
    assert not found["migration"].is_fitted
    # One deviation, 0.8165, moves residents by 1 and 2 times that, in errors of 0.5.
    assert found["migration"].size == pytest.approx(np.sqrt(5) * np.sqrt(12 / 18) / 0.5, rel=1e-6)


def test_a_small_misfit_counts_by_its_square_and_a_large_one_by_its_size() -> None:
    assert softened(np.array([0.01, -0.01])) == pytest.approx([0.01, -0.01], rel=1e-4)
    # c = 2: r² = 8 (sqrt(1 + 100/4) - 1) at e = 10
    assert softened(np.array([10.0]))[0] ** 2 == pytest.approx(8 * (np.sqrt(26) - 1))


def test_nothing_to_fit_is_told(own_home: Path) -> None:
    with pytest.raises(SimError, match="nothing to fit") as caught:
        _fit(own_home)
    assert caught.value.faults[0].place.endswith("parameters.yaml")


def test_a_seed_below_zero_and_an_unknown_scenario_are_refused(own_home: Path) -> None:
    make_synthetic(own_home)
    with pytest.raises(SimError, match="--seed"):
        _fit(own_home, seed=-1)
    with pytest.raises(SimError, match="tren"):
        calibrate("tren", load_workspace(own_home))


@pytest.mark.parametrize(
    ("encoding", "line_end"), [("utf-8-sig", "\r\n"), ("gb18030", "\n"), ("utf-8", "\r\n")]
)
def test_writing_keeps_encoding_and_line_ends(own_home: Path, encoding: str, line_end: str) -> None:
    make_synthetic(own_home)
    path = own_home / "model" / "teda.mdl"
    text = _model(own_home).replace("{UTF-8}\n", "").replace("\n", line_end)
    path.write_bytes(text.encode(encoding))
    fit = _fit(own_home)
    write_fit(fit, load_workspace(own_home))
    for key, old in (("output per capital= ", "5"), ("migration= ", "1")):
        new = fit.fitted[fit.free.keys.index(key.rstrip("= "))]
        text = text.replace(f"{line_end}{key}{old}", f"{line_end}{key}{new:.15g}")
    assert path.read_bytes() == text.encode(encoding)
