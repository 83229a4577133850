"""Parser of equations: text in, syntax trees out, faults reported by line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sim.engine.language.external_call import ExternalCall, find_call
from sim.engine.language.grammar import Grammar, NotReadableError, TooDeepError
from sim.engine.language.source import Equation, Source
from sim.engine.language.syntax import Call, Implication, Node, Output, Reference, TestInput, nodes_in
from sim.engine.language.unsupported import is_gap, unfinished
from sim.errors import Fault, Faults, SimError, fail
from sim.names import fold

Way = Literal["interpolate", "hold backward", "look forward", "raw"]
WAYS: tuple[Way, ...] = ("interpolate", "hold backward", "look forward", "raw")
Kind = Literal["component", "lookup", "data", "range", "string", "check"]

_NUMBERED = re.compile(r"(.*?)([0-9]+)")
_STRING = re.compile(r"(?P<name>[^:=]+?)\s*:\s*IS\s*:\s*'(?P<text>[^']*)'", re.IGNORECASE)
_CHECKS = (":THE CONDITION:", ":TEST INPUT:")
MOST_SCALARS = 100_000  # scalars that one name may be expanded to
_NEARBY = 25  # characters of the equation shown on either side of a syntax error


@dataclass(frozen=True)
class Parsed:
    """One equation, parsed.

    Parameters
    ----------
    name : left side without subscripts, blanks made single, no quotes
    subscripts, exceptions : of the left side
    syntax : tree of the right side, or the function by which it is read from a file; of data without an
        equation None
    kind : "component", "lookup", "data", "range", "string" (text for a name) or "check" (of reality)
    equation : the equation it was parsed from
    elements : of a range; ranges among them are not yet expanded
    mapping : ranges that a range is mapped to, each with the elements that correspond to its own one by one;
        none where they correspond in order
    way : how data is read between its points
    gap : why this engine cannot run it, although it is valid
    rule : of a reality check, None where it is not understood
    """

    name: str
    subscripts: tuple[str, ...]
    exceptions: tuple[tuple[str, ...], ...]
    syntax: Node | ExternalCall | None
    kind: Kind
    equation: Equation
    elements: tuple[str, ...] = ()
    mapping: tuple[tuple[str, tuple[str, ...]], ...] = ()
    way: Way = "interpolate"
    gap: tuple[Fault, ...] = ()
    rule: Implication | TestInput | None = None


def parse_equations(source: Source) -> tuple[Parsed, ...]:
    """Parse every equation of a source.

    Raises
    ------
    SimError: all syntax errors of the file, each with its line.
    """
    strings = _strings(source)
    with Faults() as faults:
        parsed = [
            faults.take(_parse_one, equation, source.at(equation.line), strings)
            for equation in source.equations
        ]
    written = _without_blanks(parsed)
    return tuple(itertools.chain.from_iterable((item, *_outputs(item)) for item in written))


def _without_blanks(parsed: Iterable[Parsed]) -> list[Parsed]:
    """Return the equations without those that are blank, whose units and comment another takes over.

    The sketch writes two entries for an equation that is still missing: ``x = A FUNCTION OF(x, y)``, and
    ``x =`` with units and comment.
    """
    found: dict[tuple[str, str, tuple[str, ...]], Parsed] = {}
    kept: list[Parsed] = []
    for item in parsed:
        key = (item.equation.macro, fold(item.name), item.subscripts)
        other = found.setdefault(key, item)
        if other is item or not (_is_blank(item) or _is_blank(other)):
            kept.append(item)
            continue
        blank, full = (item, other) if _is_blank(item) else (other, item)
        equation = replace(
            full.equation,
            units=full.equation.units or blank.equation.units,
            comment=full.equation.comment or blank.equation.comment,
        )
        found[key] = kept[kept.index(other)] = replace(full, equation=equation)
    return kept


def _is_blank(item: Parsed) -> bool:
    return item.kind == "component" and item.syntax is None and bool(item.gap)


def _outputs(item: Parsed) -> Iterator[Parsed]:
    """Yield an equation for each variable that a macro's call defines after a colon (22145)."""
    if item.kind != "component" or ":" not in item.equation.text or isinstance(item.syntax, ExternalCall):
        return
    for node in nodes_in(item.syntax) if item.syntax else ():
        if isinstance(node, Call):
            for place, output in enumerate(node.outputs):
                if not isinstance(output, Reference):
                    continue
                only = Output(replace(node, outputs=()), place)
                yield replace(item, name=output.name, subscripts=output.subscripts, syntax=only)


def _parse_one(equation: Equation, place: str, strings: Mapping[str, str]) -> Parsed:
    reader = _Reader(equation, place, strings)
    try:
        return reader.read()
    except SimError as error:
        if reader.left is None or equation.macro or not is_gap(error.faults):
            raise
        return replace(reader.left, gap=error.faults)
    except NotReadableError as error:
        raise _syntax_fault(equation, error.at, place) from error
    except TooDeepError as error:
        raise fail("too-large", "括号的层数太多。", "brackets are nested too deeply.", place) from error


def set_aside(parsed: Iterable[Parsed], source: Source) -> list[Fault]:
    """Return a note for each reality check that is not understood."""
    notes = []
    for item in parsed:
        if item.kind == "check" and item.rule is None:
            zh = f'现实性检验 "{item.name}" 读不懂，没有执行。'
            en = f'the reality check "{item.name}" is not understood and not run.'
            notes.append(Fault("unsupported", zh, en, source.at(item.equation.line)))
    return notes


def too_many(zh: str, en: str, count: int, place: str, most: int = MOST_SCALARS) -> Fault:
    """Return the fault of a name that would expand to more scalars than there may be."""
    shown = f"{count:,}" if count < 10**15 else f"{float(min(count, 10**300)):.3g}"
    return Fault(
        "too-large",
        f"{zh}有 {shown} 个，上限是 {most:,} 个。",
        f"{shown} {en}; the limit is {most:,}.",
        place,
    )


def _strings(source: Source) -> dict[str, str]:
    """Return the text of every string variable, ``name :IS: 'text'``, by folded name."""
    found = {}
    for equation in source.equations:
        if ":" in equation.text and (match := _STRING.fullmatch(equation.text)):
            found[fold(match["name"])] = match["text"]
    return found


class _Reader:
    """Reads one equation: its left side, its sign, and its right-hand side.

    Parameters
    ----------
    equation, place : its text and position
    strings : text of each string variable, by folded name
    """

    def __init__(self, equation: Equation, place: str, strings: Mapping[str, str]) -> None:
        self._equation, self._place, self._strings = equation, place, strings
        self._grammar = Grammar(equation.text)
        self.left: Parsed | None = None

    def read(self) -> Parsed:
        grammar = self._grammar
        if grammar.kind == ":MACRO:":
            zh, en = "宏的写法应为 :MACRO: 名称(参数,…)。", "a macro begins with :MACRO: NAME(argument, …)."
            raise fail("syntax", zh, en, self._place)
        name = grammar.expect("name").value
        left = Parsed(name, grammar.subscripts(), self._exceptions(), None, "component", self._equation)
        self.left, sign = left, grammar.kind
        if self._equation.gap:
            raise SimError(self._equation.gap)
        if sign in _CHECKS:
            return replace(left, kind="check", rule=self._check())
        if sign == "(":
            return self._lookup(left)
        if sign in (":", "<->"):
            return self._range(left)
        if sign in ("=", "=="):
            grammar.take()
            if grammar.kind == "end":
                raise unfinished(left.name, self._place)
            return self._component(left)
        if sign == ":IS:":
            grammar.take()
            grammar.expect("text")
            grammar.expect("end")
            return replace(left, kind="string")
        return self._data(left)

    def _exceptions(self) -> tuple[tuple[str, ...], ...]:
        if not self._grammar.accept(":EXCEPT:"):
            return ()
        groups = [self._grammar.subscripts()]
        while self._grammar.accept(","):
            groups.append(self._grammar.subscripts())
        if () in groups:
            raise self._grammar.stop()
        return tuple(groups)

    # --- reality checks -----------------------------------------------------------------------

    def _check(self) -> Implication | TestInput | None:
        """Read a check; one that is not understood is no fault, as no run needs it."""
        grammar = self._grammar
        try:
            if grammar.take().kind == ":TEST INPUT:":
                target = Reference(grammar.expect("name").value, grammar.subscripts())
                grammar.expect("=")
                return TestInput(target, grammar.right_side())
            condition = grammar.expression()
            grammar.expect(":IMPLIES:")
            return Implication(condition, grammar.right_side())
        except NotReadableError:
            return None

    # --- ranges -------------------------------------------------------------------------------

    def _range(self, left: Parsed) -> Parsed:
        grammar = self._grammar
        if grammar.take().kind == "<->":
            elements: tuple[str, ...] = (grammar.expect("name").value,)
            grammar.expect("end")
            return replace(left, kind="range", elements=elements)
        first = grammar.token
        if first.kind == "name" and fold(first.value).startswith("get "):
            call = self._subscript_call(left.name)
            return replace(left, kind="range", syntax=call, mapping=self._mappings())
        found = [*self._elements()]
        while grammar.accept(","):
            found.extend(self._elements())
        return replace(left, kind="range", elements=tuple(found), mapping=self._mappings())

    def _elements(self) -> list[str]:
        """Read one element, or all of ``(age1-age9)``."""
        grammar = self._grammar
        if not grammar.accept("("):
            return [grammar.expect("name", "number").value]
        start = grammar.token.at
        first = _NUMBERED.fullmatch(grammar.expect("name", "number").value)
        grammar.expect("-")
        last = _NUMBERED.fullmatch(grammar.expect("name", "number").value)
        grammar.expect(")")
        if not first or not last or first[1] != last[1] or int(first[2]) > int(last[2]):
            raise NotReadableError(start)
        count = int(last[2]) - int(first[2]) + 1
        if count > MOST_SCALARS:
            raise SimError(too_many("下标元素", "subscript elements", count, self._place))
        return [f"{first[1]}{number}" for number in range(int(first[2]), int(last[2]) + 1)]

    def _subscript_call(self, name: str) -> ExternalCall:
        node = self._grammar.expression()
        call = find_call(node, self._strings, name, self._place)
        if call is None or call.kind != "subscript":
            function = call.function if call else node.function.name if isinstance(node, Call) else "…"
            raise fail(
                "unsupported",
                f'"{name}"：{function} 不能给出下标元素，应为 GET DIRECT SUBSCRIPT。',
                f'"{name}": {function} gives no subscript elements; GET DIRECT SUBSCRIPT does.',
                self._place,
            )
        return call

    def _mappings(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Read ``-> product, (place: front, back)``."""
        found = []
        if self._grammar.accept("->"):
            found.append(self._mapped())
            while self._grammar.accept(","):
                found.append(self._mapped())
        self._grammar.expect("end")
        return tuple(found)

    def _mapped(self) -> tuple[str, tuple[str, ...]]:
        grammar = self._grammar
        if not grammar.accept("("):
            return grammar.expect("name").value, ()
        name = grammar.expect("name").value
        grammar.expect(":")
        elements = [*self._elements()]
        while grammar.accept(","):
            elements.extend(self._elements())
        grammar.expect(")")
        return name, tuple(elements)

    # --- right sides --------------------------------------------------------------------------

    def _component(self, left: Parsed) -> Parsed:
        node = self._grammar.right_side()
        call = find_call(node, self._strings, left.name, self._place)
        if call is None:
            return replace(left, syntax=node)
        return self._external(left, call, "=")

    def _lookup(self, left: Parsed) -> Parsed:
        grammar = self._grammar
        grammar.take()
        if grammar.kind == "name":
            call = find_call(grammar.expression(), self._strings, left.name, self._place)
            grammar.expect(")")
            grammar.expect("end")
            if call is None:
                raise NotReadableError(0)
            return self._external(left, call, "(…)")
        points = grammar.points()
        grammar.expect("end")
        return replace(left, kind="lookup", syntax=points)

    def _external(self, left: Parsed, call: ExternalCall, sign: str) -> Parsed:
        """Read values from a file; Vensim's own models write data after ``=`` as well as ``:=``."""
        kinds = {"=": ("constants", "data", "lookups"), ":=": ("constants", "data"), "(…)": ("lookups",)}[
            sign
        ]
        if call.kind not in kinds:
            raise fail(
                "unsupported",
                f'"{left.name}"：{call.function} 不能用在 {sign} 的方程里。',
                f'"{left.name}": {call.function} cannot be used in an equation with {sign}.',
                self._place,
            )
        if self._equation.macro:  # each call of the macro would need a file of its own
            zh, en = f'"{left.name}"：宏里不能读取数据。', f'"{left.name}": a macro cannot read data.'
            raise fail("unsupported", zh, en, self._place)
        kinds_of_equations: Mapping[str, Kind] = {"data": "data", "lookups": "lookup"}
        return replace(left, kind=kinds_of_equations.get(call.kind, "component"), syntax=call)

    # --- data ---------------------------------------------------------------------------------

    def _data(self, left: Parsed) -> Parsed:
        """Read data: from a file, or from other data read in a different way (dataequations.html)."""
        grammar = self._grammar
        way: Way = "interpolate"
        if grammar.kind.startswith(":") and grammar.kind not in (":", ":="):
            way = self._way(left.name)
        left = replace(left, kind="data", way=way)
        if not grammar.accept(":="):
            grammar.expect("end")
            return left
        node = grammar.right_side()
        call = find_call(node, self._strings, left.name, self._place)
        if call is not None:
            return self._external(left, call, ":=")
        return replace(left, syntax=node)

    def _way(self, name: str) -> Way:
        keyword = self._grammar.take().kind
        way = next((way for way in WAYS if f":{way.upper()}:" == keyword), None)
        if way is None:
            known = "、".join(f":{way.upper()}:" for way in WAYS)
            raise fail(
                "invalid-choice",
                f'"{name}"：没有关键字 {keyword}，可以是 {known}。',
                f'"{name}": no keyword {keyword}; there are {known.replace("、", ", ")}.',
                self._place,
            )
        return way


def _syntax_fault(equation: Equation, stop: int, place: str) -> SimError:
    """Show the equation around the point at which parsing fails."""
    text = equation.text
    before, after = text[max(0, stop - _NEARBY) : stop], text[stop : stop + _NEARBY]
    return fail(
        "syntax",
        f"方程有语法错误，在 ⟪⟫ 处：{before}⟪⟫{after}",
        f"syntax error in the equation, at ⟪⟫: {before}⟪⟫{after}",
        place,
    )
