"""Units of arguments and results of every function, from the "Units:" lines of Vensim's reference.

The pages are vensim.com/documentation/fn_NAME.html. ``x`` is any units, the same wherever it stands;
``t`` the units of time; ``1`` dimensionless; ``any`` is not checked.
"""

from __future__ import annotations

import functools

from sim.engine.units.dimensions import DIMENSIONLESS, Loose, Unit, over, times

_RULES = {
    "abs": "x -> x",
    "active initial": "x, x -> x",
    "allocate available": "x, any, x -> x",
    "allocate by priority": "x, any, 1, any, x -> x",
    "arccos": "1 -> 1",
    "arcsin": "1 -> 1",
    "arctan": "1 -> 1",
    "cos": "1 -> 1",
    "cosh": "1 -> 1",
    "delay conveyor": "x, t, 1/t, any, x*t, t -> x",
    "delay fixed": "x, t, x -> x",
    "delay information": "x, t, x -> x",
    "delay material": "x, t, x, x -> x",
    "delay n": "x, t, x, 1 -> x",
    "delay1": "x, t -> x",
    "delay1i": "x, t, x -> x",
    "delay3": "x, t -> x",
    "delay3i": "x, t, x -> x",
    "delayp": "x, t -> x",
    "demand at price": "x, any, any -> x",
    "depreciate straightline": "x, t, t, x -> x",
    "elmcount": "any -> 1",
    "exp": "1 -> 1",
    "find market price": "any, x, any, x -> x",
    "forecast": "x, t, t -> x",
    "game": "x -> x",
    "gamma ln": "1 -> 1",
    "get data at time": "x, t -> x",
    "get data between times": "x, t, 1 -> x",
    "get data first time": "any -> t",
    "get data last time": "any -> t",
    "get data max": "x, t, t -> x",
    "get data mean": "x, t, t -> x",
    "get data min": "x, t, t -> x",
    "get data total points": "any -> 1",
    "get time value": "1, t, 1 -> any",
    "if then else": "1, x, x -> x",
    "initial": "x -> x",
    "integ": "x/t, x -> x",
    "integer": "x -> x",
    "invert matrix": "any, 1 -> any",
    "ln": "1 -> 1",
    "log": "1, 1 -> 1",
    "lookup area": "any, any, any -> any",
    "lookup invert": "any, any -> any",
    "max": "x, x -> x",
    "min": "x, x -> x",
    "modulo": "x, x -> x",
    "npv": "x, 1/t, any, 1 -> any",
    "npve": "x, 1/t, any, 1 -> any",
    "prod": "1 -> 1",  # the power would depend on how many elements there are
    "pulse": "t, t -> 1",
    "pulse train": "t, t, t, t -> 1",
    "quantum": "x, x -> x",
    "ramp": "x, t, t -> x*t",
    "reinitial": "x -> x",
    "sample if true": "1, x, x -> x",
    "sin": "1 -> 1",
    "sinteg": "x/t, x, any, any, any, any, any -> x",
    "sinh": "1 -> 1",
    "smooth": "x, t -> x",
    "smooth n": "x, t, x, 1 -> x",
    "smooth3": "x, t -> x",
    "smooth3i": "x, t, x -> x",
    "smoothi": "x, t, x -> x",
    "step": "x, t -> x",
    "sum": "x -> x",
    "supply at price": "x, any, any -> x",
    "tan": "1 -> 1",
    "tanh": "1 -> 1",
    "time base": "any, any -> any",
    "trend": "x, t, 1/t -> 1/t",
    "vector elm map": "x, 1 -> x",
    "vector lookup": "x, any, any, any, 1 -> x",
    "vector rank": "x, 1 -> 1",
    "vector reorder": "x, 1 -> x",
    "vector select": "any, any, any, 1, 1 -> any",
    "vector sort order": "x, 1 -> 1",
    "vmax": "x -> x",
    "vmin": "x -> x",
}
TABLE_CALLS = ("lookup extrapolate", "lookup forward", "lookup backward")  # (table, argument)


@functools.cache
def rule_of(function: str) -> tuple[tuple[str, ...], str] | None:
    """Return the units of a function's arguments and of its value, None where there is no rule."""
    if function not in _RULES:
        return None
    arguments, _, value = _RULES[function].partition(" -> ")
    return tuple(arguments.split(", ")), value


def units_for(term: str, x: Unit, time: Unit) -> Unit:
    """Return the units that a term of a rule means."""
    if "x" in term and isinstance(x, Loose):
        return x
    match term:
        case "x":
            return x
        case "1":
            return DIMENSIONLESS
        case "t":
            return time
        case "1/t":
            return over(DIMENSIONLESS, time)
        case "x/t":
            return over(x, time)
        case "x*t":
            return times(x, time)
        case _:
            return Loose.UNKNOWN
