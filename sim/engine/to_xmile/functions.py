"""Functions of Vensim for which XMILE has its own, with the arguments where XMILE wants them (3.5)."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.language.syntax import Call, Node, Number, Reference
from sim.engine.to_xmile.surroundings import Surroundings, number_text
from sim.engine.xmile.added_macros import DELAY, FROM_INPUT
from sim.names import fold

Write = Callable[[Node, Surroundings], str]
Special = Callable[[Call, Surroundings, Write], str]
_BEYOND = 1e300  # limits of draws that cut nothing off

# A name takes the arguments in Vensim's order; a text with brackets puts them in its own.
NATIVE = {
    "abs": "ABS", "arccos": "ARCCOS", "arcsin": "ARCSIN", "arctan": "ARCTAN", "cos": "COS", "exp": "EXP",
    "ln": "LN", "max": "MAX", "min": "MIN", "sin": "SIN", "sqrt": "SQRT", "tan": "TAN",
    "delay1": "DELAY1", "delay1i": "DELAY1", "delay3": "DELAY3", "delay3i": "DELAY3",
    "smooth": "SMTH1", "smoothi": "SMTH1", "smooth3": "SMTH3", "smooth3i": "SMTH3",
    "gamma ln": "GAMMALN", "initial": "INIT", "reinitial": "INIT", "step": "STEP", "ramp": "RAMP",
    "game": "({0})", "log": "(LN({0}) / LN({1}))", "power": "(({0})^({1}))",
    "if then else": "(IF {0} THEN {1} ELSE {2})", "random uniform": "RANDOM({0}, {1}, {2})",
    "random 0 1": "RANDOM(0, 1)", "time base": "(({0}) + TIME * ({1}))",
    # macros by which this reader writes XMILE's own functions in Vensim's language
    "xmile delay fixed": "DELAY", "xmile forcst": "FORCST", "xmile fv": "FV", "xmile int": "INT",
    "xmile limit": "MIN", "xmile mod": "(({0}) MOD ({1}))",
    "xmile pulse": "PULSE({0}, {1}, 0)", "xmile pulses": "PULSE", "xmile round": "ROUND",
    "xmile pmt": "PMT", "xmile pv": "PV", "xmile safediv": "SAFEDIV", "xmile trend": "TREND",
}  # fmt: skip


def native_text(name: str, arguments: list[str]) -> str:
    """Return the call of a function that XMILE has, by its folded name in Vensim."""
    template = NATIVE[name]
    return template.format(*arguments) if template.endswith(")") else f"{template}({', '.join(arguments)})"


def _delay_fixed(node: Call, at: Surroundings, write: Write) -> str:
    value, time, initial = node.arguments
    if isinstance(time, Reference) and fold(time.name).rstrip("$ ") == "time step":
        return f"PREVIOUS({write(value, at)}, {write(initial, at)})"
    shown = write(time, at)
    is_fixed = isinstance(time, Number) or (isinstance(time, Reference) and fold(time.name) in at.fixed)
    delay = shown if is_fixed else f"INIT({shown})"  # only the first delay time counts
    return f"DELAY({write(value, at)}, {delay}, {write(initial, at)})"


def _element_count(node: Call, at: Surroundings, write: Write) -> str:
    (range_,) = node.arguments
    assert isinstance(range_, Reference)  # or the model could not be read
    return number_text(float(len(at.subscripts.along(range_.name))))


def _normal(node: Call, at: Surroundings, write: Write) -> str:
    low, high, mean, deviation, seed = (write(one, at) for one in node.arguments)
    return f"NORMAL({mean}, {deviation}, {seed}, {low}, {high})"


def _exponential(node: Call, at: Surroundings, write: Write) -> str:
    low, high, shift, mean, seed = node.arguments
    is_plain = _is_number(low, 0.0) and _is_number(shift, 0.0) and isinstance(high, Number)
    if not is_plain or not isinstance(high, Number) or high.value < _BEYOND:
        raise at.refuse(
            "EXPRND 没有上下限和平移，RANDOM EXPONENTIAL 无法转换。",
            "EXPRND has no limits and no shift; RANDOM EXPONENTIAL cannot be converted.",
        )
    return f"EXPRND({write(mean, at)}, {write(seed, at)})"


def _triangular(node: Call, at: Surroundings, write: Write) -> str:
    low, high, start, peak, stop, seed = node.arguments
    if low != start or high != stop:
        raise at.refuse(
            "TRIANGULAR 没有另外的上下限，RANDOM TRIANGULAR 无法转换。",
            "TRIANGULAR has no limits of its own; RANDOM TRIANGULAR cannot be converted.",
        )
    return f"TRIANGULAR({', '.join(write(one, at) for one in (start, peak, stop, seed))})"


def _is_number(node: Node, value: float) -> bool:
    return isinstance(node, Number) and node.value == value


def _of_order(function: str) -> Special:
    """Return the writer of DELAY N or SMOOTH N, which are those of XMILE under Euler's method only.

    Vensim lowers their order where the delay time is short, and moves the stages from step to step.
    """

    def build(node: Call, at: Surroundings, write: Write) -> str:
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
        shown = (write(one, at) for one in (value, time, order, initial))
        return f"{function}({', '.join(shown)})"

    return build


def _no_text(node: Call, at: Surroundings, write: Write) -> str:
    raise at.refuse(
        f"{fold(node.function.name).upper()} 应单独写在等号右边才能转换。",
        f"{fold(node.function.name).upper()} must stand alone on its right side to be converted.",
    )


def staged_text(node: Call, at: Surroundings, write: Write) -> str:
    """Write a macro of stages, by which XMILE's own are read, as DELAYN or SMTHN again."""
    name = fold(node.function.name)
    order = name.removesuffix(FROM_INPUT).split()[-1]
    value, time, *initial = (write(one, at) for one in node.arguments)
    function = "DELAYN" if name.startswith(DELAY) else "SMTHN"
    return f"{function}({', '.join((value, time, order, *initial))})"


SPECIAL: dict[str, Special] = {
    "delay fixed": _delay_fixed,
    "delay n": _of_order("DELAYN"),
    "elmcount": _element_count,
    "integ": _no_text,
    "random exponential": _exponential,
    "random normal": _normal,
    "random triangular": _triangular,
    "smooth n": _of_order("SMTHN"),
}
