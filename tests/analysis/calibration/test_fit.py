"""The fit: it recovers the constants behind the observations, states what stays open, uses no targets."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.calibration import fit as room
from sim.analysis.calibration.fit import calibrate
from sim.analysis.calibration.identifiability import narrowing
from sim.analysis.calibration.observations import fitted_points
from sim.analysis.calibration.writing import write_fit
from sim.errors import SimError
from sim.scenario.workspace import load_workspace
from tests.analysis.synthetic import fit_of, make_synthetic, model_text, observe


def test_the_true_constants_are_recovered_as_far_as_the_prior_allows(own_home: Path) -> None:
    make_synthetic(own_home)
    fit = fit_of(own_home)
    assert fit.free.keys == ("output per capital", "migration")
    # Errors 0.5 each (half a printed digit): precision (1² + 2²)/0.25 = 20 at 1.4, prior 18/12 at 1.
    migration = (20 * 1.4 + 1.5 * 1) / 21.5
    # Errors 0.5% of 5,200 and 1.5% of 5,720; the triangle 4, 5, 6 has the variance 1/6.
    precision = (1000 / 26) ** 2 + (1100 / 85.8) ** 2
    output = (precision * 5.2 + 6 * 5) / (precision + 6)
    assert fit.fitted == pytest.approx([output, migration], rel=5e-4)
    assert fit.is_sound
    assert fit.agreeing_starts == room.STARTS
    assert narrowing(fit) == pytest.approx([np.sqrt(6 / (precision + 6)), np.sqrt(1.5 / 21.5)], rel=1e-3)


def test_the_fit_starts_from_the_prior_and_not_from_an_earlier_fit(own_home: Path) -> None:
    make_synthetic(own_home)
    first = fit_of(own_home)
    changes = write_fit(first, load_workspace(own_home))
    again = fit_of(own_home)
    assert again.fitted.tobytes() == first.fitted.tobytes()
    assert again.before == pytest.approx(again.after)
    assert [(one.key, one.before, one.after) for one in changes] == [
        ("output per capital", 5.0, float(first.fitted[0])),
        ("migration", 1.0, float(first.fitted[1])),
    ]
    assert write_fit(again, load_workspace(own_home)) == ()


def test_equal_seeds_give_equal_bits_and_other_seeds_other_starts(own_home: Path) -> None:
    make_synthetic(own_home)
    one, same, other = fit_of(own_home), fit_of(own_home), fit_of(own_home, seed=8)
    for name in ("fitted", "before", "after", "jacobian", "costs"):
        assert getattr(one, name).tobytes() == getattr(same, name).tobytes()
    assert one.evaluations == same.evaluations
    assert other.costs.tobytes() != one.costs.tobytes()
    assert other.fitted == pytest.approx(one.fitted, rel=1e-3)


def test_neither_targets_nor_later_observations_move_a_bit(own_home: Path) -> None:
    make_synthetic(own_home)
    plain = fit_of(own_home)
    path = own_home / "model" / "plans" / "small.yaml"
    scrambled = re.sub(r"values: \{.*\}", "values: {2025: 77, 2035: 11}", path.read_text("utf-8"))
    path.write_text(scrambled, encoding="utf-8")
    with (own_home / "model" / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("gross_output,2022,1,A,s1,\nresident_population,2024,900,A,s1,\n")
    blind = fit_of(own_home)
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
    fit = fit_of(own_home)
    assert fit.at_bound == ("output per capital",)
    assert not fit.is_sound
    old = model_text(own_home)
    with pytest.raises(SimError, match="nothing is written"):
        write_fit(fit, load_workspace(own_home))
    assert model_text(own_home) == old


def test_a_fit_that_does_not_converge_may_not_be_used(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_synthetic(own_home)
    monkeypatch.setattr(room, "MOST_STEPS", 1)
    fit = fit_of(own_home)
    assert not fit.is_converged
    assert not fit.is_sound


def test_nothing_to_fit_is_reported(own_home: Path) -> None:
    with pytest.raises(SimError, match="nothing to fit") as caught:
        fit_of(own_home)
    assert caught.value.faults[0].place.endswith("parameters.yaml")


def test_a_seed_below_zero_and_an_unknown_scenario_are_refused(own_home: Path) -> None:
    make_synthetic(own_home)
    with pytest.raises(SimError, match="seed"):
        fit_of(own_home, seed=-1)
    with pytest.raises(SimError, match="tren"):
        calibrate("tren", load_workspace(own_home))
