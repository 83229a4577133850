"""Grammar of expressions: how they are parsed, and where parsing fails."""

from __future__ import annotations

import pytest

from sim.engine.language.grammar import Grammar, NotReadableError, TooDeepError
from sim.engine.language.phrases import phrase
from sim.engine.language.syntax import Array, Call, Number, Operation, Points, Reference


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("-a^b^c", "-a^b^c"),
        ("(-a)^b", "(-a)^b"),
        ("-2^2", "-2^2"),
        ("(-2)^2", "(-2)^2"),
        ("a^-b^c", "a^(-b^c)"),
        ("(a^b)^c", "(a^b)^c"),
        ("a-(b-c)-d", "a - (b - c) - d"),
        ("a/(b*c)", "a/(b*c)"),
        ("a*(b+c)", "a*(b + c)"),
        ("a :or: b :and: :not: c = d", "a :OR: b :AND: :NOT: c = d"),
        ("(a:OR:b):AND:c", "(a :OR: b) :AND: c"),
        ("f(x, g(y[r!]))", "F(x, G(y[r!]))"),
        ("a <= :NA:", "a <= :NA:"),
    ],
)
def test_precedence_is_kept_in_rewritten_text(text: str, written: str) -> None:
    names = {name: name for name in "abcdxy"}
    assert phrase(Grammar(text).right_side(), names) == written
    assert phrase(Grammar(written).right_side(), names) == written


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bob's car", "Bob's car"),
        ("share of CO2 in %", "share of CO2 in %"),
        ("U.S. people", "U.S. people"),
        ("CO₂·Δ（净）", "CO₂·Δ（净）"),
        ("time$", "time$"),
        ('"a -> b, (c) = d"', "a -> b, (c) = d"),
        (r'"a \"quoted\" word"', 'a "quoted" word'),
        ("a_b\t \\\n c", "a b c"),
        ("2nd order", "2nd order"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert Grammar(text).right_side() == Reference(name)


def test_subscripts_may_be_quoted_and_marked() -> None:
    assert Grammar('x["the range"!, b c]').right_side() == Reference("x", ("the range!", "b c"))


def test_numbers() -> None:
    assert Grammar("-1.5e-3").right_side() == Number(-1.5e-3)
    assert Grammar("1, -2; .5, 4.;").right_side() == Array((1, -2, 0.5, 4))
    assert Grammar("TABBED ARRAY(1 -2\t3)").right_side() == Array((1, -2, 3))


@pytest.mark.parametrize(
    "text",
    [
        "WITH LOOKUP(x, ([(0,0)-(10,10),(1,1)],(1,5),(2,-6)))",
        "WITH LOOKUP(x, ((1,5),(2,-6)))",
        "WITH LOOKUP(x, (1, 2, 5, -6))",
        "WITH LOOKUP(x, ([(__import__('os').abort(),0)-(1,1)], (1,5),(2,-6)))",
    ],
)
def test_points_of_a_lookup(text: str) -> None:
    call = Grammar(text).right_side()
    assert isinstance(call, Call)
    assert call.arguments == (Reference("x"), Points((1, 2), (5, -6)))


@pytest.mark.parametrize(
    ("text", "causes"),
    [("A FUNCTION OF(x, -y, #)", ("x", "y")), ("A FUNCTION OF(,,x,)", ("x",)), ("A FUNCTION OF( )", ())],
)
def test_an_equation_that_the_sketch_wrote(text: str, causes: tuple[str, ...]) -> None:
    """22300: causes with signs, a mark for others, and empty places."""
    call = Grammar(text).right_side()
    assert isinstance(call, Call)
    assert call.arguments == tuple(map(Reference, causes))


def test_a_long_chain_is_one_operation() -> None:
    node = Grammar("+".join(["a"] * 50_000)).right_side()
    assert isinstance(node, Operation)
    assert len(node.parts) == 50_000


@pytest.mark.parametrize("opening", ["(", "-", ":NOT:", "MAX(1,", "1+(", "a^-"])
def test_depth_is_bounded(opening: str) -> None:
    Grammar(opening * 60 + "1" + ")" * 60 * ("(" in opening)).right_side()
    with pytest.raises(TooDeepError):
        Grammar(opening * 5000 + "1").right_side()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1 + * 2", 4),
        ("a < b < c", 6),
        ("(a", 2),
        ("a)", 1),
        ("a b[", 4),
        ("a # b", 2),
        ("f(a b, )", 7),
        ("", 0),
    ],
)
def test_where_it_cannot_be_read(text: str, at: int) -> None:
    with pytest.raises(NotReadableError) as caught:
        Grammar(text).right_side()
    assert caught.value.at == at
