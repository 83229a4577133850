"""Functions that share out what there is, or find a price, by curves of priority (24335).

The pages are those of Vensim's reference guide, vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator

from sim.engine.language.arrays import (
    ArrayFunction,
    bound,
    check_size,
    entry_of,
    place_on_left,
    shared,
    vector,
)
from sim.engine.language.calls import Translate
from sim.engine.language.expressions import Expr, Number, Op, op
from sim.engine.language.functions import ONE, ZERO
from sim.engine.language.scope import Scope
from sim.engine.language.starting import value_at_start
from sim.engine.language.syntax import MARK, Call, Reference
from sim.engine.language.unsupported import unsupported_function
from sim.errors import fail
from sim.names import fold, split_element

_CURVES = (1.0, 2.0, 3.0, 4.0)  # rectangular, triangular, normal, exponential
_FIXED = 0.0  # a fixed quantity, whatever the price


def _allocate_available(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_allocate_available: shares of what there is by curves of priority (24335)."""
    request, _, available = call.arguments
    parts = _profile_parts(_profile(call, 1, scope), scope)
    if _are_fixed(parts[0], call, scope, translate):
        return _in_proportion(call, scope, translate)

    def each(one: Scope) -> tuple[Expr, ...]:
        kind, priority, width = (translate(part, one) for part in parts)
        _check_curve(kind, call, one)
        return translate(request, one), kind, priority, width

    return _allocated(call, scope, each, lambda: translate(available, scope))


def _profile(call: Call, which: int, scope: Scope) -> Reference:
    """Return the argument of a call that gives curves: its second or its fourth."""
    node = call.arguments[which]
    if isinstance(node, Reference) and len(node.subscripts) >= 2:
        return node
    name = call.function.name.upper()
    zh, en = ("二", "second") if which == 1 else ("四", "fourth")
    raise fail(
        "wrong-type",
        f"{name} 的第{zh}个参数应是 priority[申请者,ptype] 这样的变量。",
        f"the {en} argument of {name} must be a variable such as priority[requester,ptype].",
        scope.place,
    )


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
    place_on_left(call, scope)
    name = scope.left[-1]
    along = scope.symbols.subscripts.along(name)
    kinds = [translate(kind, bound(scope, name, element)) for element in along]
    if any(value_at_start(one, scope.symbols.known_of, lasts=True) != _FIXED for one in kinds):
        return False
    return all(_is_fixed(one, scope) for one in kinds)


def _is_fixed(kind: Expr, scope: Scope) -> bool:
    """Whether a quantity is fixed; if so, no run can make it another."""
    if value_at_start(kind, scope.symbols.known_of, lasts=True) != _FIXED:
        return False
    return value_at_start(kind, scope.symbols.start_of) == _FIXED


def _in_proportion(call: Call, scope: Scope, translate: Translate) -> Expr:
    """Return a request of a fixed quantity, or its share of what there is; priorities do not count."""
    request, _, available = call.arguments
    supply = _not_negative(translate(available, scope))

    def total() -> Expr:
        requests = map(_not_negative, vector(request, call, scope, translate))
        return functools.reduce(lambda so_far, one: op("add", so_far, one), requests)

    requested = shared(call, scope, 1, total)
    is_enough = op("le", requested, supply)
    share = op("if", is_enough, ONE, op("div", supply, op("if", is_enough, ONE, requested)))
    return op("mul", translate(request, scope), share)


def _not_negative(amount: Expr) -> Expr:
    """Return an amount, and no number where it is negative, so that it is reported."""
    return op("if", op("lt", amount, ZERO), op("sqrt", Number(-1.0)), amount)


def _check_curve(kind: Expr, call: Call, scope: Scope) -> None:
    """Refuse a curve that is not one of ours, as far as the file fixes it; a run has NaN for others."""
    known = value_at_start(kind, scope.symbols.known_of, lasts=True)
    if known is not None and known not in _CURVES:
        name, owner = call.function.name.upper(), split_element(scope.key)[0]
        raise unsupported_function(f"{name} (ptype {known:g})", owner, None, scope.place)


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
    place = place_on_left(call, scope)
    name = scope.left[-1]
    along = scope.symbols.subscripts.along(name)
    check_size(4 * len(along), call, scope)

    def make() -> Expr:
        profiles = (each(bound(scope, name, element)) for element in along)
        return Op("shares", (*itertools.chain.from_iterable(profiles), available()))

    return entry_of(shared(call, scope, 1, make), place, len(along), call, scope)


# --- prices -----------------------------------------------------------------------------------


def _find_market_price(call: Call, scope: Scope, translate: Translate) -> Expr:
    """fn_find_market_price: the price at which what is asked for is what is offered.

    What a supplier withholds at a price falls with it as demand does. Asked for and withheld together are
    all that there is at the price looked for: that at which ALLOCATE AVAILABLE would share it out among both.
    """
    profiles: list[Expr] = []
    there: Expr = ZERO
    for first, sign in ((0, "sub"), (2, "add")):  # those who ask, those who offer
        for amount, kind, priority, width in _traders(call, first, scope, translate):
            is_fixed = _is_fixed(kind, scope)
            if sign == "add" or is_fixed:
                there = op(sign, there, amount)
            if not is_fixed:
                _check_curve(kind, call, scope)
                profiles += (amount, kind, priority, width)
    if not profiles:
        raise fail(
            "wrong-type",
            "FIND MARKET PRICE 没有价格可求：所有买方和卖方的数量都是固定的（ptype 0）。",
            "FIND MARKET PRICE has no price to find: what all buyers and sellers trade is fixed (ptype 0).",
            scope.place,
        )
    check_size(len(profiles), call, scope)
    return entry_of(shared(call, scope, 0, lambda: Op("clearing", (*profiles, there))), 0, 1, call, scope)


def _traders(call: Call, first: int, scope: Scope, translate: Translate) -> Iterator[tuple[Expr, ...]]:
    """Yield quantity, type, priority and width of each buyer or seller, from the one that is given on."""
    quantity, profile = call.arguments[first], _profile(call, first + 1, scope)
    if not isinstance(quantity, Reference) or not quantity.subscripts:
        name = call.function.name.upper()
        raise fail(
            "wrong-type",
            f"{name} 的数量应是写出第一个元素的变量，如 demand[d1]。",
            f"a quantity of {name} must be a variable by its first element, as in demand[d1].",
            scope.place,
        )
    symbols, owner = scope.symbols, fold(quantity.name)
    scope.key_of(quantity, owner)
    *others, start = (scope.element_of(subscript) for subscript in quantity.subscripts)
    family = symbols.subscripts.family(start)
    for element in family[family.index(start) :]:
        if (owner, tuple(map(fold, (*others, element)))) in symbols.keys:
            one = Reference(profile.name, (*profile.subscripts[:-2], element, profile.subscripts[-1]))
            parts = (Reference(quantity.name, (*others, element)), *_profile_parts(one, scope))
            yield tuple(translate(part, scope) for part in parts)


def _at_price(is_rising: bool) -> Callable[[Call, Scope, Translate], Expr]:
    def build(call: Call, scope: Scope, translate: Translate) -> Expr:
        """fn_demand_at_price, fn_supply_at_price: a quantity times the height of its curve at a price."""
        quantity, _, price = call.arguments
        parts = _profile_parts(_profile(call, 1, scope), scope)
        amount, kind, priority, width = (translate(part, scope) for part in (quantity, *parts))
        if _is_fixed(kind, scope):
            return amount
        _check_curve(kind, call, scope)
        at = translate(price, scope)
        if is_rising:  # a curve that falls, mirrored
            at, priority = priority, at
        array = shared(call, scope, 0, lambda: Op("asked", (amount, kind, priority, width, at)))
        return entry_of(array, 0, 1, call, scope)

    return build


ALLOCATIONS: dict[str, ArrayFunction] = {
    "allocate available": ArrayFunction("request, priority profile, available", _allocate_available),
    "allocate by priority": ArrayFunction("request, priority, size, width, supply", _allocate_by_priority),
    "demand at price": ArrayFunction("demand, demand profile, price", _at_price(is_rising=False)),
    "find market price": ArrayFunction("demand, demand profile, supply, supply profile", _find_market_price),
    "supply at price": ArrayFunction("supply, supply profile, price", _at_price(is_rising=True)),
}
