"""Shares and prices by curves of priority: known answers, and SciPy for the curves.

The pages are vensim.com/documentation/fn_allocate_….html, fn_find_market_price, fn_demand_at_price,
fn_supply_at_price and 24335.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats

from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.build import model_of

PROFILE = ("b: x, y, z", "pp: ptype, ppriority, pwidth, pextra", "demand[b] = 500, 300, 750")
CURVES = {
    1: lambda u: np.clip(0.5 - u, 0, 1),
    2: lambda u: np.where(u < 0, 1 - 2 * np.clip(u + 0.5, 0, 1) ** 2, 2 * np.clip(0.5 - u, 0, 1) ** 2),
    3: stats.norm.sf,
    4: lambda u: np.where(u < 0, 1 - np.exp(-np.abs(u)) / 2, np.exp(-np.abs(u)) / 2),
}


def allocating(kinds: tuple[int, ...]) -> Model:
    rows = zip("xyz", kinds, (5, 7, 3), (2, 4, 4), strict=True)
    priorities = (f"pr[{name}, pp] = {kind}, {priority}, {width}, 0" for name, kind, priority, width in rows)
    share = "share[b] = ALLOCATE AVAILABLE(demand[b], pr[b, ptype], there)"
    return model_of(*PROFILE, *priorities, share, "there = 1", end=0)


@pytest.mark.parametrize("kinds", [(1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 4, 4), (1, 3, 2), (4, 2, 3)])
def test_shares_follow_the_curves(kinds: tuple[int, ...]) -> None:
    there = np.array([0.0, 1e-3, 10.0, 200.0, 400.0, 1000.0, 1400.0, 1549.9, 1550.0, 2000.0])
    shares = allocating(kinds).simulate({"there": there})["share"][0]
    demand = np.array([500, 300, 750])

    def asked(price: float) -> np.ndarray:
        units = [(price - p) / w for p, w in zip((5, 7, 3), (2, 4, 4), strict=True)]
        return demand * [CURVES[kind](np.float64(u)) for kind, u in zip(kinds, units, strict=True)]

    assert shares[0].tolist() == [0, 0, 0]
    assert shares[-2:].tolist() == [demand.tolist()] * 2
    for given, found in zip(there[1:-2], shares[1:-2], strict=True):
        price = optimize.brentq(lambda price, given=given: asked(price).sum() - given, -400, 400, xtol=1e-13)
        np.testing.assert_allclose(found, asked(price), rtol=2e-11, atol=1e-10)
        assert found.sum() == pytest.approx(given, rel=1e-11)


def test_requests_of_a_fixed_quantity_share_in_proportion() -> None:
    """24335, type 0: priorities do not count; Vensim gives 40 and 60, and 80 and 20."""
    model = model_of(
        "b: x, y",
        "pp: ptype, ppriority, pwidth, pextra",
        "pr[x, pp] = 0, 0.1, 0.5, 0",
        "pr[y, pp] = 0, 0.9, 0.5, 0",
        "demand[b] = 200, 300",
        "share[b] = ALLOCATE AVAILABLE(demand[b], pr[b, ptype], there)",
        "there = 100",
        end=0,
    )
    run = model.simulate({"there": np.array([100.0, 0.0, 500.0, 900.0, -1.0])})
    assert run["share"][0, :4].tolist() == [[40, 60], [0, 0], [200, 300], [200, 300]]
    assert [failure.member for failure in run.failures] == [4]
    assert model.simulate({"demand[x]": 200.0, "demand[y]": 50.0})["share"][0, 0].tolist() == [80, 20]
    with pytest.raises(SimError, match="pr"):
        model.simulate({"pr[x,ptype]": 1.0})


def test_shares_by_priority() -> None:
    """Of 400, y gets all that x has not reached yet: 275 of 300 when x begins, then both in proportion."""
    model = model_of(
        *PROFILE,
        "priority[b] = 5, 7, 3",
        "share[b] = ALLOCATE BY PRIORITY(demand[b], priority[b], ELMCOUNT(b), 3, there)",
        "there = 400",
        end=0,
    )
    shares = model.simulate({"there": np.array([100.0, 200.0, 400.0, 1550.0])})["share"][0]
    known = [[0, 100, 0], [0, 200, 0], [125, 275, 0], [500, 300, 750]]
    np.testing.assert_allclose(shares, known, rtol=1e-12, atol=1e-11)


def test_allocations_without_a_meaning() -> None:
    run = allocating((1, 1, 1)).simulate({"there": np.array([1.0, -1.0])})
    assert [(failure.member, failure.variable) for failure in run.failures] == [(1, "share[x]")]
    negative = model_of(
        "b: x, y",
        "share[b] = ALLOCATE BY PRIORITY(d[b], b, 2, 1, 3)",
        "d[b] = 5, -1",
        end=0,
    )
    assert negative.simulate().failures[0].variable == "share[x]"
    with pytest.raises(SimError) as caught:
        allocating((1, 5, 1))
    assert [fault.en for fault in caught.value.faults] == [
        '"share" uses the function ALLOCATE AVAILABLE (ptype 5), which is not supported.'
    ]


# --- prices -----------------------------------------------------------------------------------

MARKET = (
    "seller: s1, s2, s3",
    "buyer: d1, d2",
    "pp: ptype, ppriority, pwidth, pextra",
    "wanted[buyer] = 500, 300",
    "there[seller] = 200, 300, 450",
    "price = FIND MARKET PRICE(wanted[d1], bid[d1, ptype], there[s1], ask[s1, ptype])",
    "bought[buyer] = DEMAND AT PRICE(wanted[buyer], bid[buyer, ptype], price)",
    "sold[seller] = SUPPLY AT PRICE(there[seller], ask[seller, ptype], price)",
)
BIDS, ASKS = ((500, 5, 2), (300, 7, 4)), ((200, 1, 2), (300, 3, 4), (450, 4, 4))


def market(bids: tuple[int, ...], asks: tuple[int, ...]) -> Model:
    curves = [
        f"{name}[{which}{number}, pp] = {kind}, {priority}, {width}, 0"
        for name, which, kinds, traders in (("bid", "d", bids, BIDS), ("ask", "s", asks, ASKS))
        for number, (kind, (_, priority, width)) in enumerate(zip(kinds, traders, strict=True), start=1)
    ]
    return model_of(*MARKET, *curves, end=0)


@pytest.mark.parametrize("kinds", [(1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 4, 4), (1, 3, 2)])
def test_a_price_clears_the_market(kinds: tuple[int, ...]) -> None:
    """Demand falls along its curves, supply rises along the same curves mirrored (24330)."""
    run = market(kinds[:2], kinds).simulate()

    def excess(price: float) -> float:
        bids = [
            q * CURVES[kind](np.float64((price - p) / w))
            for kind, (q, p, w) in zip(kinds, BIDS, strict=False)
        ]
        asks = [
            q * CURVES[kind](np.float64((p - price) / w)) for kind, (q, p, w) in zip(kinds, ASKS, strict=True)
        ]
        return float(sum(bids) - sum(asks))

    price = optimize.brentq(excess, -400, 400, xtol=1e-13)
    assert run["price"][0, 0] == pytest.approx(price, rel=1e-11)
    for name, traders, turn in (("bought", BIDS, 1), ("sold", ASKS, -1)):
        known = [
            q * CURVES[kind](np.float64(turn * (price - p) / w))
            for kind, (q, p, w) in zip(kinds, traders, strict=False)
        ]
        np.testing.assert_allclose(run[name][0, 0], known, rtol=1e-10)
    assert run["bought"].sum() == pytest.approx(run["sold"].sum(), rel=1e-11)


def test_a_fixed_quantity_is_the_same_at_any_price() -> None:
    """24335, type 0: of 500 and 200 the curves find the price; no run makes it another type."""
    fixed_demand = market((0, 0), (1, 1, 1)).simulate()
    assert fixed_demand["bought"][0, 0].tolist() == [500, 300]
    assert fixed_demand["sold"].sum() == pytest.approx(800)
    fixed_supply = market((1, 1), (0, 1, 0))
    run = fixed_supply.simulate()
    assert run["sold"][0, 0, ::2].tolist() == [200, 450]
    assert run["bought"].sum() == pytest.approx(run["sold"].sum())
    with pytest.raises(SimError, match="ask"):
        fixed_supply.simulate({"ask[s1,ptype]": 1.0})


def test_the_lowest_of_several_prices() -> None:
    """All is sold below 6.5, and all is bought from 6 on: any price between clears the market."""
    model = model_of(
        "seller: s1, s2",
        "buyer: d1, d2",
        "pp: ptype, ppriority, pwidth, pextra",
        "bid[buyer, pp] = 1, 7, 1, 0; 1, 1, 1, 0;",
        "ask[seller, pp] = 1, 5.5, 1, 0; 1, 9, 1, 0;",
        "price = FIND MARKET PRICE(wanted[d1], bid[d1, ptype], there[s1], ask[s1, ptype])",
        "wanted[buyer] = 10, 10",
        "there[seller] = 10, 10",
        end=0,
    )
    assert model.simulate()["price"][0, 0] == pytest.approx(6)


def test_no_price_without_buyers_or_sellers() -> None:
    none = np.array([0.0, 1.0, -1.0])
    for name in ("wanted", "there"):
        model = market((3, 3), (3, 3, 3))
        others = {key: 0.0 for key in model.constants if key.startswith(f"{name}[")}
        run = model.simulate({**others, f"{name}[{'d' if name == 'wanted' else 's'}1]": none})
        assert [failure.member for failure in run.failures] == [0, 2]
        assert np.isfinite(run["price"][0, 1])


def test_curves_and_arguments_that_are_not_run() -> None:
    with pytest.raises(SimError) as caught:
        market((3, 5), (3, 3, 3))
    assert [fault.en for fault in caught.value.faults] == [
        '"price" uses the function FIND MARKET PRICE (ptype 5), which is not supported.',
        '"bought" uses the function DEMAND AT PRICE (ptype 5), which is not supported.',
    ]
    for given, en in (
        (
            "2, bid[d1, ptype]",
            "a quantity of FIND MARKET PRICE must be a variable by its first element, as in demand[d1].",
        ),
        (
            "wanted[d1], wanted[d1]",
            "the second argument of FIND MARKET PRICE must be a variable such as priority[requester,ptype].",
        ),
    ):
        equations = (
            *MARKET[:5],
            "bid[buyer, pp] = 3",
            "ask[seller, pp] = 3",
            f"price = FIND MARKET PRICE({given}, there[s1], ask[s1, ptype])",
        )
        with pytest.raises(SimError) as caught:
            model_of(*equations)
        assert [fault.en for fault in caught.value.faults] == [en]


def test_prices_do_not_depend_on_neighbours() -> None:
    model = market((3, 1), (4, 2, 3))
    draws = np.linspace(1, 600, 27)
    whole = model.simulate({"wanted[d1]": draws}, threads=2)
    for member in (0, 7, 26):
        alone = model.simulate({"wanted[d1]": draws[member]})
        for name in ("price", "bought", "sold"):
            np.testing.assert_array_equal(alone[name][:, 0], whole[name][:, member])
