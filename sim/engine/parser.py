"""The door to PySD's parser: equation text in, PySD's syntax dataclasses out, faults told by line."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import Any

from parsimonious.exceptions import ParseError, VisitationError
from pysd.translators.vensim.vensim_element import (
    Component,
    Constraint,
    Data,
    Element,
    Lookup,
    SubscriptRange,
    TestInput,
)

from sim.engine.source import Equation, Source
from sim.errors import Fault, SimError

_MAPPED = re.compile(r"\([^)]*\)|[^,()]+")
_NEARBY = 25  # characters of the equation shown on either side of a syntax error


@dataclass(frozen=True)
class Parsed:
    """One equation, parsed.

    Parameters
    ----------
    name : left side without subscripts, blanks made single, no quotes
    subscripts, exceptions : of the left side
    syntax : PySD's syntax tree of the right side; for a subscript range its elements
    kind : "component", "lookup" or "range"
    mapping : ranges that a subscript range is mapped to, each with the elements that answer to its
        own one by one; none where they answer in order
    equation : where it came from
    """

    name: str
    subscripts: tuple[str, ...]
    exceptions: tuple[tuple[str, ...], ...]
    syntax: Any
    kind: str
    mapping: tuple[tuple[str, tuple[str, ...]], ...]
    equation: Equation


def parse_equations(source: Source) -> tuple[Parsed, ...]:
    """Parse every equation of a source.

    Raises
    ------
    SimError: all syntax errors of the file, each with its line.
    """
    parsed: list[Parsed] = []
    faults: list[Fault] = []
    for equation in source.equations:
        place = source.at(equation.line)
        try:
            parsed.append(_parse(equation, place))
        except SimError as error:
            faults.extend(error.faults)
        except (ParseError, VisitationError) as error:
            faults.append(_syntax_fault(equation, error, place))
        except (ValueError, TypeError, IndexError, KeyError, SyntaxError, OverflowError):
            faults.append(_syntax_fault(equation, None, place))
        except RecursionError:
            faults.append(Fault("括号的层数太多。", "brackets are nested too deeply.", place))
    if faults:
        raise SimError(faults)
    return tuple(parsed)


def _parse(equation: Equation, place: str) -> Parsed:
    if ":MACRO:" in equation.text:
        zh, en = "宏的写法应为 :MACRO: 名称(参数,…)。", "a macro begins with :MACRO: NAME(argument, …)."
        raise SimError(Fault(zh, en, place))
    text, *mapping = re.split("(?<!<)->", equation.text, maxsplit=1)  # `a <-> b` is a copy
    component = Element(text.strip(), "", "").parse()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if isinstance(component, SubscriptRange):
            return _range(component, "".join(mapping), equation)
        if isinstance(component, Constraint | TestInput):
            raise SimError(_unsupported("真实性检验", "reality checks", place))
        if isinstance(component, Data):
            raise SimError(_unsupported("外部数据变量", "data variables", place))
        component.parse()
    return _component(component, equation)


def _range(component: SubscriptRange, mapping: str, equation: Equation) -> Parsed:
    """Read a range; the parser would count what it is mapped to among its elements, so it does not see it."""
    mapped = tuple(_mapped(part) for part in _MAPPED.findall(mapping) if part.strip())
    return Parsed(_plain(component.name), (), (), component.definition, "range", mapped, equation)


def _mapped(text: str) -> tuple[str, tuple[str, ...]]:
    """Split ``product`` or ``(product: clay, wood)``."""
    name, _, elements = text.strip("() ").partition(":")
    return name.strip(), tuple(part.strip() for part in elements.split(",") if part.strip())


def _component(component: Component, equation: Equation) -> Parsed:
    subscripts, exceptions = component.subscripts
    kind = "lookup" if isinstance(component, Lookup) or component.lookup else "component"
    return Parsed(
        name=_plain(component.name),
        subscripts=tuple(subscripts),
        exceptions=tuple(tuple(group) for group in exceptions),
        syntax=component.ast,
        kind=kind,
        mapping=(),
        equation=equation,
    )


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name.strip().strip('"')) if name.strip('"') else name


def _unsupported(zh: str, en: str, place: str) -> Fault:
    return Fault(f"不支持{zh}。", f"{en} are not supported.", place)


def _syntax_fault(equation: Equation, error: Exception | None, place: str) -> Fault:
    """Show the equation around the point where parsing stopped, where that is known."""
    stop = getattr(error, "pos", None)
    text = str(getattr(error, "text", equation.text))
    if stop is None or not 0 <= stop < len(text):
        shown = equation.text if len(equation.text) <= 60 else equation.text[:57] + "…"
        return Fault(f"方程有语法错误：{shown}", f"syntax error in the equation: {shown}", place)
    before, after = text[max(0, stop - _NEARBY) : stop], text[stop : stop + _NEARBY]
    return Fault(
        f"方程有语法错误，在 ⟪⟫ 处：{before}⟪⟫{after}",
        f"syntax error in the equation, at ⟪⟫: {before}⟪⟫{after}",
        place,
    )
