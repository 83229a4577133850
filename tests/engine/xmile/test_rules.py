# ruff: noqa: E501 - a table, a line for each rule
"""An example of each rule of XMILE's language, with the answer that its section gives.

Sections are those of the OASIS Standard XMILE 1.0 (14 December 2015); "help" is Stella's own.
"""

from __future__ import annotations

import math

import pytest

from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.xmile.build import aux, model_of, over, values_of, xmile_of

TABLE = "<xpts>1,2,4</xpts><ypts>10,20,20</ypts>"
STEPS = aux("x", "TIME")  # 0, 1, 2, 3, 4

EXPRESSIONS: tuple[tuple[str, str, tuple[float, ...] | float], ...] = (
    ("3.3.1", "-2^2", -4),
    ("3.3.1", "2^3^2", 512),
    ("3.3.1", "2^-1", 0.5),
    ("3.3.1", "7 - 2 - 1", 4),
    ("3.3.1", "12 / 3 * 2", 8),
    ("3.3.1", "2 + 3 * 4", 14),
    ("3.3.1", "7 MOD 3", 1),
    ("3.3.1", "-7 MOD 3", 2),
    ("3.3.1", "7 MOD -3", -2),
    ("3.3.1", "8 mod 5 * 2", 6),
    ("3.3.1", "0.3 MOD 0.1", 0),
    ("3.3.1", "(2 < 3) + (3 <> 3) + (2 >= 2)", 2),
    ("3.3.1", "3 > 2 = 1", 1),
    ("3.3.1", "NOT 0 = 1", 1),
    ("3.3.1", "IF NOT x = 0 AND x < 3 OR x = 4 THEN 5 ELSE 6", (6, 5, 5, 6, 5)),
    ("3.3.3", "IF x THEN 1 ELSE 2", (2, 1, 1, 1, 1)),
    ("3.3.3", "if x < 2 then if x < 1 then 1 else 2 else 3", (1, 2, 3, 3, 3)),
    ("3.3.3", "IF_THEN_ELSE(x > 2, 1, 0)", (0, 0, 0, 1, 1)),
    ("3.3.4", "1 { a remark {within} = 5 } + 2", 3),
    ("3.2.1", "14. + .375 + 6E1", 74.375),
    ("3.5.1", "ABS(-3) + MIN(1, 2) + MAX(1, 2) + SQRT(4)", 8),
    ("3.5.1", "INT(-2.5) + INT(2.5)", -1),
    ("3.5.1", "LN(EXP(2)) + LOG10(1000)", 5),
    ("3.5.1", "SIN(PI / 2) + COS(0) + TAN(0)", 2),
    ("3.5.1", "ARCTAN(1) + ARCSIN(0) + ARCCOS(1)", math.pi / 4),
    ("3.5.1", "MIN(INF, 7)", 7),
    ("3.5.1", "std.MAX(1, 2)", 2),
    ("help", "SAFEDIV(1, 0) + SAFEDIV(1, 0, 5) + SAFEDIV(1, 1e-9) + 3 // 0", 1e9 + 5),
    ("help", "ROUND(2.5) + ROUND(-2.5) + ROUND(0.4)", 0),
    ("fn_modulo", "MODULO(7, 3) + XIDZ(1, 0, 4) + ZIDZ(1, 0) + LOG(8, 2)", 8),
    ("fn_sample_if_true", "SAMPLE_IF_TRUE(x = 2, x, 9)", (9, 9, 2, 2, 2)),
    ("help", "PERCENT(0.5) + ROOTN(8, 3)", 52),
    ("help", "COMBINATIONS(5, 3) + 100 * PERMUTATIONS(5, 3) + FACTORIAL(5) + FACTORIAL(0)", 10 + 6000 + 121),
    ("help", "HISTORY(x, TIME - 2) + 10 * HISTORY(x, 1) + 100 * HISTORY(x, TIME - DT)", (0, 10, 110, 211, 312)),
    ("help", "HISTORY(x, 9) + HISTORY(x, -1)", 0),
    ("help", "ENDVAL(x + 3) + 10 * ENDVAL(SELF, 2) + RUNCOUNT + SENSIRUNCOUNT + SENSIRUNTOTAL", 23),
    ("help", "PMT(0.01, 36, 10000, 0)", -332.14309812851167),
    ("help", "PV(0.01, 36, -332.14309812851167, 0) + FV(0.01, 36, -332.14309812851167, 10000)", 10000),
    ("help", "PV(0, 3, 1, 2) + 10 * PMT(0, 3, 1, 2) + 100 * FV(0, 3, 1, 2)", -515),
    ("help", "MONTECARLO(100) + 10 * MONTECARLO(0, 3)", 1),
    ("help", "SINWAVE(2, 4)", (0, 2, 0, -2, 0)),
    ("help", "COSWAVE(2, 4)", (2, 0, -2, 0, 2)),
    ("3.5.3", "DELAY(x, 2)", (0, 0, 0, 1, 2)),
    ("3.5.3", "DELAY(x, 2, 9)", (9, 9, 0, 1, 2)),
    ("3.5.3", "DELAY1(x + 4, 2)", (4, 4, 4.5, 5.25, 6.125)),
    ("3.5.3", "DELAY1(x, 2, 4)", (4, 2, 1.5, 1.75, 2.375)),
    ("3.5.3", "DELAYN(x, 2, 1, 4)", (4, 2, 1.5, 1.75, 2.375)),
    ("3.5.3", "DELAYN(x, 4, 2, 4) - DELAYN(x, 4, 2) * 0", (4, 4, 3, 2.25, 2)),
    ("3.5.3", "DELAY3(x, 6, 4) - DELAYN(x, 6, 3, 4)", 0),
    ("3.5.3", "SMTH1(x, 2, 4)", (4, 2, 1.5, 1.75, 2.375)),
    ("3.5.3", "SMTH1(x + 4, 2)", (4, 4, 4.5, 5.25, 6.125)),
    ("3.5.3", "SMTH3(x, 6, 4) - SMTHN(x, 6, 3, 4)", 0),
    ("3.5.3", "SMTHN(x, 4, 2, 4)", (4, 4, 3, 2.25, 2)),
    ("3.5.3", "TREND(x + 1, 2)", (0, 0.5, 0.5, 7 / 18, 0.3)),
    ("3.5.3", "TREND(6, 2, 0.25)", (0.25, 0.1, 0.045454545454545456, 0.021739130434782608, 0.010638297872340425)),
    ("3.5.3", "FORCST(6, 2, 3, 0.25)", (10.5, 7.8, 6.818181818181818, 6.391304347826087, 6.191489361702128)),
    ("3.5.4", "STEP(6, 3)", (0, 0, 0, 6, 6)),
    ("3.5.4", "RAMP(2, 1)", (0, 0, 2, 4, 6)),
    ("help", "RAMP(2, 1, 3)", (0, 0, 2, 4, 4)),
    ("3.5.4", "PULSE(20, 1, 2)", (0, 20, 0, 20, 0)),
    ("3.5.4", "PULSE(20, 1)", (0, 20, 0, 0, 0)),
    ("3.5.4", "PULSE(20, 1, 0)", (0, 20, 0, 0, 0)),
    ("3.5.4", "PULSE(20, 1, x * 0 + 2)", (0, 20, 0, 20, 0)),
    ("3.5.5", "TIME + DT + STARTTIME + STOPTIME", (5, 6, 7, 8, 9)),
    ("3.5.6", "INIT(x + 7)", 7),
    ("3.5.6", "PREVIOUS(x, 9)", (9, 0, 1, 2, 3)),
    ("3.5.6", "PREVIOUS(SELF, 5) + 1", (6, 7, 8, 9, 10)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("section", "equation", "known"), EXPRESSIONS, ids=[f"{s} {e}" for s, e, _ in EXPRESSIONS]
)
def test_an_expression(section: str, equation: str, known: tuple[float, ...] | float) -> None:
    expected = known if isinstance(known, tuple) else (known,) * 5
    assert values_of(STEPS, aux("y", equation)) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("", (10, 10, 20, 20, 20)),
        (' type="continuous"', (10, 10, 20, 20, 20)),
        (' type="extrapolate"', (0, 10, 20, 20, 20)),
        (' type="discrete"', (10, 10, 20, 20, 20)),
        (' discrete="true"', (10, 10, 20, 20, 20)),
    ],
)
def test_a_graphical_function(kind: str, known: tuple[float, ...]) -> None:
    """3.1.4: beyond its ends it keeps them, or goes on as its last two points do."""
    assert values_of(STEPS, aux("y", "x", f"<gf{kind}>{TABLE}</gf>")) == known


@pytest.mark.parametrize(("kind", "known"), [("continuous", 15), ("discrete", 10), ("extrapolate", 15)])
def test_a_graphical_function_between_its_points(kind: str, known: float) -> None:
    assert values_of(aux("y", "1.5", f'<gf type="{kind}">{TABLE}</gf>')) == (known,) * 5


def test_an_even_scale() -> None:
    """4.1.3: as many points as y, from the lowest x to the highest."""
    table = '<gf><xscale min="0" max="8"/><yscale min="0" max="9"/><ypts sep=";">1;2;9;</ypts></gf>'
    assert values_of(STEPS, aux("y", "x", table)) == (1, 1.25, 1.5, 1.75, 2)


def test_a_named_graphical_function_is_called() -> None:
    """3.3.2; Stella also writes LOOKUP, and calls that of a variable."""
    named, own = f'<gf name="f">{TABLE}</gf>', aux("g", "x", f"<gf>{TABLE}</gf>")
    assert values_of(STEPS, named, own, aux("y", "f(x) + LOOKUP(f, 4) + LOOKUP(g, 3) + g")) == (
        60,
        60,
        80,
        80,
        80,
    )


STOCK = '<stock name="y"><eqn>{start}</eqn><inflow>fill</inflow><outflow>first</outflow><outflow>second</outflow>{inside}</stock>'


def _bath(inside: str, fill: str = "1", first: str = "2", second: str = "5") -> tuple[str, ...]:
    flows = {"fill": fill, "first": first, "second": second}
    return (
        STOCK.format(start=6, inside=inside),
        *(f'<flow name="{k}"><eqn>{v}</eqn></flow>' for k, v in flows.items()),
    )


def test_a_stock_adds_its_inflows_and_takes_its_outflows() -> None:
    assert values_of(*_bath("")) == (6, 0, -6, -12, -18)


def test_a_stock_that_is_not_negative_holds_its_outflows_back_in_their_order() -> None:
    """4.2: the first outflow takes what there is, the next what it leaves; what flows in counts."""
    bath = _bath("<non_negative/>")
    assert values_of(*bath) == (6, 0, 0, 0, 0)
    assert values_of(*bath, name="first") == (2, 1, 1, 1, 1)
    assert values_of(*bath, name="second") == (5, 0, 0, 0, 0)


def test_a_stock_that_is_not_negative_is_held_at_zero_where_an_inflow_is_negative() -> None:
    """4.2 limits outflows only; the flow keeps its value, as in PySD."""
    flow = '<flow name="grow"><eqn>IF TIME &lt; 2 THEN -3 - TIME ELSE TIME</eqn></flow>'
    stock = '<stock name="y"><eqn>5</eqn><inflow>grow</inflow>{}<non_negative/></stock>'
    assert values_of(flow, stock.format("")) == (5, 2, 0, 2, 5)
    assert values_of(flow, stock.format(""), name="grow") == (-3, -4, 2, 3, 4)
    out = '<flow name="out"><eqn>1</eqn></flow>'
    assert values_of(flow, out, stock.format("<outflow>out</outflow>")) == (5, 1, 0, 1, 3)
    staged = model_of(flow, stock.format(""), method="RK4")
    assert [(one.variable, one.time) for one in staged.simulate().failures] == [("y", 1)]
    assert staged.simulate(method="euler")["y"][:, 0].tolist() == [5, 2, 0, 2, 5]
    for own in ("<eqn>3</eqn>", "<eqn>TIME</eqn><non_negative/>"):
        is_up = f'<flow name="grow">{own}</flow>'
        assert len(values_of(is_up, stock.format(""), method="RK4")) == 5


def test_non_negative_of_all_stocks_and_flows_unless_one_says_otherwise() -> None:
    """2.6: behaviour of the file, and of an entity."""
    for text in (
        "<behavior><non_negative/></behavior>",
        "<behavior><stock><non_negative/></stock></behavior>",
    ):
        assert values_of(*_bath(""), beside=text) == (6, 0, 0, 0, 0)
        assert values_of(*_bath("<non_negative> False </non_negative>"), beside=text) == (6, 0, -6, -12, -18)
    flows = "<behavior><flow><non_negative/></flow></behavior>"
    assert values_of(*_bath("", fill="-5"), beside=flows, name="fill") == (0,) * 5


def test_a_flow_that_is_not_negative() -> None:
    assert values_of(STEPS, '<flow name="y"><eqn>x - 2</eqn><non_negative/></flow>') == (0, 0, 0, 1, 2)


def test_stocks_hand_on_what_they_have() -> None:
    """A flow between two stocks that are not negative: material is kept."""
    variables = (
        '<stock name="a"><eqn>5</eqn><outflow>move</outflow><non_negative/></stock>',
        '<stock name="y"><eqn>0</eqn><inflow>move</inflow><outflow>leave</outflow><non_negative/></stock>',
        '<flow name="move"><eqn>3</eqn></flow><flow name="leave"><eqn>4</eqn></flow>',
    )
    assert values_of(*variables, name="move") == (3, 2, 0, 0, 0)
    assert values_of(*variables, name="leave") == (3, 2, 0, 0, 0)


ARRAYS = (
    aux("a", "10 * Region + Age", over("Region", "Age")),
    aux("b", "Age * Age", over("Age")),
)


@pytest.mark.parametrize(
    ("section", "equation", "known"),
    [
        ("3.7.1", "a[South_Side, 2]", 22),
        ("3.7.1", 'a["South Side", 2] + a[Region.North, 1] + a[2, 3]', 56),
        ("3.7.1", "a[North, 4] + a[3, 1]", 0),
        ("3.7.1", "a[North, 1 + 1]", 12),
        ("3.7.1", "a[North, INT(TIME / 2) + 1]", (11, 11, 12, 12, 13)),
        ("3.7.1", "b[TIME]", (0, 1, 4, 9, 0)),
        ("3.7.1", "Region.South_Side", 2),
        ("3.7.1.3", "SUM(b) + SUM(b[*]) + SUM(a[North, *])", 64),
        ("3.7.1.3", "SUM(a)", 102),
        ("3.7.1.3", "SUM(a[*, 2] * 2)", 68),
        ("3.7.1.3", "MEAN(a) + MAX(b) + MIN(b[*]) + PROD(b)", 63),
        ("3.7.1.3", "SIZE(b) + SIZE(a) + SIZE(a[*, 1])", 11),
        ("3.7.1.3", "MAX(b[2], 1) + MIN(b[3], 1)", 5),
        ("3.7.1.3", "SUM(b[Age]) + MIN(a[Region, 2])", 26),
        ("3.7.1.3", "SUM(b[2:3]) + MEAN(b[:2]) + SIZE(b[2:]) + PROD(b[2:*])", 53.5),
        ("3.7.1.3", "SUM(b[1:2] * b[1:2]) + SUM(a[*, 2:3]) + SUM(a[North, *:Age])", 123),
        ("3.7.1.3", "MAX(a') - MIN(a[South_Side, 2:3])", 1),
        ("help", "MAX(1, TIME, 2, 3) + MIN(b[3], 8, 1)", (4, 4, 4, 4, 5)),
        ("3.7.1.3", "MAX(b, 5) + MAX(b[1:2], 5) + MIN(0, a[North, *])", 14),
        ("3.7.1.3", "MAX(SUM(b[*]), 5)", 14),
        ("help", "MEAN(1, b[2], TIME)", (5 / 3, 2, 7 / 3, 8 / 3, 3)),
    ],
)
def test_an_array(section: str, equation: str, known: tuple[float, ...] | float) -> None:
    expected = known if isinstance(known, tuple) else (known,) * 5
    assert values_of(*ARRAYS, aux("y", equation)) == pytest.approx(expected)


def _last(*variables: str, name: str = "y") -> list[float]:
    from tests.engine.xmile.build import model_of

    run = model_of(*ARRAYS, *variables).simulate(outputs=[name])
    return [float(value) for value in run[name][-1, 0].ravel()]


def test_equations_of_whole_arrays() -> None:
    """3.7.1.1: subscripts may be left out where the dimensions are those of the left side."""
    assert _last(aux("y", "a * 2 + b", over("Region", "Age"))) == [23, 28, 35, 43, 48, 55]
    assert _last(aux("y", "a[North, Age] - b", over("Age"))) == [10, 8, 4]
    assert _last(aux("y", "SUM(a[Region, *])", over("Region"))) == [36, 66]
    assert _last(aux("y", "b[Age - 1] + 1", over("Age"))) == [1, 2, 5]
    assert _last(aux("y", "SUM(a[Region, 2:3])", over("Region"))) == [25, 45]
    assert _last(aux("y", "a'", over("Age", "Region"))) == [11, 21, 12, 22, 13, 23]
    assert _last(aux("y", "a[@2, @1]", over("Age", "Region"))) == [11, 21, 12, 22, 13, 23]


def test_an_equation_that_lists_its_elements() -> None:
    assert _last(aux("y", "1, 2 + TIME, MAX(3, b[3])", over("Age"))) == [1, 6, 9]
    assert _last(aux("y", "MAX(3, b)", over("Age"))) == [3, 4, 9]
    assert _last(aux("y", "SIZE(SELF)", over("Age"))) == [3, 3, 3]
    assert (
        _last(aux("y", "10 * SIZE(SELF[*, Region]) + SIZE(SELF[Age, *])", over("Age", "Region"))) == [32] * 6
    )
    graph = "<gf><xscale min='0' max='4'/><ypts>0,8</ypts></gf>"
    assert _last(aux("y", "1, 2, 3", over("Age") + graph)) == [2, 4, 6]


def test_elements_that_an_array_lacks_are_zero() -> None:
    """XMILE 1.1, 3.7.1.1: elements of a part of a dimension, or of a larger one, go by their names."""
    wider = '<dim name="Wider"><elem name="Total"/><elem name="South Side"/><elem name="North"/></dim>'
    part = '<dim name="Part"><elem name="South Side"/></dim>'
    text = xmile_of(
        aux("a", "3, 5", over("Region")),
        aux("y", "IF Wider = Wider.Total THEN SUM(a) ELSE a[Wider]", over("Wider")),
        aux("z", "a[Wider] + 1", over("Wider")),
        aux("p", "a[Part] * 2", over("Part")),
    )
    run = Model(text.replace("</dimensions>", f"{wider}{part}</dimensions>", 1), "m.stmx").simulate()
    assert [run[f"y[{one}]"][0, 0] for one in ("Total", "South Side", "North")] == [8, 5, 3]
    assert [run[f"z[{one}]"][0, 0] for one in ("Total", "South Side", "North")] == [1, 6, 4]
    assert run["p[South Side]"][0, 0] == 10
    with pytest.raises(SimError, match='has no element "Total"'):
        Model(
            xmile_of(aux("a", "3, 5", over("Region")), aux("y", "SUM(a[Wider])")).replace(
                "</dimensions>", f"{wider}</dimensions>", 1
            ),
            "m.stmx",
        )


def test_dimensions_of_the_same_elements() -> None:
    """A flow over a dimension that is another of the same elements, as xmutil writes it."""
    text = xmile_of(
        f'<stock name="y"><eqn>1</eqn>{over("Age")}<inflow>grow</inflow></stock>',
        f'<flow name="grow"><eqn>Years</eqn>{over("Years")}</flow>',
    ).replace("</dimensions>", '<dim name="Years" size="3"/></dimensions>', 1)
    run = Model(text, "m.xmile").simulate(outputs=["y"])
    assert run["y"][-1, 0].ravel().tolist() == [5, 9, 13]


def test_equations_of_single_elements() -> None:
    """4.5.2: each element its own equation, graphical function and start."""
    own = '<element subscript="1"><eqn>b[Age]</eqn></element><element subscript="2"><eqn>Age</eqn></element>'
    y = f'<aux name="y">{over("Age")}{own}<element subscript="3"><eqn>a[North, Age]</eqn></element></aux>'
    assert _last(y) == [1, 2, 13]
    graphs = "".join(
        f'<element subscript="{place}"><gf><xscale min="0" max="4"/><ypts>0,{top}</ypts></gf></element>'
        for place, top in ((1, 4), (2, 8), (3, 2))
    )
    assert _last(f'<aux name="y">{over("Age")}{graphs}<eqn>TIME / 2</eqn></aux>') == [2, 4, 1]
    starts = "".join(f'<element subscript="{place}"><eqn>{place}</eqn></element>' for place in (1, 2, 3))
    stock = f'<stock name="y">{over("Age")}{starts}<inflow>b</inflow></stock>'
    assert _last(stock) == [5, 18, 39]


def test_the_order_of_an_average_within_an_array() -> None:
    assert _last(aux("y", "DELAYN(b * STEP(1, 1), 2, 2)", over("Age"))) == pytest.approx([1, 4, 9])


MODULES = """
<model name="Plant"><variables>
  <aux name="ordered" access="input"><eqn>99</eqn></aux>
  <stock name="stores"><eqn>1</eqn><inflow>made</inflow></stock>
  <flow name="made"><eqn>ordered + .x</eqn></flow>
  <module name="Line"/>
</variables></model>
<model name="Line"><variables><aux name="speed"><eqn>2 * base</eqn></aux><aux name="base"><eqn>3</eqn></aux></variables></model>
"""


@pytest.mark.parametrize(
    "link",
    ['to="Plant.ordered" from="want"', 'to="ordered" from=".want"', 'to=".Plant.ordered" from=".want"'],
)
def test_modules(link: str) -> None:
    """3.8, 4.7: variables of a module under its name, its inputs from where they are connected."""
    module = f'<module name="Plant"><connect {link}/></module>'
    known = values_of(
        STEPS, aux("want", "1"), module, aux("y", "Plant.stores + Plant.Line.speed"), beside=MODULES
    )
    assert known == (7, 8, 10, 13, 17)


STELLA = """
<model name="hares"><variables>
  <stock name="hares"><eqn>8</eqn><outflow>deaths</outflow><non_negative/></stock>
  <flow name="deaths"><eqn>lynxes.lynxes + lynxes + .area</eqn><non_negative/></flow>
  <stock name="lynxes" access="input"><eqn>{Enter equation, for use on its own}</eqn><non_negative/></stock>
</variables></model>
<model name="lynxes"><variables>
  <stock name="lynxes" access="output"><eqn>0</eqn><inflow>born</inflow></stock>
  <flow name="born"><eqn>1</eqn></flow>
</variables></model>
"""


@pytest.mark.parametrize("tags", [("connect",), ("connect2",), ("connect", "connect2")])
@pytest.mark.parametrize("at", ["hares", "lynxes", "hares, lynxes"])
def test_modules_as_stella_writes_them(tags: tuple[str, ...], at: str) -> None:
    """A stock in another module's place is that stock, whatever equation and limit stand there.

    Connections are listed at either module, in Stella's own element too; equations name variables of
    other modules from the top.
    """
    link = {tag: f'<{tag} to="hares.lynxes" from="lynxes.lynxes"/>' for tag in tags}
    if len(tags) == 2:
        link["connect"] = link["connect"].replace('from="lynxes.lynxes"', 'from="area"')
    modules = [
        f'<module name="{name}">{"".join(link.values()) if name in at else ""}</module>'
        for name in ("hares", "lynxes")
    ]
    run = Model(xmile_of(STEPS, aux("area", "1"), *modules, beside=STELLA), "m.xmile").simulate()
    assert run["hares.lynxes"].ravel().tolist() == run["lynxes.lynxes"].ravel().tolist() == [0, 1, 2, 3, 4]
    assert run["hares.hares"].ravel().tolist() == [8, 7, 4, 0, 0]


@pytest.mark.parametrize(
    "link",
    [
        '<connect to=".want" from="Plant.want"/>',
        '<connect to=".want" from="Plant.want"/><connect2 to="want" from="Plant.want"/>',
    ],
)
def test_an_output_of_a_module_for_an_input_outside(link: str) -> None:
    """Listed at the module, where both have one name."""
    models = '<model name="Plant"><variables><aux name="want"><eqn>TIME</eqn></aux></variables></model>'
    modules = f'<module name="Plant">{link}</module><aux name="want" access="input"><eqn>Plant</eqn></aux>'
    assert values_of(STEPS, modules, aux("y", "want"), beside=models) == (0, 1, 2, 3, 4)


def test_a_graphical_function_for_an_input() -> None:
    """It is called with the points of what it is connected to, through another module too, and has its value."""
    table = '<aux name="p"><eqn>TIME * k</eqn><gf><xscale min="0" max="8"/><ypts>0, 4, 16</ypts></gf></aux>'
    models = """
    <model name="M"><variables>
      <aux name="p" access="input"><gf><xscale min="0" max="1"/><ypts>0, 1</ypts></gf></aux>
      <module name="N"><connect2 to="N.q" from="p"/></module><aux name="k"><eqn>99</eqn></aux>
    </variables></model>
    <model name="N"><variables>
      <aux name="q" access="input"><eqn/></aux><aux name="y"><eqn>LOOKUP(q, 2) + 10 * q</eqn></aux>
    </variables></model>
    """
    modules = [table, aux("k", "2"), '<module name="M"><connect2 to="M.p" from="p"/></module>']
    assert values_of(*modules, aux("y", "M.N.y"), beside=models) == (2, 22, 42, 102, 162)


def test_a_name_of_a_module_is_looked_for_within_it_first() -> None:
    """3.2.2: then in the modules around it."""
    models = """
    <model name="A"><variables>
      <module name="B"/><aux name="x"><eqn>B.y * 10 + C.y</eqn></aux><aux name="z"><eqn>2</eqn></aux>
    </variables></model>
    <model name="B"><variables><aux name="y"><eqn>1 + A.z + C.y</eqn></aux></variables></model>
    <model name="C"><variables><aux name="y"><eqn>5</eqn></aux></variables></model>
    """
    modules = '<module name="A"/><module name="C"/>'
    assert values_of(STEPS, modules, aux("y", "A.x"), beside=models) == (85,) * 5


def test_an_input_that_is_not_connected_keeps_its_own_equation() -> None:
    assert values_of(STEPS, '<module name="Plant"/>', aux("y", "Plant.made"), beside=MODULES) == (
        99,
        100,
        101,
        102,
        103,
    )


def test_functions_of_vensim_by_names_with_blanks() -> None:
    """As xmutil leaves what XMILE lacks, after a remark that says so."""
    graph = '<aux name="g"><eqn>0+0</eqn><gf><xpts>0, 1, 2</xpts><ypts>0, 10, 30</ypts></gf></aux>'
    equation = "{Untranslated function used}LOOKUP FORWARD(g, 1.5) + LOOKUP  BACKWARD(g, 0.5) + LOOKUP EXTRAPOLATE(g, 3)"
    assert values_of(graph, aux("y", equation), stop=0) == (30 + 0 + 50,)
    assert values_of(aux("y", "NPV(3, 0, 1, 2) + PULSE TRAIN(0, 1, 2, 9)")) == (9, 14, 21, 26, 33)
    a = aux("a", "1, 2, 6", over("Age"))
    assert values_of(a, aux("y", "10 * LOOKUP(VMAX, a[*]) + LOOKUP(VMIN, a[*])"), stop=0) == (61,)


def test_macros() -> None:
    """3.6, 4.8: with defaults, and with stocks of their own for every call."""
    macros = """
    <macro name="LIFT"><parm>x</parm><parm default="10">by</parm><eqn>x + by</eqn></macro>
    <macro name="ADD UP"><parm>x</parm><eqn>total</eqn><variables>
      <stock name="total"><eqn>0</eqn><inflow>more</inflow></stock><flow name="more"><eqn>x</eqn></flow>
    </variables></macro>
    <macro name="ZIDZ"><parm>a</parm><parm>b</parm><eqn>a + b</eqn></macro>
    """
    equation = "LIFT(1) + LIFT(1, 2) + ADD_UP(x) + ADD_UP(1) + ZIDZ(2, 3)"
    assert values_of(STEPS, aux("y", equation), beside=macros) == (19, 20, 22, 25, 29)


def test_a_macro_whose_value_is_a_variable_of_its_name() -> None:
    """As xmutil writes macros of Vensim: a blank in the name, an input as a flow without an equation."""
    macros = """
    <macro name="ADD UP"><eqn>ADD UP</eqn><parm>x</parm><parm>start</parm><variables>
      <flow name="x"/><stock name="ADD UP"><inflow>x</inflow><eqn>start</eqn></stock>
    </variables></macro>
    <macro name="ZIDZ"><eqn>ZIDZ</eqn><parm>a</parm><variables>
      <aux name="ZIDZ"><eqn>a + more</eqn></aux><aux name="more"><eqn>2 * a</eqn></aux>
    </variables></macro>
    """
    assert values_of(aux("y", "ADD_UP(3, 5) + ZIDZ(10)"), beside=macros) == (35, 38, 41, 44, 47)


@pytest.mark.parametrize(
    "written", ["net_growth", "NET_Growth", '"net growth"', '"Net\\ngrowth"', "net__growth"]
)
def test_spellings_of_a_name(written: str) -> None:
    """3.2.2.2."""
    assert values_of(aux("Net\\ngrowth", "3"), aux("y", f"{written} + 1")) == (4,) * 5


@pytest.mark.parametrize("name", ["产出_（万吨）", "1st", "a-b", "über$"])
def test_names_of_any_letters(name: str) -> None:
    assert values_of(aux(name, "3"), aux("y", f'"{name}" + 1')) == (4,) * 5


def test_a_reciprocal_step_and_the_method() -> None:
    """2.3, 3.4.1: the first known of a list; Stella's rk2 is Heun's method."""
    stock = '<stock name="y"><eqn>1</eqn><inflow>f</inflow></stock><flow name="f"><eqn>y</eqn></flow>'
    quarter = '<dt reciprocal="true">4</dt>'
    assert values_of(stock, step=quarter)[4] == 1.25**4
    assert values_of(stock, method="rk2")[1] == pytest.approx(2.5)
    for method in ("RK4", "gear, rk4"):
        assert values_of(stock, method=method)[1] == pytest.approx(2.7083333333333335)


def test_a_start_of_its_own() -> None:
    """Written as <init_eqn> by xmutil and others for Vensim's ACTIVE INITIAL."""
    stock = '<stock name="s"><eqn>y</eqn><inflow>f</inflow></stock><flow name="f"><eqn>y</eqn></flow>'
    y = aux("y", "s + 1", "<init_eqn>3</init_eqn>")
    assert values_of(stock, y, name="s") == (3, 7, 15, 31, 63)
    own = "".join(
        f'<element subscript="{place}"><eqn>s</eqn><init_eqn>{place}</init_eqn></element>'
        for place in (1, 2, 3)
    )
    stock = f'<stock name="s"><eqn>e[2]</eqn></stock><aux name="e">{over("Age")}{own}</aux>'
    assert values_of(stock, name="s") == (2,) * 5


def test_a_subscript_that_is_computed_along_a_long_dimension() -> None:
    """Longer than what brackets may be nested."""
    long = '<dim name="Age" size="3"/><dim name="Long" size="400"/>'
    text = xmile_of(aux("a", "Long", over("Long")), aux("y", "a[TIME * 100]"))
    model = Model(text.replace('<dim name="Age" size="3"/>', long), "m.xmile")
    assert model.simulate()["y"][:, 0].tolist() == [0, 100, 200, 300, 400]
