"""Functions of XMILE that Vensim's language lacks, written as macros of it.

An argument of a macro is computed once however often its equations use it, so that a random draw among
the arguments stays one draw.
"""

from __future__ import annotations

import re

from sim.engine.language.source import Equation

_FLOOR = "IF THEN ELSE(INTEGER({x}) > {x}, INTEGER({x}) - 1, INTEGER({x}))"


def _payments(name: str, arguments: str, result: str) -> tuple[str, tuple[str, ...]]:
    """Return a function of constant payments, by the growth of 1 at interest and of payments of 1."""
    growth, paid = f"growth of {name}", f"paid in {name}"
    return arguments, (
        f"{growth} = (1 + rate) ^ periods",
        f"{paid} = IF THEN ELSE(rate = 0, periods, ({growth} - 1) / rate)",
        f"{name} = {result.format(growth=growth, paid=paid)}",
    )


_NEARLY, _NAN = "1.000000001", "1e308 * 10 * 0"

# name: (arguments, equations); 3.3.1 and 3.5 with footnote 7, Stella's help for the other functions.
_MACROS: dict[str, tuple[str, tuple[str, ...]]] = {
    "xmile delay fixed": ("x, time", ("xmile delay fixed = DELAY FIXED(x, time, x)",)),
    "xmile fv": _payments(
        "xmile fv", "rate, periods, payment, present", "-present * {growth} - payment * {paid}"
    ),
    "xmile pmt": _payments(
        "xmile pmt", "rate, periods, present, future", "(-present * {growth} - future) / {paid}"
    ),
    "xmile pv": _payments(
        "xmile pv", "rate, periods, payment, future", "(-future - payment * {paid}) / {growth}"
    ),
    "xmile int": ("x", (f"xmile int = {_FLOOR.format(x='x')}",)),
    "xmile limit": (
        "wanted, available",
        (f"xmile limit = IF THEN ELSE(wanted > available * {_NEARLY}, {_NAN}, MIN(wanted, available))",),
    ),
    "xmile mod": (
        "x, base",
        (
            "rest of xmile mod = MODULO(x, base)",
            "xmile mod = IF THEN ELSE(rest of xmile mod * base < 0, rest of xmile mod + base, "
            "rest of xmile mod)",
        ),
    ),
    "xmile round": ("x", ("xmile round = IF THEN ELSE(x < 0, -INTEGER(0.5 - x), INTEGER(x + 0.5))",)),
    "xmile safediv": (
        "numerator, denominator, otherwise",
        ("xmile safediv = IF THEN ELSE(denominator = 0, otherwise, numerator / denominator)",),
    ),
    "xmile trend": (
        "x, averaging time, initial",
        (
            "average in xmile trend = INTEG((x - average in xmile trend) / averaging time, "
            "x / (1 + initial * averaging time))",
            "xmile trend = (x - average in xmile trend) / (average in xmile trend * averaging time)",
        ),
    ),
    "xmile forcst": (
        "x, averaging time, horizon, initial",
        (
            "average in xmile forcst = INTEG((x - average in xmile forcst) / averaging time, "
            "x / (1 + initial * averaging time))",
            "xmile forcst = x * (1 + horizon * (x - average in xmile forcst) "
            "/ (average in xmile forcst * averaging time))",
        ),
    ),
    "xmile pulse": (
        "volume, first time",
        ("xmile pulse = volume / TIME STEP$ * (STEP(1, first time) - STEP(1, first time + TIME STEP$))",),
    ),
    "xmile pulses": (
        "volume, first time, interval",
        (
            "xmile pulses = volume / TIME STEP$ * IF THEN ELSE(interval > 0, "
            "PULSE TRAIN(first time, TIME STEP$, MAX(interval, TIME STEP$), FINAL TIME$), "
            "STEP(1, first time) - STEP(1, first time + TIME STEP$))",
        ),
    ),
}
DELAY, SMOOTH = "xmile delay of order", "xmile smooth of order"
FROM_INPUT = "from its input"
# The name of any of these macros, as a pattern.
ADDED = "|".join((*sorted(_MACROS, reverse=True), rf"(?:{DELAY}|{SMOOTH}) \d+(?: {FROM_INPUT})?"))


def macro_equations(name: str) -> tuple[tuple[str, ...], tuple[Equation, ...]]:
    """Return the arguments of a macro and its equations, by the name under which it is called."""
    if name in _MACROS:
        arguments, texts = _MACROS[name]
    else:
        arguments, texts = _chain(name)
    equations = (Equation(text, "", "", (None, None), 1, name) for text in texts)
    return tuple(arguments.split(", ")), tuple(equations)


def is_added(name: str, texts: list[str]) -> bool:
    """Return whether a macro of a .mdl file is one of these, by its name and all of its equations."""
    known = name in _MACROS or re.fullmatch(ADDED, name) is not None
    return known and texts == [one.text for one in macro_equations(name)[1]]


def _chain(name: str) -> tuple[str, tuple[str, ...]]:
    """Return DELAYN or SMTHN (3.5.3): stages of equal time, one after another."""
    kind = DELAY if name.startswith(DELAY) else SMOOTH
    order = int(name.removeprefix(kind).removesuffix(FROM_INPUT))
    share, first = f"(time / {order})", "x" if name.endswith(FROM_INPUT) else "initial"
    texts, inflow = [], "x"
    for number in range(1, order + 1):
        stage = f"stage {number} of {name}"
        if kind == DELAY:
            texts.append(f"{stage} = INTEG({inflow} - {stage} / {share}, {first} * {share})")
            inflow = f"{stage} / {share}"
        else:
            texts.append(f"{stage} = INTEG(({inflow} - {stage}) / {share}, {first})")
            inflow = stage
    return ("x, time" if first == "x" else "x, time, initial"), (*texts, f"{name} = {inflow}")
