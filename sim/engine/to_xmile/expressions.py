"""Text of Vensim's expressions in XMILE's language (3.2, 3.3, 3.5)."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sim.engine.language.subscripts import Subscripts
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
from sim.engine.xmile.added_macros import DELAY, FROM_INPUT, SMOOTH
from sim.engine.xmile.carried import CARRIED, needed_with
from sim.engine.xmile.tokens import KEYWORDS
from sim.errors import SimError, fail
from sim.names import fold

_IDENTIFIER = re.compile(r"[^\W\d_]\w*")
_RANKS = {
    ":OR:": 1, ":AND:": 2, "=": 3, "<>": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "^": 8,
}  # fmt: skip
_COMPARISONS, _UNARY, _HIGHEST = (3, 4), 7, 9
_SIGNS = {":OR:": "OR", ":AND:": "AND"}
_SETTINGS = {"time": "TIME", "time step": "DT", "initial time": "STARTTIME", "final time": "STOPTIME"}
WAYS = {"lookup backward": "discrete", "lookup extrapolate": "extrapolate"}  # a way belongs to its table
_BEYOND = 1e300  # limits of draws that cut nothing off


def name_text(name: str) -> str:
    """Return a name as an equation writes it: with underscores, in quotes where it holds other signs.

    Examples
    --------
    >>> name_text("birth rate"), name_text("a-b")
    ('birth_rate', '"a-b"')
    """
    plain = name.replace(" ", "_")
    if _IDENTIFIER.fullmatch(plain) and plain.lower() not in KEYWORDS:
        return plain
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def number_text(value: float) -> str:
    """Return the shortest text that reads as the same number."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


@dataclass(frozen=True)
class Surroundings:
    """Where an expression stands.

    Parameters
    ----------
    subscripts : of the model
    dimensions : the ranges of each variable's axes, by folded name
    tables : of each lookup the ways in which the model reads it, by folded name
    name, place : of the variable, for messages
    binding : element that each range of the left side has; none in an equation of a whole array
    left : folded ranges of the left side in an equation of a whole array, which names them
    locals : folded names within a macro
    macros : folded names of the model's own macros
    fixed : lowest value of each constant, by folded name
    step : TIME STEP where the method is Euler's, else 0
    time_units : of the model
    carried : functions that need a macro, added as they are met
    graphs : lookups within expressions, and readings of lookups, by the name given to them
    """

    subscripts: Subscripts
    dimensions: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, frozenset[str]]
    name: str
    place: str
    binding: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    locals: frozenset[str] = frozenset()
    macros: frozenset[str] = frozenset()
    fixed: Mapping[str, float] = field(default_factory=dict)
    step: float = 0.0
    time_units: str = ""
    carried: dict[str, None] = field(default_factory=dict)
    graphs: dict[str, tuple[str, Points | None, str]] = field(default_factory=dict)

    def refuse(self, zh: str, en: str) -> SimError:
        """Return the fault of what XMILE has no words for."""
        return fail("unsupported", f'"{self.name}"：{zh}', f'"{self.name}": {en}', self.place)


class NotWholeError(Exception):
    """An equation of a whole array that XMILE must have element by element."""


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


def element_text(element: str) -> str:
    """Return the name of an element; a number stands as it is."""
    return element if element.isdecimal() else name_text(element)


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
    if name in _SPECIAL:
        return _SPECIAL[name](node, at)
    if name in _NATIVE:
        return _native(_NATIVE[name], [expression_text(one, at) for one in node.arguments])
    if name in CARRIED:
        at.carried.update(dict.fromkeys(needed_with(name)))
        arguments = ", ".join(expression_text(one, at) for one in node.arguments)
        return f"{CARRIED[name].name}({arguments})"
    if name.startswith((DELAY, SMOOTH)):
        return _staged(node, at)
    raise at.refuse(
        f"XMILE 没有函数 {name.upper()}，无法转换。",
        f"XMILE has no function {name.upper()}; it cannot be converted.",
    )


def _native(template: str, arguments: list[str]) -> str:
    return template.format(*arguments) if template.endswith(")") else f"{template}({', '.join(arguments)})"


# A name takes the arguments in Vensim's order; a text with brackets puts them in its own.
_NATIVE = {
    "abs": "ABS", "arccos": "ARCCOS", "arcsin": "ARCSIN", "arctan": "ARCTAN", "cos": "COS", "exp": "EXP",
    "ln": "LN", "max": "MAX", "min": "MIN", "sin": "SIN", "sqrt": "SQRT", "tan": "TAN",
    "delay1": "DELAY1", "delay1i": "DELAY1", "delay3": "DELAY3", "delay3i": "DELAY3",
    "smooth": "SMTH1", "smoothi": "SMTH1", "smooth3": "SMTH3", "smooth3i": "SMTH3",
    "gamma ln": "GAMMALN", "initial": "INIT", "reinitial": "INIT", "step": "STEP", "ramp": "RAMP",
    "game": "({0})", "log": "(LN({0}) / LN({1}))", "power": "(({0})^({1}))",
    "if then else": "(IF {0} THEN {1} ELSE {2})", "random uniform": "RANDOM({0}, {1}, {2})",
    "random 0 1": "RANDOM(0, 1)", "time base": "(({0}) + TIME * ({1}))",
    # macros by which this reader writes XMILE's own functions in Vensim's language
    "xmile delay fixed": "DELAY", "xmile forcst": "FORCST", "xmile int": "INT",
    "xmile mod": "(({0}) MOD ({1}))",
    "xmile pulse": "PULSE({0}, {1}, 0)", "xmile pulses": "PULSE", "xmile round": "ROUND",
    "xmile safediv": "SAFEDIV", "xmile trend": "TREND",
}  # fmt: skip


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


def _delay_fixed(node: Call, at: Surroundings) -> str:
    value, time, initial = node.arguments
    if isinstance(time, Reference) and fold(time.name).rstrip("$ ") == "time step":
        return f"PREVIOUS({expression_text(value, at)}, {expression_text(initial, at)})"
    shown = expression_text(time, at)
    is_fixed = isinstance(time, Number) or (isinstance(time, Reference) and fold(time.name) in at.fixed)
    delay = shown if is_fixed else f"INIT({shown})"  # only the first delay time counts
    return f"DELAY({expression_text(value, at)}, {delay}, {expression_text(initial, at)})"


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


def _element_count(node: Call, at: Surroundings) -> str:
    (range_,) = node.arguments
    assert isinstance(range_, Reference)  # or the model could not be read
    return number_text(float(len(at.subscripts.along(range_.name))))


def _normal(node: Call, at: Surroundings) -> str:
    low, high, mean, deviation, seed = (expression_text(one, at) for one in node.arguments)
    return f"NORMAL({mean}, {deviation}, {seed}, {low}, {high})"


def _exponential(node: Call, at: Surroundings) -> str:
    low, high, shift, mean, seed = node.arguments
    is_plain = _is_number(low, 0.0) and _is_number(shift, 0.0) and isinstance(high, Number)
    if not is_plain or not isinstance(high, Number) or high.value < _BEYOND:
        raise at.refuse(
            "EXPRND 没有上下限和平移，RANDOM EXPONENTIAL 无法转换。",
            "EXPRND has no limits and no shift; RANDOM EXPONENTIAL cannot be converted.",
        )
    return f"EXPRND({expression_text(mean, at)}, {expression_text(seed, at)})"


def _triangular(node: Call, at: Surroundings) -> str:
    low, high, start, peak, stop, seed = node.arguments
    if low != start or high != stop:
        raise at.refuse(
            "TRIANGULAR 没有另外的上下限，RANDOM TRIANGULAR 无法转换。",
            "TRIANGULAR has no limits of its own; RANDOM TRIANGULAR cannot be converted.",
        )
    return f"TRIANGULAR({', '.join(expression_text(one, at) for one in (start, peak, stop, seed))})"


def _is_number(node: Node, value: float) -> bool:
    return isinstance(node, Number) and node.value == value


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


def _staged(node: Call, at: Surroundings) -> str:
    """Write a macro of stages, by which XMILE's own are read, as DELAYN or SMTHN again."""
    name = fold(node.function.name)
    order = name.removesuffix(FROM_INPUT).split()[-1]
    value, time, *initial = (expression_text(one, at) for one in node.arguments)
    function = "DELAYN" if name.startswith(DELAY) else "SMTHN"
    return f"{function}({', '.join((value, time, order, *initial))})"


def _of_order(function: str) -> Callable[[Call, Surroundings], str]:
    """Return the writer of DELAY N or SMOOTH N, which are those of XMILE under Euler's method only.

    Vensim lowers their order where the delay time is short, and moves the stages from step to step.
    """

    def build(node: Call, at: Surroundings) -> str:
        value, time, initial, order = node.arguments
        if isinstance(time, Number):
            least = time.value
        else:
            least = at.fixed.get(fold(time.name), 0.0) if isinstance(time, Reference) else 0.0
        if not isinstance(order, Number) or not at.step or least < order.value * at.step:
            name = fold(node.function.name).upper()
            raise at.refuse(
                f"{name} 只有在欧拉法、阶数写明、延迟时间是不小于“阶数×步长”的常量时与 XMILE 的相同。",
                f"{name} is that of XMILE only with Euler's method, a written order, and as delay time a "
                "constant of at least order times TIME STEP.",
            )
        shown = (expression_text(one, at) for one in (value, time, order, initial))
        return f"{function}({', '.join(shown)})"

    return build


def _no_text(node: Call, at: Surroundings) -> str:
    raise at.refuse(
        f"{fold(node.function.name).upper()} 应单独写在等号右边才能转换。",
        f"{fold(node.function.name).upper()} must stand alone on its right side to be converted.",
    )


_SPECIAL: dict[str, Callable[[Call, Surroundings], str]] = {
    "delay fixed": _delay_fixed,
    "delay n": _of_order("DELAYN"),
    "elmcount": _element_count,
    "integ": _no_text,
    **{name: _other_reading(way) for name, way in WAYS.items()},
    "prod": _reduction("PROD", "*"),
    "random exponential": _exponential,
    "random normal": _normal,
    "random triangular": _triangular,
    "smooth n": _of_order("SMTHN"),
    "sum": _reduction("SUM", "+"),
    "vmax": _reduction("MAX"),
    "vmin": _reduction("MIN"),
    "with lookup": _with_lookup,
}
