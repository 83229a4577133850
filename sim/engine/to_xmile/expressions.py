"""Text of Vensim's expressions in XMILE's language (3.2, 3.3, 3.5)."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

from sim.engine.language.syntax import (
    MARK,
    Call,
    Node,
    Number,
    Operation,
    Points,
    Reference,
    references_in,
)
from sim.engine.to_xmile.functions import NATIVE, SPECIAL, native_text, staged_text
from sim.engine.to_xmile.surroundings import NotWholeError, Surroundings, element_text, name_text, number_text
from sim.engine.xmile.added_macros import DELAY, SMOOTH
from sim.engine.xmile.carried import CARRIED, needed_with
from sim.names import fold

_RANKS = {
    ":OR:": 1, ":AND:": 2, "=": 3, "<>": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "^": 8,
}  # fmt: skip
_COMPARISONS, _UNARY, _HIGHEST = (3, 4), 7, 9
_SIGNS = {":OR:": "OR", ":AND:": "AND"}
_SETTINGS = {"time": "TIME", "time step": "DT", "initial time": "STARTTIME", "final time": "STOPTIME"}
WAYS = {"lookup backward": "discrete", "lookup extrapolate": "extrapolate"}  # a way belongs to its table


def expression_text(node: Node, at: Surroundings) -> str:
    """Return an expression as XMILE writes it.

    Raises
    ------
    SimError: a function that XMILE cannot express.
    NotWholeError: it must be written for each element.
    """
    return _text(node, at)[0]


def _text(node: Node, at: Surroundings) -> tuple[str, int]:
    """Return the text of a node and how tightly it binds."""
    match node:
        case Number(value):
            return number_text(value), _HIGHEST if value >= 0 else _UNARY
        case Reference():
            return _reference(node, at), _HIGHEST
        case Operation():
            return _operation(node, at)
        case Call():
            return _call(node, at), _HIGHEST
    raise at.refuse("含有 XMILE 没有的写法。", "holds what XMILE has no words for.")


# --- operators --------------------------------------------------------------------------------


def _operation(node: Operation, at: Surroundings) -> tuple[str, int]:
    parts = [_text(part, at) for part in node.parts]
    if len(parts) == 1:
        sign = "NOT " if node.signs[0] == ":NOT:" else "-"
        return sign + _within(parts[0], _UNARY + 1), _UNARY
    rank = _RANKS[node.signs[0]]
    if node.signs[0] == "^":
        first, *others = parts
        return "^".join((_within(first, rank + 1), *(_within(part, rank + 1) for part in others))), rank
    text = _within(parts[0], rank + (rank in _COMPARISONS))
    for sign, part in zip(node.signs, parts[1:], strict=True):
        text += f" {_SIGNS.get(sign, sign)} {_within(part, rank + 1)}"
    return text, rank


def _within(part: tuple[str, int], least: int) -> str:
    text, rank = part
    return text if rank >= least else f"({text})"


# --- names ------------------------------------------------------------------------------------


def _reference(node: Reference, at: Surroundings) -> str:
    name = fold(node.name)
    if name in at.locals:
        return name_text(node.name)
    if name.endswith("$"):
        name = name.rstrip("$ ")
    if name in _SETTINGS:
        return _SETTINGS[name]
    if name not in at.dimensions and name not in at.tables:
        number = _place_of(name, at)
        if number is not None:
            return number_text(float(number))
    return named(node, at)


def named(node: Reference, at: Surroundings) -> str:
    """Return the name of a variable with its subscripts."""
    if not node.subscripts:
        return name_text(node.name)
    axes = at.dimensions.get(fold(node.name), ())
    marked = [fold(one) for one in node.subscripts if one.endswith(MARK) and fold(one) not in at.binding]
    if len(set(marked)) < len(marked):  # x[d!, d!]: the diagonal
        raise NotWholeError
    pairs = itertools.zip_longest(node.subscripts, axes[: len(node.subscripts)], fillvalue="")
    shown = [_subscript(written, axis, at) for written, axis in pairs]
    return f"{name_text(node.name)}[{', '.join(shown)}]"


def _subscript(written: str, axis: str, at: Surroundings) -> str:
    """Return a subscript: an element, the range of the left side, or ``*`` within a sum."""
    key = fold(written)
    if key in at.binding:
        return element_text(at.binding[key])
    if key in at.subscripts.elements:
        return element_text(at.subscripts.elements[key])
    plain = key.removesuffix(MARK).strip()
    if plain not in at.subscripts.ranges:
        raise at.refuse(f'没有下标 "{written}"。', f'no subscript "{written}".')
    if fold(axis) != plain:  # a part of the variable's range, or one that is mapped to it
        mapped = None if at.left or key.endswith(MARK) else at.subscripts.mapped(plain, at.binding)
        if mapped is None:
            raise NotWholeError
        return element_text(mapped)
    if key.endswith(MARK):
        return "*"
    if not at.left:
        mapped = at.subscripts.mapped(plain, at.binding)
        if mapped is None:
            raise at.refuse(f'下标 "{written}" 不在左边。', f'the range "{written}" is not on the left side.')
        return element_text(mapped)
    if plain not in at.left:  # mapped to a range of the left side
        raise NotWholeError
    return name_text(at.subscripts.names[plain])


def _place_of(name: str, at: Surroundings) -> int | None:
    """Return the number of a subscript that stands as a value."""
    if name in at.binding:
        return at.subscripts.number(at.binding[name])
    if name in at.subscripts.elements:
        return at.subscripts.number(at.subscripts.elements[name])
    if name in at.subscripts.ranges:
        raise NotWholeError
    return None


# --- functions --------------------------------------------------------------------------------


def _call(node: Call, at: Surroundings) -> str:
    name = fold(node.function.name)
    if name in at.macros:
        return _macro_call(node, at)
    if name in at.tables:
        return _table_call(node, at)
    if name in _OWN:
        return _OWN[name](node, at)
    if name in SPECIAL:
        return SPECIAL[name](node, at, expression_text)
    if name in NATIVE:
        return native_text(name, [expression_text(one, at) for one in node.arguments])
    if name in CARRIED:
        at.carried.update(dict.fromkeys(needed_with(name)))
        arguments = ", ".join(expression_text(one, at) for one in node.arguments)
        return f"{CARRIED[name].name}({arguments})"
    if name.startswith((DELAY, SMOOTH)):
        return staged_text(node, at, expression_text)
    raise at.refuse(
        f"XMILE 没有函数 {name.upper()}，无法转换。",
        f"XMILE has no function {name.upper()}; it cannot be converted.",
    )


def _macro_call(node: Call, at: Surroundings) -> str:
    if node.outputs:
        raise at.refuse("XMILE 的宏只有一个输出，无法转换。", "a macro of XMILE has one output only.")
    arguments = ", ".join(expression_text(one, at) for one in node.arguments)
    return f"{name_text(node.function.name)}({arguments})"


def _table_call(node: Call, at: Surroundings) -> str:
    argument = expression_text(node.arguments[0], at)
    if not node.function.subscripts:
        return f"{name_text(node.function.name)}({argument})"
    return f"LOOKUP({named(node.function, at)}, {argument})"


def _reduction(name: str, sign: str = "") -> Callable[[Call, Surroundings], str]:
    """Return the writer of a SUM and its like, element by element where ``*`` cannot say which."""

    def build(node: Call, at: Surroundings) -> str:
        try:
            return f"{name}({expression_text(node.arguments[0], at)})"
        except NotWholeError:
            if at.left:
                raise
        terms = [_text(node.arguments[0], one) for one in _each(node, at)]
        if not sign:
            return functools.reduce(lambda first, one: f"{name}({first}, {one})", (text for text, _ in terms))
        return f"({f' {sign} '.join(_within(term, _RANKS[sign] + 1) for term in terms)})"

    return build


def _each(node: Call, at: Surroundings) -> Iterator[Surroundings]:
    """Yield the surroundings for every combination of the elements of the marked ranges."""
    ranges = dict.fromkeys(
        one.removesuffix(MARK)
        for reference in references_in(node)
        for one in reference.subscripts
        if one.endswith(MARK) and fold(one) not in at.binding
    )
    for elements in itertools.product(*(at.subscripts.along(one) for one in ranges)):
        bound = {f"{fold(one)}{MARK}": item for one, item in zip(ranges, elements, strict=True)}
        yield replace(at, binding={**at.binding, **bound})


def _with_lookup(node: Call, at: Surroundings) -> str:
    """Give a lookup within an expression a name of its own."""
    argument, points = node.arguments
    assert isinstance(points, Points)  # so the grammar reads it
    if at.locals:
        raise at.refuse(
            "宏里的 WITH LOOKUP 应单独写在等号右边才能转换。",
            "WITH LOOKUP in a macro must stand alone on its right side to be converted.",
        )
    name = f"{at.name} graph {len(at.graphs) + 1}"
    at.graphs[name] = ("continuous", points, "")
    return f"{name_text(name)}({expression_text(argument, at)})"


def _other_reading(way: str) -> Callable[[Call, Surroundings], str]:
    """Return the reading of a copy of a lookup: in XMILE the way of reading belongs to the table."""

    def build(node: Call, at: Surroundings) -> str:
        table, argument = node.arguments
        assert isinstance(table, Reference)  # or the model could not be read
        name = table.name
        if at.tables[fold(name)] != {way}:
            name = f"{table.name} {way}"
            at.graphs[name] = (way, None, table.name)
        copy = named(Reference(table.name, table.subscripts), at).removeprefix(name_text(table.name))
        shown = expression_text(argument, at)
        return f"LOOKUP({name_text(name)}{copy}, {shown})" if copy else f"{name_text(name)}({shown})"

    return build


_OWN: dict[str, Callable[[Call, Surroundings], str]] = {
    "prod": _reduction("PROD", "*"),
    "sum": _reduction("SUM", "+"),
    "vmax": _reduction("MAX"),
    "vmin": _reduction("MIN"),
    "with lookup": _with_lookup,
    **{name: _other_reading(way) for name, way in WAYS.items()},
}
