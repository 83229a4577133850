"""Signposts: thresholds by hand, the halves kept apart, the rule against fixed plans, and what is refused."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.decision.foretold import Signposts
from sim.analysis.decision.thresholds import best_threshold, score_of

TARGET = "gross_output>=10000@2030"


def test_the_threshold_with_the_most_hits_less_false_alarms() -> None:
    values, missed = np.array([5.0, 1, 2, 2, 8, 7, 9]), np.array([0, 1, 1, 0, 0, 1, 0], dtype=bool)
    assert best_threshold(values, missed) == (7.5, True)
    assert best_threshold(-values, missed) == (-7.5, False)
    gains = [
        abs((values[missed] < at).mean() - (values[~missed] < at).mean()) for at in np.arange(0.5, 10, 0.5)
    ]
    assert score_of(values < 7.5, missed).gain == pytest.approx(max(gains))
    assert np.isnan(best_threshold(np.ones(4), np.array([True, False, True, False]))[0])


def test_a_score_is_of_the_members_that_miss_and_meet() -> None:
    alarm, missed = np.array([1, 1, 0, 0, 1], dtype=bool), np.array([1, 0, 0, 1, 1], dtype=bool)
    score = score_of(alarm, missed)
    assert (score.members, score.missed) == (5, 3)
    assert (score.hits, score.false_alarms) == (pytest.approx(2 / 3), 0.5)
    assert (score.met_after_alarm, score.met_without) == (pytest.approx(1 / 3), 0.5)


@pytest.fixture(scope="module")
def found() -> Signposts:
    """Return signposts of the small model, in which output per capital decides and every year tells it."""
    from tests.conftest import SMALL

    return sim.signposts("trend", TARGET, switch="plan", home=SMALL, members=1024)


def test_what_decides_is_foretold_without_fail(found: Signposts) -> None:
    """Output of 2030 is 2,000 times output per capital, that of 2026 1,600 times: 8,000 foretells it."""
    first = next(one for one in found.posts if one.indicator == "gross_output")
    assert (first.year, first.is_below, first.lead) == (2026, True, 4)
    assert first.threshold == pytest.approx(8000, abs=10)
    for score in (first.learned, first.tested):
        assert score.hits > 0.98
        assert score.false_alarms < 0.02
    assert {one.year for one in found.posts} == {2026, 2027, 2028, 2029}


def test_the_rule_is_tested_on_the_half_that_it_was_not_learned_on(found: Signposts) -> None:
    rule = found.rule
    assert rule is not None
    assert rule.costs is None  # nobody is said to pay
    assert rule.kept <= rule.adaptive <= rule.always
    assert rule.alarms == pytest.approx(1 - rule.kept, abs=0.03)
    assert rule.better <= rule.worse  # switching harms nobody here, so that the best fixed plan is to switch
    assert 0 <= rule.p_value <= 1
    assert rule.signpost.tested.members == found.members // 2


def test_switched_members_have_the_past_of_the_scenario_and_the_future_of_the_other(small_home: Path) -> None:
    """To the end of 2026 as in trend, then as `run_ensemble` goes on from its branch."""
    asked = {"home": small_home, "members": 256, "seed": 7}
    found = sim.signposts("trend", "gross_output>=9000@2028", switch="plan", start=2027, **asked)
    rule = found.rule
    assert rule is not None
    known = sim.branch("trend", rule.signpost.year, members=256, seed=7, home=small_home)
    later = sim.run_ensemble("plan", branch=known, home=small_home).members("gross_output").loc[2028]
    order = np.random.Generator(np.random.PCG64(7)).permutation(256)
    tested = order[128:]
    assert rule.always == pytest.approx(float((later.to_numpy()[tested] >= 8_999.5).mean()))


def test_equal_requests_have_equal_bits(small_home: Path) -> None:
    one, two = (
        sim.signposts("trend", TARGET, home=small_home, members=256, threads=threads) for threads in (1, 2)
    )
    assert one.posts == two.posts


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"targets": ()}, "give targets"),
        ({"targets": "gross_output>=90000@2030"}, "0.0% of members meet the targets"),
        ({"start": 2030}, "from 2021 to 2029"),
        ({"members": 64}, "from 128 to 2,048"),
        ({"switch": "plam"}, "plan"),
    ],
)
def test_what_cannot_be_learned_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    request = {"scenario": "trend", "targets": TARGET, "home": small_home, "members": 128, **asked}
    with pytest.raises(sim.SimError) as caught:
        sim.signposts(**request)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_a_signal_says_how_far_it_got(small_home: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt, match="of 11 runs were done"):
        sim.signposts("trend", TARGET, switch="plan", home=small_home, progress=interrupt)
