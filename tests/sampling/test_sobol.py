"""The Sobol sequence: as many dimensions as there are direction numbers for."""

from __future__ import annotations

import pytest

from sim.errors import SimError
from sim.sampling.methods import METHODS, Axes


def test_more_dimensions_than_sobol_has_are_reported() -> None:
    with pytest.raises(SimError) as caught:
        METHODS["sobol"].shares(Axes(("a",), (0,), 21_202), 10, (5,))
    assert caught.value.faults[0].en == (
        "a Sobol sequence has at most 21,201 dimensions, and 21,202 quantities are uncertain here; use lhs "
        "or mc."
    )
    assert METHODS["mc"].shares(Axes(("a",), (0,), 21_202), 10, (5,)).block(0, 10).shape == (1, 10)
