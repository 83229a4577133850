"""The likeliest worlds: of one parameter by hand, of two against all members, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import sim
from sim.analysis.decision.likeliest import normal_scores

TARGET = "gross_output>=11000@2030"


def test_of_one_parameter_it_is_the_threshold(small_home: Path) -> None:
    """Output of 2030 is 2,000 times a triangular parameter on 4 to 6: 11,000 is at 5.5, which 7/8 miss."""
    found = sim.likeliest("trend", TARGET, home=small_home)
    missed, met = found.worlds
    assert found.middle == (pytest.approx(10_000, rel=1e-3),)
    assert (missed.distance, missed.turns, missed.share) == (0, (), pytest.approx(7 / 8, abs=0.01))
    (turn,) = met.turns
    assert (turn.key, turn.middle) == ("output per capital", pytest.approx(5, rel=1e-3))
    assert turn.value == pytest.approx(5.5, abs=0.005)
    assert turn.quantile == pytest.approx(7 / 8, abs=0.005)
    assert met.distance == pytest.approx(stats.norm.ppf(7 / 8), abs=0.05)
    assert met.figures[0] == pytest.approx(11_000, abs=5)
    assert met.figures[0] >= 10_999.5


def test_no_member_with_the_outcome_is_nearer(own_home: Path) -> None:
    """With a share that is reinvested uncertain too: distances in normal scores of both."""
    file = own_home / "model" / "parameters.yaml"
    text = file.read_text("utf-8")
    file.write_text(with_more(text), "utf-8")
    found = sim.likeliest("trend", "gross_output>=13000@2030", home=own_home)
    met = found.worlds[1]
    assert {turn.key for turn in met.turns} == {"output per capital", "reinvestment share"}
    ensemble = sim.run_ensemble("trend", home=own_home, members=2048)
    draws = sim.sample_draws(2048, home=own_home)
    scores = normal_scores(draws[["output per capital", "reinvestment share"]].to_numpy().T)
    reached = ensemble.members("gross_output").loc[2030].to_numpy() >= 12_999.5
    nearest = np.sqrt((scores[:, reached] ** 2).sum(axis=0)).min()
    own = np.sqrt(sum(stats.norm.ppf(turn.quantile) ** 2 for turn in met.turns))
    assert own < nearest + 0.1


def with_more(text: str) -> str:
    """Return the registry with a range of the share that is reinvested."""
    before, mark, after = text.partition("reinvestment share:")
    fixed = "{kind: fixed, by: choice}"
    assert fixed in after
    return before + mark + after.replace(fixed, "{kind: uniform, low: 0, high: 0.01}", 1)


def test_normal_scores_have_ties_and_constants() -> None:
    scores = normal_scores(np.array([[1.0, 2, 2, 3], [5, 5, 5, 5]]))
    assert scores[0, 1] == scores[0, 2]
    assert scores[0].std() == pytest.approx(1)
    assert (scores[1] == 0).all()


def test_one_that_is_not_found_says_so(small_home: Path) -> None:
    found = sim.likeliest("trend", "gross_output>=30000@2030", home=small_home)
    met = found.worlds[1]
    assert not met.is_reached
    assert met.share == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"targets": ()}, "give targets"),
        ({"members": 64}, "from 128 to 2,048"),
        ({"targets": "resident_population>=30@2030"}, "all members agree"),
    ],
)
def test_what_has_no_likeliest_world_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    request = {"scenario": "trend", "targets": TARGET, "home": small_home, **asked}
    with pytest.raises(sim.SimError) as caught:
        sim.likeliest(**request)  # type: ignore[arg-type]
    assert said in str(caught.value)
