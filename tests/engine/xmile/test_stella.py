"""Results that Stella Architect 3.7 exported for models of SDEverywhere (models/*/*.stmx, *.csv)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.xmile.build import aux, over, xmile_of

ABC = '<dim name="DimA"><elem name="A1"/><elem name="A2"/><elem name="A3"/></dim>'
AB = '<dim name="DimB"><elem name="B1"/><elem name="B2"/><elem name="B3"/></dim>'


def stella(*variables: str, start: float = 0, stop: float, step: float = 1) -> Model:
    text = xmile_of(*variables, stop=stop, step=f"<dt>{step:g}</dt>")
    text = text.replace("<start>0</start>", f"<start>{start:g}</start>")
    return Model(text.replace("</dimensions>", f"{ABC}{AB}</dimensions>", 1), "m.stmx")


def elements(name: str, own: dict[str, str], *dimensions: str) -> str:
    inside = "".join(f'<element subscript="{at}"><eqn>{value}</eqn></element>' for at, value in own.items())
    return f'<aux name="{name}">{over(*dimensions)}{inside}</aux>'


def test_trend() -> None:
    """models/trend: TREND, and its equations written out."""
    run = stella(
        aux("input", "1+0.5*SIN(2*3.14159*TIME/20)"),
        aux("TREND of input", "TREND(input, average_time, initial_trend)", "<isee:delay_aux/>"),
        aux("average time", "6"),
        aux("initial trend", "10"),
        aux("trend1", "SAFEDIV(input-average_value, average_time*ABS(average_value))"),
        '<stock name="average value"><eqn>start</eqn><inflow>net</inflow></stock>',
        aux("start", "input/(1+initial_trend*average_time)"),
        '<flow name="net"><eqn>(input-average_value)/average_time</eqn></flow>',
        stop=100,
    ).simulate()
    known = (10, 0.900378948956, 0.462613224978, -0.0317582175977, 0.0513370828322)
    for name in ("TREND of input", "trend1"):
        np.testing.assert_allclose(run[name][[0, 1, 2, 50, 100], 0], known, rtol=1e-11)


def test_delays_of_a_fixed_time() -> None:
    """models/delayfixed, delayfixed2: a delay time of 0 is one step."""
    run = stella(
        aux("input", "10*TIME+10"),
        aux("one", "DELAY(input, 1, 0)"),
        aux("five", "DELAY(input, 5, 0)"),
        aux("none", "DELAY(input, no_time, 0)"),
        aux("no time", "0"),
        start=10,
        stop=20,
    ).simulate()
    assert run["one"][[0, 1, 2, 10], 0].tolist() == [0, 110, 120, 200]
    assert run["none"][[0, 1, 2, 10], 0].tolist() == [0, 110, 120, 200]
    assert run["five"][[0, 4, 5, 6, 10], 0].tolist() == [0, 0, 110, 120, 160]


def test_delays_of_several_stages() -> None:
    """models/delay: four steps to a month."""
    times = {"A1": "1", "A2": "2", "A3": "3"}
    run = stella(
        aux("input", "STEP(10, 0)-STEP(10, 4)"),
        elements("time", times, "DimA"),
        aux("from input", "DELAY3(input, time[DimA])", over("DimA")),
        aux("from 0", "DELAY1(input, time[DimA], 0)", over("DimA")),
        aux("d1", "DELAY1(input, 5)"),
        aux("d9", "DELAY3(20, 5, 0)"),
        stop=10,
        step=0.25,
    ).simulate()
    known = {
        "from input": (
            [2.6171875, 8.48388671875, 9.4921875],
            [9.08428887669e-11, 0.0144847483973, 0.398011873429],
        ),
        "from 0": (
            [3.13235038061, 5.16972881851, 5.30586276542],
            [0.00993334692392, 0.357790514727, 0.931075277426],
        ),
        "d1": (8.1450625, 2.91989024339),
        "d9": (11.9020744399, 19.0280266861),
    }
    for name, values in known.items():
        for at, value in zip((20, 40), values, strict=True):
            np.testing.assert_allclose(run[name][at, 0].ravel(), value, rtol=1e-10)


def test_the_size_of_a_dimension() -> None:
    """models/elmcount."""
    run = stella(aux("a", "SIZE(DimA)"), aux("b", "10*SIZE(DimA)+a", over("DimA")), stop=1).simulate()
    assert run["a"][0, 0] == 3
    assert run["b"][0, 0].tolist() == [33, 33, 33]
    with pytest.raises(SimError) as caught:
        stella(aux("a", "SIZE(b)"), aux("b", "2"), aux("c", "SIZE(nothing)"), stop=1)
    assert [fault.en for fault in caught.value.faults] == [
        '"a": the argument of SIZE must be an array or a dimension.',
        '"c": the argument of SIZE must be an array or a dimension.',
    ]


def test_arrays() -> None:
    """models/arrays: elements by a variable, elements without a value, one dimension twice."""
    pairs = {f"A{i}, B{j}": str(8 + 3 * i + j - 1) for i in (1, 2, 3) for j in (1, 2, 3)}
    gaps = {at: at[1] if at.endswith("B1") else "NAN" for at in pairs}
    variables = (
        elements("inputA", {"A1": "-1", "A2": "2", "A3": "3"}, "DimA"),
        elements("inputAB", pairs, "DimA", "DimB"),
        elements("v", gaps, "DimA", "DimB"),
        aux("map", "DimB", over("DimB")),
        aux("e", "inputA[map]*10", over("DimB")),
        f'<stock name="g"><eqn>e[DimB]</eqn>{over("DimB")}<inflow>in</inflow></stock>',
        f'<flow name="in"><eqn>10*inputA[map]</eqn>{over("DimB")}</flow>',
        aux("r", "inputAB[DimA, DimB]*g[DimB]", over("DimA", "DimB")),
        aux("o", "SUM(inputAB[*, DimB])", over("DimB")),
        aux("p", "SUM(inputAB[DimA, *])", over("DimA")),
        elements("sc", {f"A{i}, A{j}": f"{i}{j}" for i in (1, 2, 3) for j in (1, 2, 3)}, "DimA", "DimA"),
        aux("first", "SUM(v[*, B1])"),
    )
    run = stella(*variables, stop=1).simulate()
    assert run["g"][:, 0].tolist() == [[-10, 20, 30], [-20, 40, 60]]
    assert run["r"][1, 0].ravel().tolist() == [-220, 480, 780, -280, 600, 960, -340, 720, 1140]
    assert run["o"][0, 0].tolist() == [42, 45, 48]
    assert run["p"][0, 0].tolist() == [36, 45, 54]
    assert run["sc"][0, 0].ravel().tolist() == [11, 12, 13, 21, 22, 23, 31, 32, 33]
    assert run["v"][0, 0].ravel().tolist() == [1, 2, 3]
    assert run["first"][0, 0] == 6
    with pytest.raises(SimError, match="v\\[A1,B2\\]"):
        stella(*variables, aux("all", "SUM(v)"), stop=1)


def test_allocation() -> None:
    """models/allocate: Vensim's ALLOCATE AVAILABLE as Stella has it, by normal curves."""
    names = "".join(f'<elem name="{name}"/>' for name in ("kind", "rank", "width", "more"))
    curves = f'<dim name="curve">{names}</dim>'
    own = {
        f"{place}, {part}": value
        for place, rank in (("A1", "1"), ("A2", "2"), ("A3", "3"))
        for part, value in (("kind", "3"), ("rank", rank), ("width", "1"), ("more", "1"))
    }
    given = ", ".join(
        f"curves[{each},{part}]" for each, part in (("*", "rank"), ("DimA", "width"), ("DimA", "kind"))
    )
    parts = (
        elements("demand", {"A1": "3", "A2": "2", "A3": "4"}, "DimA"),
        elements("curves", own, "DimA", "curve"),
        aux("supply", "10 * (TIME - STARTTIME) / (STOPTIME - STARTTIME)"),
        aux("shipped", f"ALLOCATE(supply, DimA, demand, {given})", over("DimA")),
    )
    text = xmile_of(*parts, stop=12).replace("</dimensions>", f"{ABC}{curves}</dimensions>", 1)
    run = Model(text, "m.stmx").simulate()
    known = {
        1: (0.00611191557863, 0.0611613703937, 0.766059967657),
        5: (0.30700772428, 0.788427394231, 3.07123154531),
        10: (2.40649689121, 1.93559733419, 3.99123915105),
        11: (3, 2, 4),
    }
    for time, shares in known.items():
        found = [run[f"shipped[A{n}]"][time, 0] for n in (1, 2, 3)]
        assert found == pytest.approx(shares, abs=2e-7)  # Stella ends its search there
    with pytest.raises(SimError, match="ALLOCATE"):
        stella(*parts[:1], aux("shipped", "ALLOCATE(1, DimA, demand, demand, 1)", over("DimA")), stop=1)


def test_straight_line_depreciation() -> None:
    """models/depreciate: Stella has Vensim's function."""
    run = stella(
        aux("New Capacity", "( IF TIME = 2022 THEN 1000 ELSE ( IF TIME = 2026 THEN 2500 ELSE 0 ) )"),
        aux("str", "1e+06*New_Capacity"),
        aux("amount", "DEPRECIATE_STRAIGHTLINE(str, 20, 1, 0)"),
        start=2020,
        stop=2050,
    ).simulate()
    known = [0] * 2 + [5e7] * 4 + [1.75e8] * 16 + [1.25e8] * 4 + [0] * 5
    np.testing.assert_allclose(run["amount"][:, 0], known, rtol=1e-14)
