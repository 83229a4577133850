"""Functions of whole arrays, of which each element of the left side takes an entry.

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html. The array is a hidden
scalar that all elements share, so that it is sorted, inverted or shared out once.
"""

from __future__ import annotations

import functools
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
_CURVES = (1.0, 2.0, 3.0, 4.0)  # 24335: rectangular, triangular, normal, exponential
_FIXED = 0.0  # 24335: fixed quantity, for all alike
_LOOKUP_MODES = (0.0, 2.0, 3.0, 4.0)


@dataclass(frozen=True)
class ArrayFunction:
    """A function of arrays: its signature, and its result from its call."""

    arguments: str
    build: Callable[[Call, Scope, Translate], Expr]


# --- places -----------------------------------------------------------------------------------


def _place_on_left(node: Call, scope: Scope, which: int = -1) -> int:
    """Return the position of this element along a subscript of the left side, which must be a range."""
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


def _bound(scope: Scope, name: str, element: str) -> Scope:
    """Return a scope in which a range has one element, marked or not."""
    key = fold(name)
    return replace(scope, binding={**scope.binding, key: element, f"{key}{MARK}": element})


def _vector(node: Node, call: Call, scope: Scope, translate: Translate) -> list[Expr]:
    """Return an argument for every element of its last range."""
    name = _range_of(node, call, scope)
    along = scope.symbols.subscripts.along(name)
    _check_size(len(along), call, scope)
    return [translate(node, _bound(scope, name, element)) for element in along]


def _check_size(count: int, call: Call, scope: Scope) -> None:
    if count > _MOST_ENTRIES:
        name = call.function.name.upper()
        fault = too_many(
            f"{name} 的数组元素", f"entries of the array of {name}", count, scope.place, _MOST_ENTRIES
        )
        raise SimError(fault)


def _shared(call: Call, scope: Scope, last: int, make: Callable[[], Expr]) -> Expr:
    """Return the hidden array of a call, the same for all elements along the last ranges of the left side."""
    varied = {fold(name) for name in scope.left[len(scope.left) - last :]} if last else set()
    fixed = tuple(item for item in scope.binding.items() if item[0] not in varied)
    key = (scope.key if scope.calls else scope.line, call, fixed)
    if key not in scope.symbols.arrays:
        scope.symbols.arrays[key] = scope.hide(Cell("", "auxiliary", make(), line=scope.line))
    return scope.symbols.arrays[key]


def _entry(array: Expr, place: int, count: int, call: Call, scope: Scope) -> Expr:
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
            return Op(name, (*_vector(values, call, scope, translate), translate(direction, scope)))

        return _entry(_shared(call, scope, 1, make), _place_on_left(call, scope), count, call, scope)

    return build


def _reorder(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_vector_reorder: the element that an order, counted from 0, puts here."""
    values, order = call.arguments
    places = _vector(order, call, scope, translate)
    place = _place_on_left(call, scope)
    array = _shared(call, scope, 1, lambda: Op("array", tuple(_vector(values, call, scope, translate))))
    if place >= len(places):
        _entry(array, place, len(places), call, scope)
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
    _check_size(len(keys), call, scope)
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
    _check_size(size * size, call, scope)
    name, others = matrix.name, matrix.subscripts[:-2]

    def make() -> Expr:
        cells = itertools.product(subscripts.along(rows), subscripts.along(columns))
        return Op("inverse", tuple(translate(Reference(name, (*others, *cell)), scope) for cell in cells))

    row, column = (_place_on_left(call, scope, which) for which in (-2, -1))
    _entry(ZERO, max(row, column), size, call, scope)  # no row and no column beyond its size
    return _entry(_shared(call, scope, 2, make), row * size + column, size * size, call, scope)


# --- allocation -------------------------------------------------------------------------------


def _allocate_available(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_allocate_available: shares of what there is by curves of priority (24335)."""
    request, profile, available = call.arguments
    if not isinstance(profile, Reference) or len(profile.subscripts) < 2:
        raise fail(
            "wrong-type",
            "ALLOCATE AVAILABLE 的第二个参数应是 priority[申请者,ptype] 这样的变量。",
            "the second argument of ALLOCATE AVAILABLE must be a variable such as priority[requester,ptype].",
            scope.place,
        )
    parts = _profile_parts(profile, scope)
    if _are_fixed(parts[0], call, scope, translate):
        return _in_proportion(call, scope, translate)

    def each(one: Scope) -> tuple[Expr, ...]:
        kind, priority, width = (translate(part, one) for part in parts)
        _check_curve(kind, one)
        return translate(request, one), kind, priority, width

    return _allocated(call, scope, each, lambda: translate(available, scope))


def _profile_parts(profile: Reference, scope: Scope) -> tuple[Reference, ...]:
    """Return the references to type, priority and width: the elements of a profile from one on."""
    subscripts = scope.symbols.subscripts
    *others, last = profile.subscripts
    start = subscripts.along(last.removesuffix(MARK))[0]
    family = subscripts.family(start)
    elements = family[family.index(start) :][:3]
    if len(elements) < 3:
        raise fail(
            "mismatch",
            "优先级的最后一个下标应有类型、优先级、宽度等元素，如 ptype, ppriority, pwidth, pextra。",
            "the last subscript of priorities needs elements for type, priority and width, such as "
            "ptype, ppriority, pwidth, pextra.",
            scope.place,
        )
    return tuple(Reference(profile.name, (*others, element)) for element in elements)


def _are_fixed(kind: Reference, call: Call, scope: Scope, translate: Translate) -> bool:
    """Whether all requests are of a fixed quantity; no run can then make them others."""
    _place_on_left(call, scope)
    name = scope.left[-1]
    kinds = [
        translate(kind, _bound(scope, name, element)) for element in scope.symbols.subscripts.along(name)
    ]
    if any(value_at_start(one, scope.symbols.known_of) != _FIXED for one in kinds):
        return False
    return all(value_at_start(one, scope.symbols.start_of) == _FIXED for one in kinds)


def _in_proportion(call: Call, scope: Scope, translate: Translate) -> Expr:
    """Return a request of a fixed quantity, or its share of what there is; priorities do not count."""
    request, _, available = call.arguments
    supply = _not_negative(translate(available, scope))

    def total() -> Expr:
        requests = map(_not_negative, _vector(request, call, scope, translate))
        return functools.reduce(lambda so_far, one: op("add", so_far, one), requests)

    requested = _shared(call, scope, 1, total)
    is_enough = op("le", requested, supply)
    share = op("if", is_enough, ONE, op("div", supply, op("if", is_enough, ONE, requested)))
    return op("mul", translate(request, scope), share)


def _not_negative(amount: Expr) -> Expr:
    """Return an amount, and no number where it is negative, so that it is reported."""
    return op("if", op("lt", amount, ZERO), op("sqrt", Number(-1.0)), amount)


def _check_curve(kind: Expr, scope: Scope) -> None:
    """Refuse a curve that is not one of ours, as far as the file fixes it; a run has NaN for others."""
    known = value_at_start(kind, scope.symbols.known_of)
    if known is not None and known not in _CURVES:
        owner = split_element(scope.key)[0]
        raise unsupported_function(f"ALLOCATE AVAILABLE (ptype {known:g})", owner, None, scope.place)


def _allocate_by_priority(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_allocate_by_priority: rectangular curves, all of the same width."""
    request, priority, _, width, supply = call.arguments

    def each(one: Scope) -> tuple[Expr, ...]:
        return translate(request, one), ONE, translate(priority, one), translate(width, scope)

    return _allocated(call, scope, each, lambda: translate(supply, scope))


def _allocated(
    call: Call,
    scope: Scope,
    each: Callable[[Scope], tuple[Expr, ...]],
    available: Callable[[], Expr],
) -> Expr:
    place = _place_on_left(call, scope)
    name = scope.left[-1]
    along = scope.symbols.subscripts.along(name)
    _check_size(4 * len(along), call, scope)

    def make() -> Expr:
        profiles = (each(_bound(scope, name, element)) for element in along)
        return Op("shares", (*itertools.chain.from_iterable(profiles), available()))

    return _entry(_shared(call, scope, 1, make), place, len(along), call, scope)


ARRAY_FUNCTIONS: dict[str, ArrayFunction] = {
    "allocate available": ArrayFunction("request, priority profile, available", _allocate_available),
    "allocate by priority": ArrayFunction("request, priority, size, width, supply", _allocate_by_priority),
    "invert matrix": ArrayFunction("matrix, size", _invert),
    "vector elm map": ArrayFunction("x[element], offset", _element_map),
    "vector lookup": ArrayFunction("y[element], x, xmin, xmax, mode", _vector_lookup),
    "vector rank": ArrayFunction("x[range], direction", _sorting("ranks")),
    "vector reorder": ArrayFunction("x[range], order[range]", _reorder),
    "vector sort order": ArrayFunction("x[range], direction", _sorting("order")),
}
