"""Numbers of Python and NumPy are numbers; truth values and text are not."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from sim import arguments
from sim.arguments import as_number
from sim.errors import SimError


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7.0),
        (0.1, 0.1),
        (Fraction(1, 4), 0.25),
        (np.float64(0.1), 0.1),
        (np.float32(0.5), 0.5),
        (np.int8(-3), -3.0),
        (np.array(2.5), 2.5),
        (10**400, float("inf")),
    ],
)
def test_numbers_become_floats(value: object, number: float) -> None:
    assert as_number(value) == number
    assert type(as_number(value)) is float


@pytest.mark.parametrize("value", [True, np.True_, np.array(True), "7", None, [7], np.ones(1), 1j])
def test_values_that_are_not_numbers_are_none(value: object) -> None:
    assert as_number(value) is None


def test_a_line_of_text_for_pages() -> None:
    assert arguments.marking(" 内部\u3000注意保存 ", "marking") == "内部\u3000注意保存"
    for wrong in ("a\nb", "a\x0bb", "\ud800", "名" * 41, 5, None):
        with pytest.raises(SimError, match="at most 40 characters"):
            arguments.marking(wrong, "marking")
