"""Predicates: their values by hand, and everything that they must refuse."""

from __future__ import annotations

import numpy as np
import pytest

from sim.arrays import Array
from sim.errors import SimError
from sim.registry.predicate import YEARS, Predicate, Vocabulary, read_predicate

NAMES = Vocabulary(["capital", "base capital", "capital in use", "births", "output"])


def column(*levels: float) -> Array:
    """Return a scalar variable that is twice as large in the unchanged run: (kind, run, time, element)."""
    level = np.array(levels, dtype=float)
    both = np.stack([level, 2 * level])[:, :, None]
    return np.stack([both, 10 * both])


def sides(text: str, **values: Array) -> tuple[list[float], list[float], list[bool]]:
    predicate = read_predicate(text, NAMES)
    known = {place: values[name.replace(" ", "_")] for place, name in predicate.names.items()}
    years = np.broadcast_to(np.arange(3.0).reshape(1, 1, 3, 1), (2, 2, 3, 1))
    left, right, agree = predicate.compare({YEARS: years, **known})
    return left[:, 0].tolist(), right[:, 0].tolist(), agree[:, 0].tolist()


def test_a_change_of_the_unchanged_run_and_the_opening() -> None:
    capital = column(100, 90, 81)
    assert sides("change(capital) < 0", capital=capital)[0][1:] == [-10, -9]
    assert sides("base(capital) = 2 * capital", capital=capital)[2] == [True] * 3
    assert sides("capital / opening(capital) = 0.9 ** years", capital=capital) == (
        [1, 0.9, 0.81],
        pytest.approx([1, 0.9, 0.81]),
        [True] * 3,
    )


def test_added_is_the_integral_and_the_first_change_is_nan() -> None:
    births, capital = column(1, 1, 1), column(5, 15, 24)
    left, right, agree = sides("change(capital) = added(births)", capital=capital, births=births)
    assert np.isnan(left[0])
    assert (left[1:], right) == ([10, 9], [10, 10, 10])
    assert agree == [False, True, False]


def test_within_a_tolerance_of_the_larger_side() -> None:
    capital, output = column(100, 100, 100), column(98.1, 98, 97.9)
    assert sides("output = capital within 2%", capital=capital, output=output)[2] == [True, True, False]
    assert sides("output = capital", capital=capital, output=output)[2] == [False] * 3


@pytest.mark.parametrize(
    ("sign", "agree"),
    [
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        (">=", [False, True, True]),
    ],
)
def test_the_signs(sign: str, agree: list[bool]) -> None:
    assert sides(f"capital {sign} 2", capital=column(1, 2, 3))[2] == agree


def test_nan_never_agrees() -> None:
    assert sides("capital / output <= 9", capital=column(1, 1, 1), output=column(0, 1, 1))[2] == [
        False,
        True,
        True,
    ]


def test_a_total_of_the_elements() -> None:
    demand = np.broadcast_to(np.array([1.0, 2.0]), (2, 2, 1, 2))
    predicate = read_predicate("total(output) = 3", NAMES)
    left, _, agree = predicate.compare({YEARS: np.zeros((2, 2, 1, 1)), "v0": demand})
    assert left.tolist() == [[3, 3]]
    assert agree.all()


def test_names_of_several_words_are_found_longest_first() -> None:
    predicate = read_predicate("base capital + base(Capital  in use) > capital[health]", NAMES)
    assert list(predicate.names.values()) == ["base capital", "Capital in use", "capital[health]"]


@pytest.mark.parametrize(
    ("tail", "time"),
    [
        ("", (None, None)),
        (" in 2030", (2030, 2030)),
        (" from 2025", (2025, None)),
        (" to 2025", (None, 2025)),
        (" within 1.5% from 2025 to 2030", (2025, 2030)),
    ],
)
def test_the_time(tail: str, time: tuple[int | None, int | None]) -> None:
    found: Predicate = read_predicate(f"capital = output{tail}", NAMES)
    assert (found.first, found.last) == time
    assert found.tolerance == (0.015 if "within" in tail else 1e-9)


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("capitol > 0", '"capitol" in "capitol > 0" is not a variable of the model. Nearest: "capital".'),
        ("sum(capital) > 0", '"sum" in "sum(capital) > 0" is not a variable of the model.'),
        ("capital", '"capital" must contain exactly one comparison sign'),
        ("1 < capital < 2", '"1 < capital < 2" must contain exactly one comparison sign'),
        ("added(capital * 2) > 0", 'added(…) in "added(capital * 2) > 0" must hold a single variable.'),
        ("capital > 0 from 2030 to 2025", "are in the wrong order: 2030 is after 2025."),
        ("min(capital) > 0", "min takes 2 figures"),
        ("capital > __import__", '"__import__" in'),
        ("capital % 2 = 0", '"capital % 2" in the formula'),
        ("capital >", "is not a formula"),
    ],
)
def test_refused_requests(text: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        read_predicate(text, NAMES)
    assert en in caught.value.faults[0].en
