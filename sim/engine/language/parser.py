"""The door to PySD's parser: equation text in, PySD's syntax dataclasses out, faults told by line."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from typing import Any, Literal

from parsimonious.exceptions import ParseError, VisitationError

from sim.engine.language.external_call import ExternalCall, find_call
from sim.engine.language.source import Equation, Source
from sim.engine.language.syntax import abstract, vensim
from sim.errors import Fault, SimError, fail

Way = Literal["interpolate", "hold backward", "look forward", "raw"]
WAYS: tuple[Way, ...] = ("interpolate", "hold backward", "look forward", "raw")

_MAPPED = re.compile(r"\([^)]*\)|[^,()]+")
_IMPORTED = re.compile(r'(?P<name>"[^"]*"|[^":=(\[]+?)\s*:\s*(?P<call>GET[\s_].*)', re.IGNORECASE)
_NUMERIC_RANGE = re.compile(r"\([^()\d]*(\d+)\s*-[^()\d]*(\d+)\s*\)")
MOST_SCALARS = 100_000  # that one name is written out to
_NEARBY = 25  # characters of the equation shown on either side of a syntax error


@dataclass(frozen=True)
class Parsed:
    """One equation, parsed.

    Parameters
    ----------
    name : left side without subscripts, blanks made single, no quotes
    subscripts, exceptions : of the left side
    syntax : PySD's syntax tree of the right side; for a subscript range its elements; or the function
        by which any of them is read from a file
    kind : "component", "lookup", "data" or "range"
    mapping : ranges that a subscript range is mapped to, each with the elements that answer to its
        own one by one; none where they answer in order
    equation : where it came from
    way : how data is read between its points
    """

    name: str
    subscripts: tuple[str, ...]
    exceptions: tuple[tuple[str, ...], ...]
    syntax: Any
    kind: str
    mapping: tuple[tuple[str, tuple[str, ...]], ...]
    equation: Equation
    way: Way = "interpolate"


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
            parsed.append(_allowed(_parse(equation, place), place))
        except SimError as error:
            faults.extend(error.faults)
        except (ParseError, VisitationError) as error:
            faults.append(_syntax_fault(equation, error, place))
        except (ValueError, TypeError, IndexError, KeyError, SyntaxError, OverflowError):
            faults.append(_syntax_fault(equation, None, place))
        except RecursionError:
            faults.append(Fault("too-large", "括号的层数太多。", "brackets are nested too deeply.", place))
    if faults:
        raise SimError(faults)
    return tuple(parsed)


def _allowed(item: Parsed, place: str) -> Parsed:
    """Refuse a macro that reads files: each of its calls would have to name its own."""
    if item.equation.macro and (item.kind == "data" or isinstance(item.syntax, ExternalCall)):
        zh, en = f'"{item.name}"：宏里不能读取数据。', f'"{item.name}": a macro cannot read data.'
        raise SimError(Fault("unsupported", zh, en, place))
    return item


def _check_numeric_ranges(text: str, place: str) -> None:
    """Refuse `r: (e1-e100000000)` before the parser writes it out."""
    for first, last in _NUMERIC_RANGE.findall("" if "=" in text else text):
        count = int(last) - int(first) + 1
        if count > MOST_SCALARS:
            raise SimError(too_many("下标元素", "subscript elements", count, place))


def too_many(zh: str, en: str, count: int, place: str) -> Fault:
    """Return the fault of what would be written out to more than `MOST_SCALARS`."""
    shown = f"{count:,}" if count < 10**15 else f"{float(min(count, 10**300)):.3g}"
    return Fault(
        "too-large",
        f"{zh}有 {shown} 个，上限是 {MOST_SCALARS:,} 个。",
        f"{shown} {en}; the limit is {MOST_SCALARS:,}.",
        place,
    )


def _parse(equation: Equation, place: str) -> Parsed:
    if ":MACRO:" in equation.text:
        zh, en = "宏的写法应为 :MACRO: 名称(参数,…)。", "a macro begins with :MACRO: NAME(argument, …)."
        raise SimError(Fault("syntax", zh, en, place))
    text, *mapping = re.split("(?<!<)->", equation.text, maxsplit=1)  # `a <-> b` is a copy
    imported = _IMPORTED.fullmatch(text.strip())
    if imported:
        return _imported(imported, "".join(mapping), equation, place)
    if not re.search("[=:(<]", re.sub(r'"(?:\\.|[^"\\])*"', "", text)):
        raise SimError(_no_data(text.strip(), place))
    _check_numeric_ranges(text, place)
    component = vensim.Element(text.strip(), "", "").parse()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if isinstance(component, vensim.SubscriptRange):
            return _range(component, "".join(mapping), equation)
        if isinstance(component, vensim.Constraint | vensim.TestInput):
            raise SimError(_unsupported("真实性检验", "reality checks", place))
        call = find_call(component.expression or "", _plain(component.name), place)
        if call is not None:
            return _external(component, call, equation, place)
        if isinstance(component, vensim.Data) and not component.expression:
            raise SimError(_no_data(_plain(component.name), place))
        component.parse()
    if isinstance(component, vensim.Data):
        return _data(component, component.ast, equation, place)
    return _component(component, component.ast, equation)


def _range(component: vensim.SubscriptRange, mapping: str, equation: Equation) -> Parsed:
    """Read a range; the parser would count what it is mapped to among its elements, so it does not see it."""
    name = _plain(component.name)
    return Parsed(name, (), (), component.definition, "range", _mappings(mapping), equation)


def _imported(match: re.Match[str], mapping: str, equation: Equation, place: str) -> Parsed:
    name = _plain(match["name"])
    call = find_call(match["call"], name, place)
    if call is None or call.kind != "subscript":
        function = call.function if call else match["call"]
        raise fail(
            "unsupported",
            f'"{name}"：{function} 不能给出下标元素，应为 GET DIRECT SUBSCRIPT。',
            f'"{name}": {function} gives no subscript elements; GET DIRECT SUBSCRIPT does.',
            place,
        )
    return Parsed(name, (), (), call, "range", _mappings(mapping), equation)


def _mappings(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(_mapped(part) for part in _MAPPED.findall(text) if part.strip())


def _mapped(text: str) -> tuple[str, tuple[str, ...]]:
    """Split ``product`` or ``(product: clay, wood)``."""
    name, _, elements = text.strip("() ").partition(":")
    return name.strip(), tuple(part.strip() for part in elements.split(",") if part.strip())


def _external(component: vensim.Component, call: ExternalCall, equation: Equation, place: str) -> Parsed:
    """Read what comes from a file; data stands behind ``=`` as well as ``:=`` in Vensim's own models."""
    is_data, is_lookup = isinstance(component, vensim.Data), isinstance(component, vensim.Lookup)
    if call.kind == "data" and not is_lookup:
        return _data(component, call, equation, place)
    if is_data or call.kind == "subscript" or (is_lookup and call.kind != "lookups"):
        sign = ":=" if is_data else "(…)" if is_lookup else "="
        name = _plain(component.name)
        raise fail(
            "unsupported",
            f'"{name}"：{call.function} 不能用在 {sign} 的方程里。',
            f'"{name}": {call.function} cannot be used in an equation with {sign}.',
            place,
        )
    kind = "lookup" if call.kind == "lookups" else "component"
    return replace(_component(component, call, equation), kind=kind)


def _data(component: vensim.Component, syntax: Any, equation: Equation, place: str) -> Parsed:
    """Read data: from a file, or other data that is read in another way (dataequations.html)."""
    name, keyword = _plain(component.name), getattr(component, "keyword", None) or "interpolate"
    way = next((way for way in WAYS if way == keyword.replace("_", " ")), None)
    if way is None:
        known = "、".join(f":{way.upper()}:" for way in WAYS)
        raise fail(
            "invalid-choice",
            f'"{name}"：没有关键字 :{keyword.upper()}:，可以是 {known}。',
            f'"{name}": no keyword :{keyword.upper()}:; there are {known.replace("、", ", ")}.',
            place,
        )
    if not isinstance(syntax, ExternalCall | abstract.ReferenceStructure):
        raise fail(
            "unsupported",
            f'"{name}"：数据方程 := 只支持 GET DIRECT DATA 或另一个数据变量；要逐步计算请用 =。',
            f'"{name}": after := only GET DIRECT DATA or another data variable is supported; '
            "write = to compute at every step.",
            place,
        )
    return replace(_component(component, syntax, equation), kind="data", way=way)


def _component(component: vensim.Component, syntax: Any, equation: Equation) -> Parsed:
    subscripts, exceptions = component.subscripts
    return Parsed(
        name=_plain(component.name),
        subscripts=tuple(subscripts),
        exceptions=tuple(tuple(group) for group in exceptions),
        syntax=syntax,
        kind="lookup" if isinstance(component, vensim.Lookup) else "component",
        mapping=(),
        equation=equation,
    )


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name.strip().strip('"')) if name.strip('"') else name


def _no_data(name: str, place: str) -> Fault:
    """Return the fault of data whose values Vensim would take from a data file loaded for the run."""
    return Fault(
        "missing",
        f'"{name}" 没有方程。数据变量请写作 名称 := GET DIRECT DATA(…)。',
        f'"{name}" has no equation. Data is written as NAME := GET DIRECT DATA(…).',
        place,
    )


def _unsupported(zh: str, en: str, place: str) -> Fault:
    return Fault("unsupported", f"不支持{zh}。", f"{en} are not supported.", place)


def _syntax_fault(equation: Equation, error: Exception | None, place: str) -> Fault:
    """Show the equation around the point where parsing stopped, where that is known."""
    stop = getattr(error, "pos", None)
    text = str(getattr(error, "text", equation.text))
    if stop is None or not 0 <= stop < len(text):
        shown = equation.text if len(equation.text) <= 60 else equation.text[:57] + "…"
        return Fault("syntax", f"方程有语法错误：{shown}", f"syntax error in the equation: {shown}", place)
    before, after = text[max(0, stop - _NEARBY) : stop], text[stop : stop + _NEARBY]
    return Fault(
        "syntax",
        f"方程有语法错误，在 ⟪⟫ 处：{before}⟪⟫{after}",
        f"syntax error in the equation, at ⟪⟫: {before}⟪⟫{after}",
        place,
    )
