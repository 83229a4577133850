"""Formulas: their values by hand, their written form, and everything that they must refuse."""

from __future__ import annotations

import pytest

from sim.errors import SimError
from sim.registry.formula import LENGTH_LIMIT, growth_to_sum, read_formula

VALUES = {"a": 7.0, "b": 2.0, "c": -3.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a - b - 1", 4),
        ("a - (b - 1)", 6),
        ("a / b / 2", 1.75),
        ("-b ** 2", -4),
        ("(1 + b / 100) ** 2", 1.0404),
        ("growth(100, 121, 2)", 10),
        ("growth_to_sum(100, 231, 2)", 10),
    ],
)
def test_the_value(text: str, value: float) -> None:
    assert read_formula(text).value(VALUES) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a - (b - 1)", "A − (2 − 1)"),
        ("a - b - 1", "A − 2 − 1"),
        ("a / (b * c)", "A ÷ (2 × (-3))"),
        ("(a + b) * 1000", "(A + 2) × 1,000"),
        ("(1 + b / 100) ** 5", "(1 + 2 ÷ 100)^5"),
        ("growth(b, a + 1, 5)", "((A + 1) ÷ 2)^(1 ÷ 5) − 1"),
        ("growth(1, a, 5)", "(A)^(1 ÷ 5) − 1"),
        ("-growth(b, a, 5)", "−((A ÷ 2)^(1 ÷ 5) − 1)"),
        ("growth_to_sum(b, a, 5)", "[x: 2 × Σ(1 + x)^k = A, k = 1…5]"),
    ],
)
def test_how_it_is_written(text: str, written: str) -> None:
    assert read_formula(text).written({"a": "A", "b": "2", "c": "-3"}) == written


def test_names_are_listed_once_in_order_without_functions() -> None:
    assert read_formula("growth(b, a, 5) + a * b").names == ("b", "a")


def test_conditions() -> None:
    assert read_formula("a > b", is_condition=True).holds(VALUES)
    assert not read_formula("a > b and c >= 0", is_condition=True).holds(VALUES)
    assert read_formula("a <= b or c < 0", is_condition=True).holds(VALUES)
    assert (
        read_formula("a > b and c < 0", is_condition=True).written({"a": "A", "b": "B", "c": "C"})
        == "A > B ∧ C < 0"
    )


def test_growth_to_a_sum_adds_up() -> None:
    rate = 1 + growth_to_sum(440.8, 2600, 5) / 100
    assert 440.8 * (rate + rate**2 + rate**3 + rate**4 + rate**5) == pytest.approx(2600, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.real",
        "a[0]",
        "[a]",
        "'a' * 3",
        "a if b else c",
        "lambda: 1",
        "(a > b) + 1",
        "growth(a > b, 2, 5)",
        "a % b",
        "a // b",
        "True",
        "1j",
        "~a",
        "growth(*a)",
        "growth(a, b, years=5)",
        "(a := 1)",
        "a +",
        "",
        "9" * (LENGTH_LIMIT + 1),
        "(" * 250,
    ],
)
def test_texts_that_are_not_arithmetic_are_refused(text: str) -> None:
    with pytest.raises(SimError):
        read_formula(text)


@pytest.mark.parametrize("text", ["a > b > c", "a == b", "a in b", "a is b", "a", "not a > b", "a and b"])
def test_texts_that_are_not_conditions_are_refused(text: str) -> None:
    with pytest.raises(SimError):
        read_formula(text, is_condition=True)


@pytest.mark.parametrize(
    "text",
    [
        "a / (b - 2)",
        "c ** 0.5",
        "growth(c, a, 5)",
        "growth(0, a, 5)",
        "9.0 ** 9.0 ** 9.0",
        "1e308 * 10",
        "growth_to_sum(0, a, 5)",
        "growth_to_sum(a, c, 5)",
    ],
)
def test_formulas_without_a_value_are_reported(text: str) -> None:
    with pytest.raises(SimError) as caught:
        read_formula(text).value(VALUES)
    [fault] = caught.value.faults
    assert text in fault.zh
    assert text in fault.en


def test_a_wrong_function_names_the_nearest() -> None:
    with pytest.raises(SimError) as caught:
        read_formula("grwth(a, b, 5)")
    [fault] = caught.value.faults
    assert fault.zh == '公式 "grwth(a, b, 5)" 中没有名为 "grwth" 的函数。最接近的是 "growth"。'
    assert (
        fault.en == 'the formula "grwth(a, b, 5)" calls "grwth", which is not a function. Nearest: "growth".'
    )
