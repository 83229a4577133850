"""Functions of whole arrays, of which each element of the left side takes an entry.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html. The array is a hidden
scalar that all elements share, so that it is sorted, inverted or shared out once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sim.engine.language.calls import Translate
from sim.engine.language.expressions import MISSING, Cell, Expr, Number, Op, Ref, op
from sim.engine.language.functions import ONE, ZERO, whole_part
from sim.engine.language.parser import too_many
from sim.engine.language.scope import Scope
from sim.engine.language.starting import value_at_start
from sim.engine.language.syntax import MARK, Call, Node, Reference, references_in
from sim.engine.language.unsupported import unsupported_function
from sim.errors import SimError, fail
from sim.names import fold, split_element

_MOST_ENTRIES = 10_000
_LOOKUP_MODES = (0.0, 2.0, 3.0, 4.0)


@dataclass(frozen=True)
class ArrayFunction:
    """A function of arrays: its signature, and its result from its call."""

    arguments: str
    build: Callable[[Call, Scope, Translate], Expr]


# --- places -----------------------------------------------------------------------------------


def place_on_left(node: Call, scope: Scope, which: int = -1) -> int:
    """Return the position of this element along a subscript of the left side.

    Raises
    ------
    SimError: the subscript is no range.
    """
    subscripts = scope.symbols.subscripts
    if len(scope.left) < -which or fold(scope.left[which]) not in subscripts.ranges:
        name = node.function.name.upper()
        raise fail(
            "mismatch",
            f"{name} 要求等号左边最后的下标是范围，如 y[产业]。",
            f"{name} needs ranges as last subscripts of the left side, as in y[range].",
            scope.place,
        )
    return subscripts.along(scope.left[which]).index(scope.elements[which])


def _range_of(node: Node, call: Call, scope: Scope, which: int = -1) -> str:
    """Return the range that is a subscript of the first subscripted variable in an argument."""
    subscripts = scope.symbols.subscripts
    for reference in references_in(node):
        if len(reference.subscripts) >= -which:
            name = reference.subscripts[which].removesuffix(MARK)
            if fold(name) in subscripts.ranges:
                return name
    name = call.function.name.upper()
    raise fail(
        "mismatch",
        f"{name} 的参数应以下标范围结尾，如 x[产业]。",
        f"an argument of {name} must end with a range, as in x[range].",
        scope.place,
    )


def bound(scope: Scope, name: str, element: str) -> Scope:
    """Return a scope in which a range has one element, marked or not."""
    key = fold(name)
    return replace(scope, binding={**scope.binding, key: element, f"{key}{MARK}": element})


def vector(node: Node, call: Call, scope: Scope, translate: Translate) -> list[Expr]:
    """Return an argument for every element of its last range.

    Raises
    ------
    SimError: it ends with no range, or with one of too many elements.
    """
    name = _range_of(node, call, scope)
    along = scope.symbols.subscripts.along(name)
    check_size(len(along), call, scope)
    return [translate(node, bound(scope, name, element)) for element in along]


def check_size(count: int, call: Call, scope: Scope) -> None:
    """Refuse an array of too many entries.

    Raises
    ------
    SimError: it has more than 10,000.
    """
    if count > _MOST_ENTRIES:
        name = call.function.name.upper()
        fault = too_many(
            f"{name} 的数组元素", f"entries of the array of {name}", count, scope.place, _MOST_ENTRIES
        )
        raise SimError(fault)


def shared(call: Call, scope: Scope, last: int, make: Callable[[], Expr]) -> Expr:
    """Return the hidden array of a call, the same for all elements along the last ranges of the left side."""
    varied = {fold(name) for name in scope.left[len(scope.left) - last :]} if last else set()
    fixed = tuple(item for item in scope.binding.items() if item[0] not in varied)
    key = (scope.key if scope.calls else scope.line, call, fixed)
    if key not in scope.symbols.arrays:
        scope.symbols.arrays[key] = scope.hide(Cell("", "auxiliary", make(), line=scope.line))
    return scope.symbols.arrays[key]


def entry_of(array: Expr, place: int, count: int, call: Call, scope: Scope) -> Expr:
    """Return an entry of a hidden array.

    Raises
    ------
    SimError: the left side has more elements than the array.
    """
    if place >= count:
        name = call.function.name.upper()
        raise fail(
            "mismatch",
            f"{name} 给出 {count} 个元素，等号左边却有更多。",
            f"{name} gives {count} elements; there are more on the left side.",
            scope.place,
        )
    return op("entry", array, Number(float(place)))


# --- order ------------------------------------------------------------------------------------


def _sorting(name: str) -> Callable[[Call, Scope, Translate], Expr]:
    def build(call: Call, scope: Scope, translate: Translate) -> Expr:
        """fn_vector_sort_order, fn_vector_rank: sorted along the last subscript."""
        values, direction = call.arguments
        count = len(scope.symbols.subscripts.along(_range_of(values, call, scope)))

        def make() -> Expr:
            return Op(name, (*vector(values, call, scope, translate), translate(direction, scope)))

        return entry_of(shared(call, scope, 1, make), place_on_left(call, scope), count, call, scope)

    return build


def _reorder(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_vector_reorder: the element that an order, counted from 0, puts here."""
    values, order = call.arguments
    places = vector(order, call, scope, translate)
    place = place_on_left(call, scope)
    array = shared(call, scope, 1, lambda: Op("array", tuple(vector(values, call, scope, translate))))
    if place >= len(places):
        entry_of(array, place, len(places), call, scope)
    return op("pick", array, places[place])


def _element_map(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_vector_elm_map: the element so many places after one, the last subscript running fastest."""
    keys, start = _elements_from(call.arguments[0], call, scope)
    offset = translate(call.arguments[1], scope)
    known = value_at_start(offset, lambda _: None)
    if known is not None:  # written with numbers and subscripts: no other element is needed
        place = start + round(known)
        return Ref(keys[place]) if 0 <= place < len(keys) else Number(MISSING)
    array = _whole(keys, scope)
    return op("pick", array, op("add", Number(float(start)), offset))


def _vector_lookup(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_vector_lookup: a lookup whose y are an array from one element on, x evenly spaced."""
    keys, start = _elements_from(call.arguments[0], call, scope)
    x, low, high, mode = (translate(argument, scope) for argument in call.arguments[1:])
    last = len(keys) - 1 - start
    way = value_at_start(mode, lambda _: None)
    if last < 1 or way not in (None, *_LOOKUP_MODES):
        name, owner = call.function.name.upper(), split_element(scope.key)[0]
        raise unsupported_function(
            f"{name} (mode {way:g})" if way is not None else name, owner, None, scope.place
        )
    array = _whole(keys, scope)
    place = op("div", op("mul", op("sub", x, low), Number(float(last))), op("sub", high, low))
    if way is not None:
        return _between(array, start, last, place, way)
    result = op("sqrt", Number(-1.0))  # no number, so that a mode which is not supported is reported
    for one in _LOOKUP_MODES:
        found = _between(array, start, last, place, one)
        result = op("if", op("eq", mode, Number(one)), found, result)
    return result


def _between(array: Expr, start: int, last: int, place: Expr, way: float) -> Expr:
    """Return the value of an array at a place counted from element ``start``, read in one of the modes."""
    clamped = op("max", ZERO, op("min", Number(float(last)), place))
    before = whole_part(clamped)
    if way == 2.0:
        return _picked(array, start, before)
    if way == 4.0:
        after = op("if", op("gt", op("sub", clamped, before), Number(1e-9)), op("add", before, ONE), before)
        return _picked(array, start, after)
    before = op("min", before, Number(last - 1.0))
    along = op("sub", place if way == 3.0 else clamped, before)
    y1, y2 = _picked(array, start, before), _picked(array, start, op("add", before, ONE))
    return op("add", y1, op("mul", along, op("sub", y2, y1)))


def _picked(array: Expr, start: int, place: Expr) -> Expr:
    return op("pick", array, op("add", Number(float(start)), place))


def _whole(keys: Sequence[str], scope: Scope) -> Expr:
    """Return the array of a whole variable, the same wherever it is looked into."""
    known = scope.symbols.arrays
    key = ("whole", keys[0])
    if key not in known:
        known[key] = scope.hide(Cell("", "auxiliary", Op("array", tuple(map(Ref, keys))), line=scope.line))
    return known[key]


def _elements_from(node: Node, call: Call, scope: Scope) -> tuple[tuple[str, ...], int]:
    """Return the keys of a variable, the last subscript running fastest, and the place of an element."""
    if not isinstance(node, Reference) or not node.subscripts:
        name = call.function.name.upper()
        raise fail(
            "wrong-type",
            f"{name} 的第一个参数应是带下标的变量。",
            f"the first argument of {name} must be a variable with subscripts.",
            scope.place,
        )
    plain = Reference(node.name, tuple(subscript.removesuffix(MARK) for subscript in node.subscripts))
    key = scope.key_of(plain, fold(node.name))
    keys = scope.symbols.in_order(fold(node.name))
    check_size(len(keys), call, scope)
    return keys, keys.index(key)


# --- matrices ---------------------------------------------------------------------------------


def _invert(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_invert_matrix: along the last two subscripts."""
    matrix = call.arguments[0]
    subscripts = scope.symbols.subscripts
    rows, columns = (_range_of(matrix, call, scope, which) for which in (-2, -1))
    size = len(subscripts.along(rows))
    if not isinstance(matrix, Reference) or len(subscripts.along(columns)) != size:
        raise fail(
            "mismatch",
            "求逆的应是方阵 x[行,列]，行数和列数相同。",
            "what is inverted must be a square matrix x[row, column].",
            scope.place,
        )
    check_size(size * size, call, scope)
    name, others = matrix.name, matrix.subscripts[:-2]

    def make() -> Expr:
        cells = itertools.product(subscripts.along(rows), subscripts.along(columns))
        return Op("inverse", tuple(translate(Reference(name, (*others, *cell)), scope) for cell in cells))

    row, column = (place_on_left(call, scope, which) for which in (-2, -1))
    entry_of(ZERO, max(row, column), size, call, scope)  # no row and no column beyond its size
    return entry_of(shared(call, scope, 2, make), row * size + column, size * size, call, scope)


ARRAY_FUNCTIONS: dict[str, ArrayFunction] = {
    "invert matrix": ArrayFunction("matrix, size", _invert),
    "vector elm map": ArrayFunction("x[element], offset", _element_map),
    "vector lookup": ArrayFunction("y[element], x, xmin, xmax, mode", _vector_lookup),
    "vector rank": ArrayFunction("x[range], direction", _sorting("ranks")),
    "vector reorder": ArrayFunction("x[range], order[range]", _reorder),
    "vector sort order": ArrayFunction("x[range], direction", _sorting("order")),
}
