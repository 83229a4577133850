"""Replayed forecasts of the small model: what they know and do not know, and how they are taken up again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.calibration.observations import known_points
from sim.analysis.record.naive import RULES
from sim.analysis.record.record import Prediction, Record
from sim.analysis.record.replay import split, validate
from sim.errors import SimError
from sim.scenario.workspace import load_workspace
from tests.analysis.record.homes import make_home
from tests.analysis.synthetic import replace

MEMBERS = 64


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("record") / "home")


@pytest.fixture(scope="module")
def found(home: Path) -> Record:
    return validate(home=home, members=MEMBERS)


def key(one: Prediction) -> tuple[int, str, str]:
    return one.origin, one.point.id, one.point.seen.period.code


def forecasts(found: Record, origins: tuple[int, ...]) -> dict[tuple[int, str, str], tuple[float, ...]]:
    """Return the quantiles of some origins' forecasts."""
    return {key(one): one.quantiles for one in found.predictions if one.origin in origins}


def test_each_year_predicts_what_became_known_later(found: Record) -> None:
    assert found.origins == (2020, 2021, 2022, 2023, 2024)
    counts = [sum(one.origin == origin for one in found.predictions) for origin in found.origins]
    assert counts == [7, 7, 5, 3, 2]


def test_the_first_forecast_is_the_prior_with_the_error_of_a_publication(home: Path) -> None:
    prior = {key(one): one for one in validate(home=home, members=2048).predictions}
    low, _, middle, _, high = prior[2020, "gross_output", "2024"].quantiles
    # 1,400 times a triangle of 4, 5, 6: variance 1/6, and 1.5% of it.
    deviation = 1400 * np.hypot(np.sqrt(1 / 6), 0.015 * 5)
    assert middle == pytest.approx(7000, rel=0.005)
    assert (high - low) / 2 == pytest.approx(1.645 * deviation, rel=0.03)


def test_what_was_published_is_learned(found: Record) -> None:
    spread = {each[0]: one[4] - one[0] for each, one in forecasts(found, found.origins).items()
              if each[1:] == ("gross_output", "2024")}  # fmt: skip
    assert spread[2022] < 0.3 * spread[2021]  # output of 2021 and half of 2022 within 1.5%


def test_later_figures_move_no_bit_of_a_forecast(found: Record, tmp_path: Path) -> None:
    scrambled = make_home(
        tmp_path / "home", growth_2022=-40.0, residents_2022=3.0, limit_2023=6900.0, output_2024=77.0,
        set_by_2024=1.0,
    )  # fmt: skip
    other = validate(home=scrambled, members=MEMBERS)
    early = (2020, 2021, 2022)
    assert forecasts(other, early) == forecasts(found, early)
    both = zip(found.predictions, other.predictions, strict=True)
    assert all(one.naive == two.naive for one, two in both if one.origin in early)
    assert forecasts(other, (2024,)) != forecasts(found, (2024,))  # by then they are known


def test_targets_move_no_bit_but_of_the_plans_line(found: Record, home: Path, tmp_path: Path) -> None:
    moved = make_home(tmp_path / "home")
    replace(moved, "plans/small.yaml", "2025: 7500, 2035: 15270", "2025: 9999, 2035: 20000")
    replace(moved, "plans/small.yaml", "2025: 8.5", "2025: 2.5")
    replace(moved, "plans/small.yaml", "2025: 30}", "2025: 50}")
    other = validate(home=moved, members=MEMBERS)
    assert forecasts(other, other.origins) == forecasts(found, found.origins)
    plan = RULES.index("plan")
    for one, two in zip(found.predictions, other.predictions, strict=True):
        assert one.percentile == two.percentile
        assert one.crps == two.crps or one.is_limit
        assert one.naive[:plan] == two.naive[:plan]
        assert one.naive[plan] != two.naive[plan]


def test_a_row_more_leaves_the_others_as_they_are(found: Record, tmp_path: Path) -> None:
    longer = make_home(tmp_path / "home")
    with (longer / "model" / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("gross_output,,,2025,7400,,,,A,,2026-02-01,s1,\n")
    more = forecasts(validate(home=longer, members=MEMBERS), found.origins)
    assert more.items() >= forecasts(found, found.origins).items()


def test_equal_requests_give_equal_bits_for_any_number_of_threads(found: Record, home: Path) -> None:
    again = validate(home=home, members=MEMBERS, threads=1)
    assert forecasts(again, again.origins) == forecasts(found, found.origins)
    other = validate(home=home, members=MEMBERS, seed=8)
    assert forecasts(other, (2020,)) != forecasts(found, (2020,))


def test_a_stopped_record_is_taken_up_again(found: Record, home: Path, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done > 60:
            raise StoppedError

    with pytest.raises(StoppedError):
        validate(home=home, members=MEMBERS, out=tmp_path / "made", progress=stop)
    begun = {path.name for path in (tmp_path / "made").iterdir()}
    assert begun >= {"manifest.json", "predicted-2022.npy", "2022"}
    assert "predicted-2024.npy" not in begun
    shown: list[int] = []
    again = validate(
        home=home, members=MEMBERS, out=tmp_path / "made", progress=lambda done, _: shown.append(done)
    )
    assert forecasts(again, again.origins) == forecasts(found, found.origins)
    assert shown == sorted(shown)
    assert shown[-1] == 100


def test_a_folder_of_something_else_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "note.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SimError, match="holds something else, or the record of another request"):
        validate(home=home, members=MEMBERS, out=tmp_path / "own")
    validate(home=home, members=MEMBERS, out=tmp_path / "made")
    with pytest.raises(SimError, match="name another"):
        validate(home=home, members=MEMBERS, seed=8, out=tmp_path / "made")


def test_no_observations_are_a_valid_result(own_home: Path) -> None:
    found = sim.validate(home=own_home, members=MEMBERS)
    assert (found.predictions, found.sums()[-1].count) == ((), 0)


def test_what_cannot_be_asked_for_is_refused(own_home: Path) -> None:
    with pytest.raises(SimError, match="8 is invalid; it must be from 64 to 65,536"):
        validate(members=8, home=own_home)
    with pytest.raises(SimError, match='Nearest: "trend"'):
        validate("trned", home=own_home)


def test_a_figure_is_known_from_its_day(home: Path) -> None:
    points = known_points(load_workspace(home))
    assert [len(split(points, origin)[0]) for origin in range(2020, 2026)] == [0, 0, 2, 4, 5, 7]
