from __future__ import annotations

import pytest

from tests.engine.build import model_of


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        ("price*sales", ("price",)),
        ("sales*price/days", ("price",)),  # what divides is no factor
        ("price*(1+tax)*sales", ("price",)),  # nor what stands within a sum
        ("MAX(0, tax+days*(price*sales))", ("days", "price")),
        ("price*sales+tax*(sales*days)", ("price", "tax", "days")),
        ("price*sales^tax", ()),
        ("price*(sales-1)", ()),
        ("price/sales", ()),
        ("1/(price*sales)", ("price",)),
        ("price*tax+days", ()),
    ],
)
def test_factors_beside_are_those_of_products(equation: str, expected: tuple[str, ...]) -> None:
    constants = (f"{name} = 2" for name in ("price", "sales", "tax", "days"))
    model = model_of(f"income = {equation}", *constants)
    assert sorted(model.factors_beside("sales")) == sorted(expected)


def test_elements_have_their_own_factors() -> None:
    model = model_of(
        "trade: here, there",
        "price[trade] = 2, 3",
        "sales[trade] = 4, 5",
        "income[trade] = price[trade]*sales[trade]",
    )
    assert model.factors_beside("sales[there]") == ("price[there]",)
