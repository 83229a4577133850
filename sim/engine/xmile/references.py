"""Names in XMILE's expressions: variables, those of modules, subscripts, elements (3.2.2, 3.7)."""

from __future__ import annotations

import math
from dataclasses import replace

from sim.engine.language.syntax import MARK, Node, Number, Operation, Reference, references_in
from sim.engine.xmile.context import Context, PerElementError, Translate, no_stretch
from sim.engine.xmile.entries import Dimension, Entry, not_here
from sim.engine.xmile.functions import CONSTANTS, NOTHING, call
from sim.engine.xmile.grammar import Literal, Name, Position, Stretch, Tree, Turned, Whole
from sim.errors import SimError, fail, nearest
from sim.names import CONTROLS, fold

_CONTROL_NAMES = {fold(name): name for name in CONTROLS}


def name_node(tree: Name, context: Context, translate: Translate) -> Node:
    """Return what a name without arguments stands for.

    Raises
    ------
    SimError: subscripts of a variable that has none, or others.
    PerElementError: the number of an element of the left side, which has several.
    """
    if tree.subscripts == (Turned(),):  # or a name that ends so
        *modules, last = tree.parts
        whole = Name((*modules, f"{last}'"))
        tree = whole if context.names.find(whole.parts, context.path) else tree
    entry = context.names.find(tree.parts, context.path)
    single = fold(tree.parts[-1]) if len(tree.parts) == 1 else ""
    if single in context.locals:
        return Reference(context.locals[single])
    if entry is not None:
        return reference_to(entry, tree.subscripts, context, translate)
    if single == "self" and context.entry is not None:
        return reference_to(context.entry, tree.subscripts, context, translate)
    if tree.subscripts:
        raise _undefined(tree, context)
    if fold(tree.parts[-1]) in _CONTROL_NAMES:  # variables that xmutil writes beside <sim_specs>
        return Reference(_CONTROL_NAMES[fold(tree.parts[-1])])
    if single in CONSTANTS or tree.parts[0].lower() == "std":
        constant = CONSTANTS.get(fold(tree.parts[-1]))
        if constant is not None:
            return constant
    index = _index(tree, context)
    if index is not None:
        return index
    return Reference(".".join((*context.path, *tree.parts) if tree.parts[0] else tree.parts[1:]))


def _index(tree: Name, context: Context) -> Node | None:
    """Return the number of an element: of ``Dimension.element``, or of the left side's own."""
    dimension = context.names.dimensions.get(fold(tree.parts[0]))
    if dimension is None:
        return None
    if len(tree.parts) == 2:
        at = dimension.place(tree.parts[1])
        if at is None:
            raise _no_element(tree.parts[1], dimension, context)
        return Number(float(at + 1))
    if len(tree.parts) > 1 or context.left_dimension(dimension.name) is None:
        return None
    return Number(float(_bound_place(dimension, context) + 1))


def _bound_place(dimension: Dimension, context: Context) -> int:
    element = context.elements.get(fold(dimension.name))
    if element is None:
        raise PerElementError
    at = dimension.place(element)
    assert at is not None  # it is bound to one of its own
    return at


def reference_to(entry: Entry, subscripts: tuple[Tree, ...], context: Context, translate: Translate) -> Node:
    """Return the reference to a variable, or to the elements of which a computed subscript takes one."""
    if not subscripts:
        return Reference(entry.name, _implied(entry, context))
    if isinstance(subscripts[0], Turned):
        left = [fold(one.name) for one in context.dimensions]
        if context.is_reducing or left == [fold(one.name) for one in reversed(entry.dimensions)]:
            return Reference(entry.name, _implied(entry, context))
        raise no_stretch(context)
    if len(subscripts) != len(entry.dimensions):
        raise fail(
            "mismatch",
            f'"{entry.name}" 有 {len(entry.dimensions)} 个下标，这里写了 {len(subscripts)} 个。',
            f'"{entry.name}" has {len(entry.dimensions)} subscripts; {len(subscripts)} are given.',
            context.place,
        )
    found: list[str | Node] = []
    for subscript, dimension in zip(subscripts, entry.dimensions, strict=True):
        one = _subscript(subscript, dimension, context, translate)
        if one is None:  # beyond the last (2.2.1, invalid_index_value)
            return NOTHING
        found.append(one)
    _check_once([one for one in found if isinstance(one, str) and one.endswith(MARK)], context)
    return _picked(entry, tuple(found), context)


def _check_once(marked: list[str], context: Context) -> None:
    """Refuse ``*`` twice along one dimension: in Vensim's language it would be the diagonal."""
    if len(set(map(fold, marked))) < len(marked):
        raise not_here(
            f'"{context.variable}"：同一个维度用了两次，不能对两次都求和，这里不支持。',
            f'"{context.variable}": a sum over both axes of one dimension is not supported.',
            context.place,
        )


def _implied(entry: Entry, context: Context) -> tuple[str, ...]:
    """Return the subscripts of an array that is written without: those dimensions of the left side."""
    if context.is_reducing:
        _check_once([one.name for one in entry.dimensions], context)
        return tuple(one.name + MARK for one in entry.dimensions)
    found = []
    for dimension in entry.dimensions:
        own = context.left_dimension(dimension.name) or _of_same_elements(dimension, context)
        if own is None:
            raise fail(
                "missing",
                f'"{context.variable}" 用到的 "{entry.name}" 缺少下标 [{dimension.name}]。',
                f'"{entry.name}", used by "{context.variable}", lacks its subscript [{dimension.name}].',
                context.place,
            )
        found.append(context.elements.get(fold(own.name), own.name))
    return tuple(found)


def _of_same_elements(dimension: Dimension, context: Context) -> Dimension | None:
    """Return the one dimension of the left side that has the same elements by another name."""
    names = list(map(fold, dimension.elements))
    found = [one for one in context.dimensions if list(map(fold, one.elements)) == names]
    return found[0] if len(found) == 1 else None


def _subscript(tree: Tree, dimension: Dimension, context: Context, translate: Translate) -> str | Node | None:
    """Return an element or a dimension, the number of an element that is computed, None beyond the last."""
    if isinstance(tree, Position):
        if tree.number not in range(1, len(context.dimensions) + 1):
            raise no_stretch(context)
        return _along(context.dimensions[int(tree.number) - 1], dimension, context)
    if isinstance(tree, Whole | Stretch | Turned):
        return _several(tree, dimension, context)
    if isinstance(tree, Literal):
        return _element_at(tree.value, dimension)
    if isinstance(tree, Name) and not tree.subscripts:
        own = tree.parts[-1]
        other = context.names.dimensions.get(fold(own)) if len(tree.parts) == 1 else None
        if len(tree.parts) == 1 or fold(tree.parts[0]) == fold(dimension.name):
            at = dimension.place(own)
            if at is not None:
                return dimension.elements[at]
        if other is not None:
            return _along(other, dimension, context)
        if len(tree.parts) == 2 and fold(tree.parts[0]) == fold(dimension.name):
            raise _no_element(own, dimension, context)
    number = translate(tree, replace(context, is_reducing=False))
    known = _value(number)
    return number if known is None else _element_at(known, dimension)


def _several(tree: Whole | Stretch | Turned, dimension: Dimension, context: Context) -> str:
    """Return the subscript of some or all elements of a dimension, within a function that wants several."""
    if not context.is_reducing or isinstance(tree, Turned):
        raise no_stretch(context)
    if isinstance(tree, Whole) and tree.within is None:
        return dimension.name + MARK
    if isinstance(tree, Whole):
        name = tree.within.parts[-1] if isinstance(tree.within, Name) else ""
        within = context.names.dimensions.get(fold(name))
        if within is None:
            raise no_stretch(context)
        return _whole(within, dimension, context)
    last = len(dimension.elements) - 1
    first = 0 if tree.first is None else _place(tree.first, dimension, context)
    last = last if tree.last is None else _place(tree.last, dimension, context)
    if first > last:
        raise no_stretch(context)
    return context.names.stretch(dimension, first, last).name + MARK


def _place(tree: Tree, dimension: Dimension, context: Context) -> int:
    """Return the position from 0 of an element that ends a stretch."""
    at = None
    if isinstance(tree, Name) and not tree.subscripts:
        at = dimension.place(tree.parts[-1])
    elif isinstance(tree, Literal) and tree.value in range(1, len(dimension.elements) + 1):
        at = int(tree.value) - 1
    if at is None:
        raise no_stretch(context)
    return at


def _along(other: Dimension, dimension: Dimension, context: Context) -> str | None:
    """Return the subscript of an array whose dimension is given as another, or as itself.

    Where several elements are wanted, a dimension that the left side lacks stands for all of its own.
    An element of the left side that the array lacks has 0 (1.1, 3.7.1.1): None.
    """
    is_left = context.left_dimension(other.name) is not None
    bound = context.elements.get(fold(other.name))
    if bound is not None:
        return None if dimension.place(bound) is None else bound
    if is_left and any(dimension.place(one) is None for one in other.elements):
        raise PerElementError
    if is_left:
        return other.name
    marked = _whole(other, dimension, context)
    return marked if context.is_reducing else other.name


def _whole(other: Dimension, dimension: Dimension, context: Context) -> str:
    """Return the subscript of all elements of a dimension, which an array has among its own."""
    for one in other.elements:
        if dimension.place(one) is None:
            raise _no_element(one, dimension, context)
    return other.name + MARK


def _element_at(number: float, dimension: Dimension) -> str | None:
    place = math.floor(number) if math.isfinite(number) else 0
    return dimension.elements[place - 1] if 1 <= place <= len(dimension.elements) else None


def _picked(entry: Entry, found: tuple[str | Node, ...], context: Context) -> Node:
    """Return a reference; where a subscript is computed, a choice among the elements by its number."""
    at = next((place for place, one in enumerate(found) if not isinstance(one, str)), None)
    if at is None:
        return Reference(entry.name, tuple(one for one in found if isinstance(one, str)))
    number = found[at]
    assert not isinstance(number, str)
    if any(fold(one.name).startswith("random ") for one in references_in(number)):
        raise not_here(
            f'"{context.variable}"：下标由随机函数算出，这里不支持；请先把它写成一个变量。',
            f'"{context.variable}": a subscript from a random function is not supported; '
            "make it a variable of its own first.",
            context.place,
        )
    terms = []
    for place, element in enumerate(entry.dimensions[at].elements, 1):
        one = _picked(entry, (*found[:at], element, *found[at + 1 :]), context)
        is_it = Operation(("=",), (call("xmile int", number), Number(float(place))))
        terms.append(call("IF THEN ELSE", is_it, one, NOTHING))
    return Operation(("+",) * (len(terms) - 1), tuple(terms)) if len(terms) > 1 else terms[0]


def _value(node: Node) -> float | None:
    """Return the value of an expression of numbers, None of any other."""
    if isinstance(node, Number):
        return node.value
    if not isinstance(node, Operation) or not set(node.signs) <= {"+", "-", "*", "/"}:
        return None
    values = [_value(part) for part in node.parts]
    if None in values:
        return None
    first, *others = [value for value in values if value is not None]
    if not others:
        return -first
    for sign, value in zip(node.signs, others, strict=True):
        if sign == "/" and value == 0:
            return None
        first = {"+": first + value, "-": first - value, "*": first * value, "/": first / (value or 1)}[sign]
    return first


def _no_element(element: str, dimension: Dimension, context: Context) -> SimError:
    near = nearest(element, dimension.elements)
    zh, en = (f'最接近的是 "{near}"。', f' Nearest: "{near}".') if near else ("", "")
    return fail(
        "undefined",
        f'维度 "{dimension.name}" 没有元素 "{element}"（在 "{context.variable}" 中）。{zh}',
        f'the dimension "{dimension.name}" has no element "{element}" (in "{context.variable}").{en}',
        context.place,
    )


def _undefined(tree: Name, context: Context) -> SimError:
    name = ".".join(tree.parts).lstrip(".")
    near = nearest(fold(name), {one.name for one in context.names.entries.values()})
    zh, en = (f'最接近的是 "{near}"。', f' Nearest: "{near}".') if near else ("", "")
    return fail(
        "undefined",
        f'没有定义变量 "{name}"（在 "{context.variable}" 中）。{zh}',
        f'the variable "{name}" is not defined (in "{context.variable}").{en}',
        context.place,
    )
