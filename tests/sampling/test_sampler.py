"""A sampler draws the same members in blocks of any size, in any order, by any thread."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.errors import SimError
from sim.sampling.methods import METHODS
from sim.sampling.monte_carlo import RandomShares
from sim.sampling.sampler import sampler_of
from sim.scenario.vary import Varied
from sim.scenario.workspace import Workspace
from tests.sampling.homes import VARIED, whole


@settings(max_examples=40)
@given(
    method=some.sampled_from([*METHODS]),
    members=some.integers(1, 3_000),
    cuts=some.lists(some.floats(0, 1), max_size=5),
    turned=some.booleans(),
    vary=some.sampled_from(((), VARIED)),
)
def test_blocks_of_any_size_and_order_are_the_whole(
    workspace: Workspace, method: str, members: int, cuts: list[float], turned: bool, vary: tuple[Varied, ...]
) -> None:
    sampler = sampler_of(workspace, members, 5, method, vary)
    ends = sorted({0, members, *(int(cut * members) for cut in cuts)})
    spans = list(pairwise(ends))
    blocks = {span: sampler.block(*span) for span in (reversed(spans) if turned else spans)}
    joined = np.concatenate([blocks[span] for span in spans], axis=1)
    np.testing.assert_array_equal(joined, whole(sampler_of(workspace, members, 5, method, vary)))
    assert joined.shape == (len(sampler.keys), members)


@pytest.mark.parametrize("method", METHODS)
def test_threads_that_share_a_sampler_draw_the_whole(workspace: Workspace, method: str) -> None:
    sampler = sampler_of(workspace, 4_000, 5, method)
    with ThreadPoolExecutor(4) as threads:
        blocks = list(threads.map(lambda first: sampler.block(first, first + 50), range(0, 4_000, 50)))
    np.testing.assert_array_equal(np.concatenate(blocks, axis=1), whole(sampler))


@pytest.mark.parametrize("method", METHODS)
def test_a_sampler_in_another_process_gives_the_same_draws(workspace: Workspace, method: str) -> None:
    sampler = sampler_of(workspace, 100, 5, method)
    sampler.block(0, 10)
    sent = pickle.loads(pickle.dumps(sampler))
    np.testing.assert_array_equal(sent.block(10, 20), sampler.block(10, 20))


@pytest.mark.parametrize("method", ["sobol", "mc"])
def test_a_member_is_the_same_however_many_there_are(workspace: Workspace, method: str) -> None:
    few, many = (whole(sampler_of(workspace, count, 5, method, VARIED)) for count in (37, 1_000))
    np.testing.assert_array_equal(few, many[:, :37])


def test_a_member_of_a_latin_hypercube_belongs_to_its_number_of_members(workspace: Workspace) -> None:
    few, many = (sampler_of(workspace, count, 5, "lhs") for count in (37, 1_000))
    assert (whole(few) != whole(many)[:, :37]).any(axis=1).all()
    assert few.is_tied_to_members
    assert few.manifest() == {"method": "lhs", "seed": 5, "members": 37, "tied_to_members": True}
    others = [sampler_of(workspace, 37, 5, method) for method in ("sobol", "mc")]
    assert not any(each.is_tied_to_members or "tied_to_members" in each.manifest() for each in others)


@pytest.mark.parametrize("method", METHODS)
def test_another_seed_gives_other_draws(workspace: Workspace, method: str) -> None:
    one, other = (whole(sampler_of(workspace, 50, seed, method, VARIED)) for seed in (1, 2))
    assert (one != other).mean(axis=1).min() > 0.9


def test_an_unknown_method_is_reported_with_the_other_faults(workspace: Workspace) -> None:
    with pytest.raises(SimError) as caught:
        sampler_of(workspace, 2**30 + 1, -1, "sobl")
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            "members",
            "成员数为 1,073,741,825，应在 1 到 1,073,741,824 之间。",
            "1,073,741,825 members; the number must be from 1 to 1,073,741,824.",
        ),
        (
            "seed",
            "-1 不可用，应在 0 到 9,223,372,036,854,775,807 之间。",
            "-1 is invalid; it must be from 0 to 9,223,372,036,854,775,807.",
        ),
        (
            "sampling",
            '没有名为 "sobl" 的抽样方法。最接近的是 "sobol"。可用的有：forecast, sobol, lhs, mc。',
            'no method of sampling "sobl". Nearest: "sobol". There are: forecast, sobol, lhs, mc.',
        ),
    ]


def test_the_last_members_of_the_longest_ensemble_are_drawn(workspace: Workspace) -> None:
    for method in ("lhs", "mc"):
        sampler = sampler_of(workspace, 2**30, 5, method)
        values = sampler.block(2**30 - 5, 2**30)
        assert np.isfinite(values).all()
        assert len(np.unique(values[0])) == 5


def test_no_random_streams_are_no_shares_of_as_many_members() -> None:
    assert RandomShares((), (7,)).block(3, 10).shape == (0, 7)
