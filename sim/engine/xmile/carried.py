"""Functions of Vensim that XMILE lacks, written into an XMILE file as macros, and recognised there again.

Other tools run the macro; this engine takes a macro of exactly this content for the function itself, so that
a model that is written and read again has the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.xmile.elements import Element, shown_name
from sim.names import fold

_NEARLY = "(1 + 2^-50)"  # a quotient that only rounding keeps from being whole counts as whole


@dataclass(frozen=True)
class Carried:
    """A macro that stands for a function of Vensim.

    Parameters
    ----------
    function : its name in Vensim
    name : of the macro; another where XMILE has a different function of that name
    inputs : of the macro
    equation : its value
    needs : macros of this module that it calls
    """

    function: str
    name: str
    inputs: tuple[str, ...]
    equation: str
    needs: tuple[str, ...] = ()


def _carried(function: str, inputs: str, equation: str, name: str = "", needs: str = "") -> Carried:
    plain = name or function.replace(" ", "_")
    return Carried(
        function, plain, tuple(inputs.split(", ")), equation, tuple(needs.split(", ")) if needs else ()
    )


_ALL = (
    _carried("COSH", "x", "(EXP(x) + EXP(-x)) / 2"),
    _carried(
        "FORECAST",
        "x, averaging_time, horizon",
        "x * (1 + VENSIM_TREND(x, averaging_time, 0) * horizon)",
        needs="TREND",
    ),
    _carried("INTEGER", "x", "IF x < 0 THEN -INT(-x) ELSE INT(x)"),
    _carried(
        "MODULO",
        "x, base",
        f"x - base * (IF x / base < 0 THEN -INT(-x / base * {_NEARLY}) ELSE INT(x / base * {_NEARLY}))",
    ),
    _carried(
        "PULSE",
        "start, width",
        "IF TIME + DT / 2 > start AND TIME + DT / 2 < start + (IF width = 0 THEN DT ELSE width) "
        "THEN 1 ELSE 0",
        name="VENSIM_PULSE",
    ),
    _carried(
        "PULSE TRAIN",
        "start, width, interval, end",
        "IF TIME + DT / 2 > start AND TIME + DT / 2 - ((TIME + DT / 2 - start) MOD interval) <= end "
        "AND (TIME + DT / 2 - start) MOD interval < MAX(width, DT) THEN 1 ELSE 0",
    ),
    _carried(
        "QUANTUM",
        "x, unit",
        f"IF unit <= 0 THEN x ELSE unit * (IF x < 0 THEN -INT(-x / unit * {_NEARLY}) "
        f"ELSE INT(x / unit * {_NEARLY}))",
    ),
    _carried("SAMPLE IF TRUE", "condition, x, initial", "IF condition THEN x ELSE PREVIOUS(SELF, initial)"),
    _carried("SINH", "x", "(EXP(x) - EXP(-x)) / 2"),
    _carried("TANH", "x", "(EXP(x) - EXP(-x)) / (EXP(x) + EXP(-x))"),
    _carried(
        "TREND",
        "x, averaging_time, initial",
        "ZIDZ(x - SMTH1(x, averaging_time, x / (1 + initial * averaging_time)), "
        "averaging_time * ABS(SMTH1(x, averaging_time, x / (1 + initial * averaging_time))))",
        name="VENSIM_TREND",
        needs="ZIDZ",
    ),
    _carried(
        "XIDZ",
        "numerator, denominator, otherwise",
        "IF ABS(denominator) < 1e-06 THEN otherwise ELSE numerator / denominator",
    ),
    _carried(
        "ZIDZ", "numerator, denominator", "IF ABS(denominator) < 1e-06 THEN 0 ELSE numerator / denominator"
    ),
)
CARRIED = {fold(one.function): one for one in _ALL}
_BY_MACRO = {fold(one.name): one for one in _ALL}


def needed_with(name: str) -> tuple[str, ...]:
    """Return the folded name of a function and of those whose macros its own calls."""
    below = (one for needed in CARRIED[name].needs for one in needed_with(fold(needed)))
    return tuple(dict.fromkeys((name, *below)))


def carried_by(element: Element) -> Carried | None:
    """Return what a macro of a file carries, None where it is another of the same name."""
    one = _BY_MACRO.get(fold(element.name))
    if one is None or element.first("variables") is not None:
        return None
    inputs = tuple(fold(shown_name(parm.text)) for parm in element.all("parm"))
    is_same = " ".join(element.text_of("eqn").split()) == one.equation
    return one if is_same and inputs == tuple(map(fold, one.inputs)) else None
