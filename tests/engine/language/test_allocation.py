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


# Vensim's own prices, from models/allocate_price of SDEverywhere: what is wanted grows from 0 to 500 and 300
PRICES_OF_VENSIM = {
    1: (0.5, 0.540609, 0.775862, 1.22727, 1.50621, 1.66667),
    2: (0.5, 0.642491, 0.871389, 1.13073, 1.55572, 1.78867),
    3: (-4, -0.792102, 0.22617, 1.03568, 1.46219, 1.69346),
    4: (-9, -2.12057, -0.152467, 0.925264, 1.40037, 1.67861),
}


@pytest.mark.parametrize("kind", PRICES_OF_VENSIM)
def test_prices_of_vensim(kind: int) -> None:
    """Vensim looks to 6e-5 of a width, in tails to 2e-4; with nothing wanted it is where curves begin."""
    model = model_of(
        *MARKET[:3],
        "wanted[buyer] = Time / 12 * most[buyer]",
        "most[buyer] = 500, 300",
        *MARKET[4:],
        f"bid[buyer, pp] = {kind}, 1, 1, 0; {kind}, 2, 1, 0;",
        f"ask[seller, pp] = {kind}, 1, 1, 0; {kind}, 2, 1, 0; {kind}, 3, 1, 0;",
        end=12,
        step=0.125,
    )
    run = model.simulate()
    moments = [list(run.time).index(moment) for moment in (0, 0.125, 1, 4, 8.125, 12)]
    np.testing.assert_allclose(run["price"][moments, 0], PRICES_OF_VENSIM[kind], rtol=0, atol=3e-4)
    np.testing.assert_allclose(run["price"][moments[2:], 0], PRICES_OF_VENSIM[kind][2:], rtol=0, atol=6e-5)
    assert run["bought"][0, 0].tolist() == [0, 0]


def test_where_the_price_clears_no_market() -> None:
    """With too little or too much at any price it is where curves end or begin."""
    model = market((3, 3), (3, 3, 3))
    run = model.simulate({"wanted[d2]": 0.0, "wanted[d1]": np.array([0.0, 1.0, -1.0])})
    assert [failure.member for failure in run.failures] == [2]
    assert run["price"][0, 0] == 3 - 5 * 4
    run = model.simulate({"there[s2]": 0.0, "there[s3]": 0.0, "there[s1]": 0.0})
    assert run["price"][0, 0] == 7 + 5 * 4
    run = market((0, 0), (1, 1, 1)).simulate({"wanted[d1]": np.array([649.0, 650.0, 700.0])})
    assert run["price"][0, 0] < 6
    assert run["price"][0, 1:].tolist() == [6, 6]
    with pytest.raises(SimError) as caught:
        market((0, 0), (0, 0, 0))
    assert [fault.en for fault in caught.value.faults] == [
        "FIND MARKET PRICE has no price to find: what all buyers and sellers trade is fixed (ptype 0)."
    ]


def test_a_normal_curve_is_no_narrower_than_in_vensim() -> None:
    """Vensim's own results for models/allocate_normal_width of SDEverywhere: widths below 0.05 are 0.05."""
    model = model_of(
        "agent: a1, a2",
        "pp: ptype, ppriority, pwidth, pextra",
        "ask[agent, ptype] = 3",
        "ask[a1, ppriority] = 10",
        "ask[a2, ppriority] = 10.03",
        "ask[agent, pwidth] = width",
        "width = 1",
        "bid[agent, pp] = 0",
        "wanted[a1] = 2.4 * Time / 12",
        "wanted[a2] = 0",
        "there[agent] = 1",
        "price = FIND MARKET PRICE(wanted[a1], bid[a1, ptype], there[a1], ask[a1, ptype])",
        "asked[agent] = DEMAND AT PRICE(there[agent], ask[agent, ptype], 9.7 + 0.66 * Time / 12)",
        end=12,
        step=0.125,
    )
    run = model.simulate({"width": np.array([0.0, 0.001, 0.03, 0.05, 0.06, -1.0])})
    assert [failure.member for failure in run.failures] == [5]
    moments = [list(run.time).index(moment) for moment in (0, 0.125, 1, 5, 9.875, 10, 12)]
    prices, asked = run["price"][moments], run["asked"][list(run.time).index(6)]
    vensim = [9.75, 9.89813, 9.94805, 10.015, 10.1319, 10.28, 10.28]
    np.testing.assert_allclose(prices[:, :4], np.transpose([vensim] * 4), rtol=7e-6)
    np.testing.assert_allclose(
        prices[:, 4], [9.7, 9.87644, 9.93571, 10.015, 10.1536, 10.33, 10.33], rtol=7e-6
    )
    np.testing.assert_allclose(asked[:4], [[0.274264, 0.5]] * 4, rtol=0, atol=1.2e-5)
    np.testing.assert_allclose(asked[4, 0], 0.308549, rtol=0, atol=1.2e-5)


def test_a_type_of_curve_may_change() -> None:
    """Vensim's own results for models/allocate_ptype of SDEverywhere: the type is the time, from 0 to 4."""
    model = model_of(
        "b: x, y",
        "pp: ptype, ppriority, pwidth, pextra",
        "pr[b, ptype] = kind",
        "kind = Time",
        "pr[b, ppriority] = 0.1, 0.9",
        "pr[b, pwidth] = 0.5",
        "demand[x] = 200",
        "demand[y] = second",
        "second = 300",
        "share[b] = ALLOCATE AVAILABLE(demand[b], pr[b, ptype], 100)",
        "asked[b] = DEMAND AT PRICE(demand[b], pr[b, ptype], 0.1)",
        end=4,
        step=1,
    )
    run = model.simulate({"second": np.array([300.0, 50.0])})
    shares = [[40, 60], [0, 100], [0, 100], [3.87908, 96.1207], [11.863, 88.1368]]
    np.testing.assert_allclose(run["share"][:, 0], shares, rtol=4e-4, atol=2e-4)
    shares = [[80, 20], [50, 50], [50, 50], [57.4714, 42.5285], [58.6115, 41.3884]]
    np.testing.assert_allclose(run["share"][:, 1], shares, rtol=3e-6)
    assert run["asked"][:2, 0].tolist() == [[200, 300], [100, 300]]


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
