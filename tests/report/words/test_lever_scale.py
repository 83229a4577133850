from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.report.words.lever_scale import step_for


@pytest.mark.parametrize(
    ("low", "high", "values", "step"),
    [
        (0, 250, (95,), 1),
        (0, 250, (95.5,), 0.5),
        (0, 40, (10,), 0.2),
        (0.2, 3, (1.2,), 0.02),
        (0, 1, (1,), 0.01),
        (-0.1, 0.15, (0.046,), 0.002),
        (0, 0.6, (0.06,), 0.005),
        (0, 1500, (690,), 10),
        (0, 3, (1.15,), 0.01),
    ],
)
def test_the_values_lie_on_the_steps(low: float, high: float, values: tuple[float, ...], step: float) -> None:
    assert step_for(low, high, values) == pytest.approx(step)


@given(
    low=some.floats(-1e6, 1e6),
    width=some.floats(1e-6, 1e9),
    share=some.floats(0, 1),
)
def test_a_slider_has_a_sensible_number_of_steps(low: float, width: float, share: float) -> None:
    step = step_for(low, low + width, (low + share * width,))
    assert 99 <= width / step <= 1001
