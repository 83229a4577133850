"""Parts of a gap: known answers, and sums."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.evaluation.gap import CAUSES, Mixture, every_mixture, shares_of


def test_there_are_sixteen_mixtures_from_nothing_to_everything() -> None:
    mixtures = every_mixture()
    assert len(set(mixtures)) == 16
    assert (mixtures[0], mixtures[-1]) == (frozenset(), frozenset(CAUSES))


def test_of_a_sum_each_cause_gets_its_own_term() -> None:
    terms = {"world": 3.0, "zone": -1.0, "noise": 0.5, "policy": 2.0}

    def value(mixture: Mixture) -> np.ndarray:
        return np.array(sum(terms[one] for one in mixture))

    assert shares_of(value) == pytest.approx(terms)


def test_of_a_product_two_causes_share_their_interaction() -> None:
    def value(mixture: Mixture) -> np.ndarray:
        return np.array((2.0 if "world" in mixture else 1.0) * (3.0 if "policy" in mixture else 1.0))

    # alone: 1 and 2; together: 5, so an interaction of 2, half of it to each
    found = shares_of(value)
    assert found["world"] == pytest.approx(2.0)
    assert found["policy"] == pytest.approx(3.0)
    assert found["zone"] == found["noise"] == 0


def test_the_parts_add_up_to_the_whole_difference() -> None:
    generator = np.random.default_rng(7)
    values = {mixture: generator.normal(size=5) for mixture in every_mixture()}
    parts = sum(shares_of(values.__getitem__).values())
    whole = values[frozenset(CAUSES)] - values[frozenset()]
    np.testing.assert_allclose(parts, whole, atol=1e-12)
