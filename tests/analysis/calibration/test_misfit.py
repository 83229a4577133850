"""The softened misfit."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.calibration.misfit import softened


def test_a_small_misfit_counts_by_its_square_and_a_large_one_by_its_size() -> None:
    assert softened(np.array([0.01, -0.01])) == pytest.approx([0.01, -0.01], rel=1e-4)
    # c = 2: r² = 8 (sqrt(1 + 100/4) - 1) at e = 10
    assert softened(np.array([10.0]))[0] ** 2 == pytest.approx(8 * (np.sqrt(26) - 1))
