from __future__ import annotations

import numpy as np
import pytest

from sim.report.words.figures import print_figure
from sim.ui.figures import print_figures, share_text


def test_many_figures_are_printed_as_one_is() -> None:
    values = np.array([1234.5, 0.05, -0.04, 2.5, -3.45, np.nan, 1e7])
    for decimals in (0, 1, 2):
        assert print_figures(values, decimals) == [print_figure(value, decimals) for value in values]


@pytest.mark.parametrize(
    ("share", "text"), [(0, "<1%"), (0.004, "<1%"), (0.01, "1%"), (0.5, "50%"), (0.995, ">99%"), (1, ">99%")]
)
def test_a_probability_is_never_certain(share: float, text: str) -> None:
    assert share_text(share, "zh") == text
