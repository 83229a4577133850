"""Functions of whole arrays for eight members at a time: order, ranks, inverse of a matrix, shares, prices.

Takes an array in memory, a vector of eight members for each entry; writes the entries of the result into
memory. Only operations that are rounded by themselves are used, so every machine gives the same bits. It
exists beside `sim.engine.machine.instructions` because these loop over entries: written out operation by
operation, a sort of a hundred entries would be ten thousand instructions.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.engine.machine.ir import INTEGERS, LANES, MASK, VECTOR, Writer, function, splat_mask
from sim.engine.machine.vector_math import exp_of, horner

_HALVINGS = 64  # of the interval that holds the price
_REACH = 40.0  # widths from a priority to where every curve has reached its end in doubles
_ENDS = {1.0: 0.5, 2.0: 0.5, 3.0: 5.0, 4.0: 10.0}  # widths to where Vensim begins to look for a market price
_LEAST = 0.05  # width of a normal curve, as in Vensim
_SERIES, _FRACTION = 56, 24  # terms, levels
_NEAR = 3.0  # up to here erf is summed, beyond erfc is a continued fraction
_LANE_NUMBERS = "<" + ", ".join(f"i64 {lane}" for lane in range(LANES)) + ">"
PROFILE = 4  # request, type, priority, width


@dataclass(frozen=True)
class Layout:
    """Where an operation keeps its arrays: entries of its arguments, and of its result behind them."""

    arguments: int
    results: int

    @property
    def room(self) -> int:
        """Return the number of vectors."""
        return self.arguments + self.results


def layout_of(name: str, arguments: int) -> Layout:
    """Return the layout of an operation on arrays by the number of its arguments."""
    if name == "array":
        return Layout(arguments, 0)
    if name == "inverse":
        return Layout(arguments, arguments)
    last = arguments - 1  # a direction, a price, or what there is to share out
    return Layout(last, last // PROFILE if name in CURVED else last)


CURVED = ("asked", "clearing", "shares")  # of curves of priority
ARRAYS = ("array", "inverse", "order", "ranks", *CURVED)  # operations that yield where an array begins


def functions() -> dict[str, str]:
    """Return the text of each function, by the name of its operation."""
    return {
        "asked": "\n".join([_share("asked_one"), _asked()]),
        "clearing": "\n".join([_share("cleared_one"), _clearing()]),
        "inverse": _inverse(),
        "order": _sorted("order"),
        "ranks": _sorted("ranks"),
        "shares": "\n".join([_share("share"), _shares()]),
    }


@contextlib.contextmanager
def _counted(w: Writer, name: str, count: str) -> Iterator[str]:
    """Write a loop from 0 to a count, at least once; yield its counter."""
    w.do(f"br label %{name}.from")
    w.label(f"{name}.from")
    w.do(f"br label %{name}")
    w.label(name)
    w.do(f"%{name}.k = phi i64 [ 0, %{name}.from ], [ %{name}.next, %{name}.end ]")
    yield f"%{name}.k"
    w.do(f"br label %{name}.end")
    w.label(f"{name}.end")
    w.do(f"%{name}.next = add i64 %{name}.k, 1")
    w.do(f"%{name}.done = icmp eq i64 %{name}.next, {count}")
    w.do(f"br i1 %{name}.done, label %{name}.after, label %{name}")
    w.label(f"{name}.after")


def _local(w: Writer, name: str, value: str | float) -> str:
    """Reserve a variable of a function."""
    w.do(f"%{name} = alloca {VECTOR}, align 64")
    w.store(value, f"%{name}")
    return f"%{name}"


def _spread_count(w: Writer, counter: str) -> str:
    return w.spread(w.emit(f"sitofp i64 {counter} to double"))


def _entry(w: Writer, array: str, *indices: str) -> str:
    """Return where an entry stands: of a list, or (row, column) of a square matrix."""
    index = indices[0]
    if len(indices) == 2:
        index = w.emit(f"add i64 {w.emit(f'mul i64 {indices[0]}, %n')}, {indices[1]}")
    return w.offset(array, index)


# --- order ------------------------------------------------------------------------------------


def _sorted(name: str) -> str:
    """fn_vector_sort_order, fn_vector_rank: the entries' numbers in order, or their places in it.

    Of equal entries the first stands first; falling order is rising order reversed.
    """
    w = Writer()
    w.label("entry")
    place, doubt = _local(w, "place", 0.0), _local(w, "doubt", 0.0)
    top = w.sub(_spread_count(w, "%n"), 1.0)
    is_rising = w.compare("ogt", "%direction", 0.0)
    with _counted(w, "clear", "%n") as i:
        w.store(0.0, _entry(w, "%out", i))
    with _counted(w, "each", "%n") as i:
        own = w.load(_entry(w, "%in", i))
        w.store(w.add(w.load(doubt), w.sub(own, own)), doubt)
        w.store(0.0, place)
        with _counted(w, "other", "%n") as j:
            other = w.load(_entry(w, "%in", j))
            is_before = w.emit(f"icmp slt i64 {j}, {i}")
            first = w.emit(f"select i1 {is_before}, {MASK} {splat_mask(True)}, {MASK} {splat_mask(False)}")
            tied = w.logic("and", w.compare("oeq", other, own), first)
            behind = w.logic("or", w.compare("olt", other, own), tied)
            w.store(w.add(w.load(place), w.select(behind, 1.0, 0.0)), place)
        rising = w.load(place)
        at = w.select(is_rising, rising, w.sub(top, rising))
        if name == "ranks":
            w.store(w.add(at, 1.0), _entry(w, "%out", i))
        else:
            w.scatter(_spread_count(w, i), lanes_at(w, "%out", at), splat_mask(True))
    with _counted(w, "mark", "%n") as i:  # what cannot be compared leaves no order
        where = _entry(w, "%out", i)
        w.store(w.add(w.load(where), w.load(doubt)), where)
    w.do("ret void")
    return function(name, f"ptr %in, ptr %out, i64 %n, {VECTOR} %direction", w.lines, result="void")


def lanes_at(w: Writer, array: str, index: str) -> str:
    """Return where each lane finds its own entry of an array, by whole numbers within it."""
    whole = w.emit(f"fptosi {VECTOR} {index} to {INTEGERS}")
    place = w.integer("add", w.integer("mul", whole, LANES), _LANE_NUMBERS)
    return w.emit(f"getelementptr double, ptr {array}, {INTEGERS} {place}")


# --- matrices ---------------------------------------------------------------------------------


def _inverse() -> str:
    """fn_invert_matrix, by Gauss and Jordan's elimination; each lane has pivots of its own."""
    w = Writer()
    w.label("entry")
    best, largest = _local(w, "best", 0.0), _local(w, "largest", 0.0)
    with _counted(w, "row", "%n") as i, _counted(w, "column", "%n") as j:
        is_diagonal = w.emit(f"icmp eq i64 {i}, {j}")
        one = w.emit(f"select i1 {is_diagonal}, double 1.0, double 0.0")
        w.store(w.spread(one), _entry(w, "%out", i, j))
    with _counted(w, "step", "%n") as k:
        _find_pivot(w, k, best, largest)
        with _counted(w, "swap", "%n") as i:
            chosen = w.compare("oeq", w.load(best), _spread_count(w, i))
            with _counted(w, "along", "%n") as j:
                for matrix in ("%in", "%out"):
                    upper, lower = _entry(w, matrix, k, j), _entry(w, matrix, i, j)
                    a, b = w.load(upper), w.load(lower)
                    w.store(w.select(chosen, b, a), upper)
                    w.store(w.select(chosen, a, b), lower)
        pivot = w.load(_entry(w, "%in", k, k))
        with _counted(w, "scale", "%n") as j:
            for matrix in ("%in", "%out"):
                where = _entry(w, matrix, k, j)
                w.store(w.div(w.load(where), pivot), where)
        with _counted(w, "from", "%n") as i:
            is_pivot = w.emit(f"icmp eq i64 {i}, {k}")
            own = w.load(_entry(w, "%in", i, k))
            factor = w.emit(f"select i1 {is_pivot}, {VECTOR} zeroinitializer, {VECTOR} {own}")
            with _counted(w, "take", "%n") as j:
                for matrix in ("%in", "%out"):
                    where = _entry(w, matrix, i, j)
                    less = w.mul(factor, w.load(_entry(w, matrix, k, j)))
                    w.store(w.sub(w.load(where), less), where)
    w.do("ret void")
    return function("inverse", "ptr %in, ptr %out, i64 %n", w.lines, result="void")


def _find_pivot(w: Writer, k: str, best: str, largest: str) -> None:
    """Find the row, from k on, with the largest entry of column k."""
    w.store(_spread_count(w, k), best)
    w.store(w.intrinsic("fabs", w.load(_entry(w, "%in", k, k))), largest)
    with _counted(w, "pivot", "%n") as i:
        size = w.intrinsic("fabs", w.load(_entry(w, "%in", i, k)))
        is_below = w.emit(f"icmp sgt i64 {i}, {k}")
        below = w.emit(f"select i1 {is_below}, {MASK} {splat_mask(True)}, {MASK} {splat_mask(False)}")
        better = w.logic("and", w.compare("ogt", size, w.load(largest)), below)
        w.store(w.select(better, _spread_count(w, i), w.load(best)), best)
        w.store(w.select(better, size, w.load(largest)), largest)


# --- shares -----------------------------------------------------------------------------------


def _shares() -> str:
    """fn_allocate_available: what each gets at the price at which all that is asked for is what there is.

    Requests of a fixed quantity share in proportion. Without a meaning (a negative request, a width that is
    not positive, another type, a fixed quantity among others) the shares are NaN.
    """
    w = Writer()
    w.label("entry")
    price, wanted, doubt = _price(w, "share", {})
    fixed, sound = _local(w, "fixed", 1.0), _local(w, "sound", 0.0)
    with _counted(w, "all", "%n") as i:
        request, kind, _, _ = _profile(w, i)
        w.store(w.select(w.compare("oeq", kind, 0.0), w.load(fixed), 0.0), fixed)
        w.store(w.select(w.compare("oge", request, 0.0), w.load(sound), math.nan), sound)
    is_fixed = w.compare("oeq", w.load(fixed), 1.0)
    doubt = w.select(is_fixed, w.load(sound), doubt)
    doubt = w.select(w.compare("oge", "%there", 0.0), doubt, math.nan)
    is_enough = w.compare("oge", "%there", wanted)
    is_nothing = w.compare("oeq", "%there", 0.0)
    part = w.div("%there", wanted)
    with _counted(w, "give", "%n") as i:
        profile = _profile(w, i)
        share = w.select(is_fixed, w.mul(profile[0], part), w.call("share", *profile, price))
        share = w.select(is_nothing, 0.0, share)
        share = w.select(is_enough, profile[0], share)
        w.store(w.add(share, doubt), _entry(w, "%out", i))
    w.do("ret void")
    return function("shares", f"ptr %in, ptr %out, i64 %n, {VECTOR} %there", w.lines, result="void")


def _clearing() -> str:
    """fn_find_market_price: the lowest price at which no more is asked for than there is.

    As in Vensim it is where the first curve begins if there is enough at any price, and where the last ends
    if there is not. NaN where something has no meaning.
    """
    w = Writer()
    w.label("entry")
    price, _, doubt = _price(w, "cleared_one", _ENDS)
    w.store(w.add(price, doubt), "%out")
    w.do("ret void")
    return function("clearing", f"ptr %in, ptr %out, i64 %n, {VECTOR} %there", w.lines, result="void")


def _asked() -> str:
    """fn_demand_at_price: what is asked for at a price; NaN where the shares would be.

    A fixed quantity is the same at any price.
    """
    w = Writer()
    w.label("entry")
    with _counted(w, "each", "%n") as i:
        profile = _profile(w, i)
        share = w.select(_is_sound(w, profile), w.call("asked_one", *profile, "%price"), math.nan)
        fixed = w.logic("and", w.compare("oge", profile[0], 0.0), w.compare("oeq", profile[1], 0.0))
        share = w.select(fixed, profile[0], share)
        w.store(share, _entry(w, "%out", i))
    w.do("ret void")
    return function("asked", f"ptr %in, ptr %out, i64 %n, {VECTOR} %price", w.lines, result="void")


def _is_sound(w: Writer, profile: tuple[str, ...]) -> str:
    request, kind, _, width = profile
    valid = w.compare("oeq", kind, 1.0)
    for number in (2.0, 3.0, 4.0):
        valid = w.logic("or", valid, w.compare("oeq", kind, number))
    sound = w.logic("and", w.compare("oge", request, 0.0), w.compare("ogt", width, 0.0))
    return w.logic("and", sound, valid)


def _price(w: Writer, share: str, ends: dict[float, float]) -> tuple[str, str, str]:
    """Find the price at which all that is asked for is what there is, by halving an interval.

    What is asked for falls continuously with it. The interval holds all curves, to ``ends``
    widths from their priorities by type. Returns the price, all that is asked for at any price,
    and a number that is NaN where something has no meaning, else 0.
    """
    wanted, doubt = _local(w, "wanted", 0.0), _local(w, "doubt", 0.0)
    low, high = _local(w, "low", math.inf), _local(w, "high", -math.inf)
    total = _local(w, "total", 0.0)
    with _counted(w, "each", "%n") as i:
        profile = _profile(w, i)
        request, kind, priority, width = profile
        w.store(w.add(w.load(wanted), request), wanted)
        widths: str | float = _REACH
        for number, end in ends.items():
            widths = w.select(w.compare("oeq", kind, number), end, widths)
        reach = w.mul(width, widths)
        for edge, where, condition in (
            (w.sub(priority, reach), low, "olt"),
            (w.add(priority, reach), high, "ogt"),
        ):
            known = w.load(where)
            w.store(w.select(w.compare(condition, edge, known), edge, known), where)
        w.store(w.select(_is_sound(w, profile), w.load(doubt), math.nan), doubt)
    with _counted(w, "halve", str(_HALVINGS)):
        middle = w.mul(w.add(w.load(low), w.load(high)), 0.5)
        w.store(0.0, total)
        with _counted(w, "sum", "%n") as i:
            w.store(w.add(w.load(total), w.call(share, *_profile(w, i), middle)), total)
        is_cheap = w.compare("ogt", w.load(total), "%there")
        w.store(w.select(is_cheap, middle, w.load(low)), low)
        w.store(w.select(is_cheap, w.load(high), middle), high)
    return w.mul(w.add(w.load(low), w.load(high)), 0.5), w.load(wanted), w.load(doubt)


def _profile(w: Writer, i: str) -> tuple[str, ...]:
    first = w.emit(f"mul i64 {i}, {PROFILE}")
    places = (w.offset("%in", w.emit(f"add i64 {first}, {part}")) for part in range(PROFILE))
    request, kind, priority, width = map(w.load, places)
    narrow = w.logic("and", w.compare("oge", width, 0.0), w.compare("olt", width, _LEAST))
    width = w.select(w.logic("and", narrow, w.compare("oeq", kind, 3.0)), _LEAST, width)
    return request, kind, priority, width


def _share(called: str) -> str:
    """24335: what is asked for at a price, the integral of a rectangle, triangle, normal or exponential."""
    w = Writer()
    w.label("entry")
    z = w.div(w.sub("%x", "%priority"), "%width")
    is_tailed = w.compare("ogt", "%kind", 2.0)
    any_tailed = w.emit(f"icmp ne i{LANES} {w.emit(f'bitcast {MASK} {is_tailed} to i{LANES}')}, 0")
    near = _within(w, z, 0.5)
    rectangle = w.sub(0.5, near)
    before = w.add(near, 0.5)
    below, above = w.mul(w.mul(before, before), 2.0), w.mul(w.mul(rectangle, rectangle), 2.0)
    triangle = w.select(w.compare("olt", near, 0.0), w.sub(1.0, below), above)
    flat = w.select(w.compare("oeq", "%kind", 1.0), rectangle, triangle)
    w.do(f"br i1 {any_tailed}, label %tailed, label %plain")
    w.label("plain")
    w.do(f"ret {VECTOR} {w.mul(flat, '%request')}")
    w.label("tailed")
    size = _within(w, w.intrinsic("fabs", z), _REACH)
    half = w.mul(exp_of(w, w.neg(size)), 0.5)
    exponential = w.select(w.compare("olt", z, 0.0), w.sub(1.0, half), half)
    tail = w.select(w.compare("oeq", "%kind", 3.0), _normal_tail(w, z), exponential)
    w.do(f"ret {VECTOR} {w.mul(w.select(is_tailed, tail, flat), '%request')}")
    names = ("request", "kind", "priority", "width", "x")
    return function(called, ", ".join(f"{VECTOR} %{name}" for name in names), w.lines)


def _within(w: Writer, z: str, most: float) -> str:
    z = w.select(w.compare("ogt", z, most), most, z)
    return w.select(w.compare("olt", z, -most), -most, z)


def _normal_tail(w: Writer, z: str) -> str:
    """Return the part of a normal distribution above z, to 10⁻¹⁵ of the whole.

    Abramowitz and Stegun (1964), 7.1.6 and 7.1.14.
    """
    u = _within(w, w.mul(w.intrinsic("fabs", z), math.sqrt(0.5)), 8.0)
    square = w.mul(u, u)
    density = w.mul(exp_of(w, w.neg(square)), 1 / math.sqrt(math.pi))
    coefficients = [2.0 ** (k + 1) / math.prod(range(1, 2 * k + 2, 2)) for k in range(_SERIES)]
    small = _within(w, u, _NEAR)
    erf = w.mul(w.mul(density, u), horner(w, w.mul(small, small), coefficients))
    near = w.mul(w.sub(1.0, erf), 0.5)
    fraction = u
    for level in range(_FRACTION, 0, -1):
        fraction = w.add(u, w.div(level / 2, fraction))
    far = w.mul(w.div(density, fraction), 0.5)
    upper = w.select(w.compare("olt", u, _NEAR), near, far)
    return w.select(w.compare("olt", z, 0.0), w.sub(1.0, upper), upper)
