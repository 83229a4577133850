"""Text of a Vensim model file (.mdl) from the equations of a `Source`."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from sim.engine.language.settings import integration_of, settings_of
from sim.engine.language.source import SKETCH_END, SKETCH_MARK, Equation, Source
from sim.engine.language.writing import name_text, number_text
from sim.errors import Fault, Faults

_CODES = {"euler": 0, "rk2": 4, "rk4": 5}
_STARS = "*" * 56
_SIGNS = (",", "+", "-", "*", "/", "=", "<", ">", ":AND:", ":OR:")
_WIDTH = 90  # characters of a line of an equation


def mdl_text(source: Source) -> str:
    """Return the text of a .mdl file with these equations; it has no views.

    Raises
    ------
    SimError: equations that have a gap, and a method of integration that is not supported.
    """
    with Faults() as faults:
        for equation in source.equations:
            faults.extend(equation.gap)
        faults.extend(_no_name(name, source.place) for name in _unwritable(source))
        name, method = integration_of(source)
        if method is None or method not in _CODES:
            faults.append(_no_method(name, source.place))
    return "".join(("{UTF-8}\n", *_equations(source), *_settings(source)))


def _unwritable(source: Source) -> Iterator[str]:
    """Yield the names of macros and of their inputs that the head of a macro cannot hold."""
    for macro, (inputs, outputs) in source.macros.items():
        yield from (name for name in (macro, *inputs, *outputs) if set(name) & set('(),:"'))


def _no_name(name: str, place: str) -> Fault:
    return Fault(
        "unsupported",
        f'宏的名称或参数 "{name}" 含有 .mdl 不允许的符号；请在原文件里改名。',
        f'the name "{name}" of a macro or of its inputs holds signs that no .mdl can; rename it in the file.',
        place,
    )


def _no_method(name: str, place: str) -> Fault:
    return Fault(
        "unsupported",
        f"文件选用的积分方法 {name} 无法写进 .mdl；请在原文件里改为 Euler、midpoint（中点法）或 RK4。",
        f"integration by {name} cannot be written into a .mdl; choose Euler, midpoint or RK4 in the file.",
        place,
    )


def _equations(source: Source) -> Iterator[str]:
    for macro, equations in itertools.groupby(source.equations, lambda one: one.macro):
        if macro:
            inputs, outputs = source.macros[macro]
            further = f" : {', '.join(map(name_text, outputs))}" if outputs else ""
            yield f":MACRO: {macro}({', '.join(map(name_text, inputs))}{further})\n"
            yield from map(_entry, equations)
            yield ":END OF MACRO:\n\n"
        else:
            yield from _grouped(equations, source)


def _grouped(equations: Iterable[Equation], source: Source) -> Iterator[str]:
    listed = list(equations)
    order = {name: at for at, name in enumerate(dict.fromkeys(("", *(one.group for one in listed))))}
    listed.sort(key=lambda one: order[one.group])  # nothing ends a group but the next
    for group, members in itertools.groupby(listed, lambda one: one.group):
        if group:
            yield f"{_STARS}\n\t.{group}\n{_STARS}~\n\t\t{source.groups.get(group, '')}\n\t|\n\n"
        yield from map(_entry, members)


def _entry(equation: Equation) -> str:
    comment = equation.comment.replace("|", "¦")  # the only sign that would end a comment
    limits = _limits(equation)
    units = equation.units.replace("~", "-").replace("|", "/")
    return f"{_wrapped(equation.text)}\n\t~\t{units}{limits}\n\t~\t{comment}\n\t|\n\n"


def _limits(equation: Equation) -> str:
    if equation.limits == (None, None):
        return ""
    low, high = ("?" if limit is None else number_text(limit) for limit in equation.limits)
    return f" [{low},{high}]"


def _wrapped(text: str) -> str:
    """Break a long equation after its signs, outside of quotes; a backslash says that it goes on."""
    lines, line, is_quoted = [], "", False
    for word in text.split(" "):
        if line.endswith(_SIGNS) and not is_quoted and len(line) + len(word) >= _WIDTH:
            lines.append(line)
            line = "\t" + word
        else:
            line = f"{line} {word}" if line else word
        is_quoted = is_quoted != (word.replace('\\"', "").count('"') % 2 == 1)
    return " \\\n\t".join((*lines, line))


def _settings(source: Source) -> Iterator[str]:
    _, method = integration_of(source)
    yield f"{SKETCH_MARK} Sketch information - do not modify anything except names\n"
    yield "V300  Do not put anything below this section - it will be ignored\n*View 1\n"
    yield "$192-192-192,0,Arial|10||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0\n"
    code = _CODES[method or "euler"]
    yield f"{SKETCH_END}\n:L<%^E!@\n1:Current.vdf\n9:Current\n15:0,0,0,{code},0,0\n19:100,0\n"
    yield from (f"{line}\n" for line in settings_of(source).splitlines() if line.startswith("22:"))
