"""Discovery in models: conditions computed by hand, refused requests, and cases without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.discovery.study import discover
from sim.errors import SimError
from tests.analysis.sensitivity.uncertain_home import make_uncertain


@pytest.fixture
def home(own_home: Path) -> Path:
    make_uncertain(own_home)
    return own_home


def test_the_condition_is_the_one_computed_by_hand(home: Path) -> None:
    """22 + 6 × migration reaches 30, at printed precision 29.5, from a migration of 1.25 on."""
    study = discover("trend", "resident_population", 2025, members=2_000, home=home)
    assert study.missed == pytest.approx(0.75, abs=0.005)
    assert study.said == 0
    found = study.found[0]
    (condition,) = found.conditions
    assert (condition.factor.key, condition.is_below) == ("migration", True)
    assert condition.limit == pytest.approx(1.25, abs=0.005)
    assert condition.again == 1
    assert condition.between == pytest.approx((1.25, 1.25), abs=0.01)
    assert found.coverage > 0.995
    assert found.density > 0.99
    assert found.mass == pytest.approx(0.75, abs=0.03)  # of a random half of the draws


def test_meeting_a_target_has_the_opposite_condition(home: Path) -> None:
    study = discover("trend", "resident_population", is_missed=False, members=2_000, home=home)
    (condition,) = study.found[0].conditions
    assert (condition.factor.key, condition.is_below) == ("migration", False)
    assert condition.limit == pytest.approx(1.25, abs=0.005)
    assert study.share == pytest.approx(0.25, abs=0.005)


def test_a_lever_may_be_a_condition(home: Path) -> None:
    """Output of 2025 is capital × 5; the target asks for what an investment of 100 gives."""
    study = discover(
        "trend", "gross_output", 2025, members=2_000, set={"output per capital": 5},
        vary={"public investment": (50, 150)}, home=home,
    )  # fmt: skip
    (condition,) = study.found[0].conditions
    assert (condition.factor.key, condition.is_below) == ("public investment to", True)
    assert condition.limit == pytest.approx(100, abs=1)


def test_no_condition_is_found_where_nearly_all_miss_or_meet(home: Path) -> None:
    never = discover("trend", "gross_output", 2035, members=500, home=home)
    assert (never.missed, never.found, never.said) == (1, (), None)
    always = discover("trend", "investment_sum", 2025, members=500, home=home)
    assert (always.missed, always.found, always.said) == (0, (), None)
    assert always.is_one_sided


def test_equal_requests_give_equal_answers(home: Path) -> None:
    first, again, other = (
        discover("trend", "resident_population", members=800, seed=seed, home=home) for seed in (3, 3, 4)
    )
    assert first.found == again.found
    assert first.found != other.found


@pytest.mark.parametrize(
    ("indicator", "year", "place", "en"),
    [
        ("energy_intensity", None, "indicator=energy_intensity",
         "Energy use per output has no target to miss or to meet."),
        ("gross_output", 2030, "year=2030",
         "Gross industrial output has no target for 2030; there is one for: 2025, 2035."),
        ("clean_share", 2025, "indicator=clean_share",
         "Clean share is given by the scenario: no parameter of the model decides it."),
        ("gros_output", 2025, "indicator=gros_output",
         'no indicator "gros_output". Nearest: "gross_output".'),
    ],
)  # fmt: skip
def test_invalid_questions(small_home: Path, indicator: str, year: int | None, place: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        discover("trend", indicator, year, home=small_home)
    (fault,) = caught.value.faults
    assert (fault.place, fault.en) == (place, en)


def test_too_few_members_report_how_many_are_needed(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        discover("trnd", "gross_output", members=499, home=small_home)
    first, second = caught.value.faults
    assert first.zh == "成员数为 499，太少：至少要 500（一半寻找，一半检验）。"
    assert second.en.startswith('no scenario "trnd".')
