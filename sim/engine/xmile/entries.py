"""Variables of an XMILE file, those of modules included, before their equations are translated."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.engine.language.grammar import NotReadableError, TooDeepError
from sim.engine.language.syntax import Points
from sim.engine.xmile.elements import Element, shown_name
from sim.engine.xmile.grammar import Name, Tree, parse_list
from sim.engine.xmile.tokens import without_remarks
from sim.errors import Fault, SimError, fail
from sim.names import fold

Kind = Literal["stock", "flow", "aux", "gf"]
Way = Literal["continuous", "extrapolate", "discrete"]
_NEARBY = 25  # characters of an expression shown on either side of a syntax error


@dataclass(frozen=True)
class Dimension:
    """A dimension: its name and the names of its elements in order."""

    name: str
    elements: tuple[str, ...]

    def place(self, element: str) -> int | None:
        """Return the position of an element from 0, None where it has no such element."""
        return self._places.get(fold(element))

    @functools.cached_property
    def _places(self) -> Mapping[str, int]:
        return {fold(element): at for at, element in reversed(list(enumerate(self.elements)))}


@dataclass(frozen=True)
class Graph:
    """A graphical function: its points, and how it is read between and beyond them."""

    points: Points
    way: Way


@dataclass(frozen=True)
class Part:
    """One equation of a variable.

    Parameters
    ----------
    elements : that it is for; () for all of the variable
    tree : its expression, None where it has none
    initial : expression of its value at the start, where the file gives one of its own
    graph : its graphical function, None without one
    line : on which it stands
    """

    elements: tuple[str, ...]
    tree: Tree | None
    graph: Graph | None
    line: int
    initial: Tree | None = None


@dataclass(frozen=True)
class Entry:
    """A variable.

    Parameters
    ----------
    kind : of the element
    path : names of the modules that it is in, outermost first
    name : with those of its modules, at full stops
    dimensions : of its axes
    parts : its equations
    element : as the file has it
    inflows, outflows : names of flows as written, in order of priority
    is_not_negative : whether it may not fall below zero
    gap : why it cannot be run here, although it is valid
    group : heading above it
    transit : transit time of a stock that is a conveyor
    source : conveyor that a flow leaves, which gives it its value
    leak : flow by which a conveyor leaks, its equation the fraction
    batches : what lies on a conveyor at the start, a value for each time unit, where it is so given
    written : what stands right of its name in Vensim's language: data or a text, of Vensim's own files
    """

    kind: Kind
    path: tuple[str, ...]
    name: str
    dimensions: tuple[Dimension, ...]
    parts: tuple[Part, ...]
    element: Element
    inflows: tuple[Tree, ...] = ()
    outflows: tuple[Tree, ...] = ()
    is_not_negative: bool = False
    gap: tuple[Fault, ...] = ()
    group: str = ""
    transit: Tree | None = None
    source: Entry | None = None
    leak: Entry | None = None
    batches: tuple[Tree, ...] = ()
    written: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it is a graphical function of its own, which takes an argument."""
        return not self.written and all(part.graph and part.tree is None for part in self.parts)

    @property
    def ways(self) -> set[Way]:
        """How its graphical functions are read."""
        return {part.graph.way for part in self.parts if part.graph}


@dataclass(frozen=True)
class Names:
    """What a name may mean in a file.

    Parameters
    ----------
    entries : variables by folded name, those of modules with their modules' names
    dimensions : by folded name
    macros : inputs of each macro with their default text, by folded name
    called : folded names of variables whose graphical function is called elsewhere
    stretches : dimensions of the subscripts ``first:last`` that expressions have, with what they are part of
    is_vensims : whether Vensim wrote the file: its functions mean there what they mean in Vensim
    """

    entries: Mapping[str, Entry]
    dimensions: Mapping[str, Dimension]
    macros: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)
    called: frozenset[str] = frozenset()
    stretches: dict[tuple[str, int, int], Dimension] = field(default_factory=dict)
    is_vensims: bool = False

    def find(self, parts: tuple[str, ...], path: tuple[str, ...]) -> Entry | None:
        """Return the variable that a name means within a module, None where there is none.

        A name with a module's is looked for there first, then in the modules around, as Stella writes
        ``OTHER.variable`` beside the standard's ``.OTHER.variable``.
        """
        if parts[0] == "":
            return self.entries.get(fold(".".join(parts[1:])))
        outermost = len(path) if len(parts) == 1 else 0
        places = (".".join((*path[:at], *parts)) for at in range(len(path), outermost - 1, -1))
        return next((self.entries[one] for one in map(fold, places) if one in self.entries), None)

    def dimension(self, name: str) -> tuple[Dimension, Dimension]:
        """Return the dimension of a name, and what it is part of, itself unless it is a stretch."""
        own = self.dimensions.get(fold(name))
        if own is not None:
            return own, own
        (key, found), *_ = [item for item in self.stretches.items() if item[1].name == name]
        return found, self.dimensions[key[0]]

    def stretch(self, dimension: Dimension, first: int, last: int) -> Dimension:
        """Return the dimension of some of a dimension's elements, counted from 0, the last included."""
        key = fold(dimension.name), first, last
        if key not in self.stretches:
            name = f"{dimension.name} {first + 1} to {last + 1}"
            while fold(name) in self.entries or fold(name) in self.dimensions:
                name += " range"
            self.stretches[key] = Dimension(name, dimension.elements[first : last + 1])
        return self.stretches[key]


def expression(element: Element | None, place: str) -> Tree | None:
    """Return the tree of an element's text, None where it is empty, a remark or, as xmutil has it, ``???``.

    Raises
    ------
    SimError: it cannot be read.
    """
    if element is None or not without_remarks(element.text).replace("?", "").strip():
        return None
    return parsed(element.text, f"{place}:{element.line}")


def parsed(text: str, place: str) -> Tree:
    """Return the tree of an expression.

    Raises
    ------
    SimError: it cannot be read.
    """
    return parsed_list(text, place, most=1)[0]


def flow_name(text: str, place: str) -> Tree:
    """Return the name of a flow that a stock lists; xmutil leaves out the quotes of names with other signs.

    Raises
    ------
    SimError: it is empty.
    """
    try:
        tree = parsed(text, place)
    except SimError:
        if not text.strip('" '):
            raise
        return Name((shown_name(text.strip('"')),))
    return tree if isinstance(tree, Name) else Name((shown_name(text),))


def parsed_list(text: str, place: str, most: int) -> tuple[Tree, ...]:
    """Return the trees of at most so many expressions that commas separate.

    Raises
    ------
    SimError: they cannot be read.
    """
    try:
        return parse_list(text, most)
    except NotReadableError as error:
        before, after = text[max(0, error.at - _NEARBY) : error.at], text[error.at : error.at + _NEARBY]
        shown = " ".join(f"{before}⟪⟫{after}".split())
        raise fail(
            "syntax",
            f"方程有语法错误，在 ⟪⟫ 处：{shown}",
            f"syntax error in the equation, at ⟪⟫: {shown}",
            place,
        ) from error
    except (TooDeepError, RecursionError) as error:
        raise fail("too-large", "括号的层数太多。", "brackets are nested too deeply.", place) from error


def read_graph(element: Element, place: str) -> Graph:
    """Return a graphical function (4.1.3).

    Raises
    ------
    SimError: no points, numbers that are none, another number of x than of y, an unknown type.
    """
    at = f"{place}:{element.line}"
    y = _numbers(element.first("ypts"), at)
    x = _numbers(element.first("xpts"), at)
    scale = element.first("xscale")
    if not x and scale is not None and y:
        low, high = (_number(scale.attributes.get(side, ""), at) for side in ("min", "max"))
        step = (high - low) / max(len(y) - 1, 1)
        x = (*(low + step * at_ for at_ in range(len(y) - 1)), high)
    if not y or len(x) != len(y):
        raise fail(
            "mismatch",
            f"图形函数有 {len(x)} 个 x、{len(y)} 个 y；应各有同样多的数。",
            f"the graphical function has {len(x)} x and {len(y)} y; there must be as many of both.",
            at,
        )
    is_discrete = element.attributes.get("discrete", "").strip().lower() == "true"  # before XMILE 1.0
    way = element.attributes.get("type", "discrete" if is_discrete else "continuous").strip().lower()
    if way not in ("continuous", "extrapolate", "discrete"):
        raise fail(
            "invalid-choice",
            f'没有图形函数类型 "{way}"，可以是 continuous、extrapolate、discrete。',
            f'no type "{way}" of graphical functions; there are continuous, extrapolate and discrete.',
            at,
        )
    ways: dict[str, Way] = {"continuous": "continuous", "extrapolate": "extrapolate", "discrete": "discrete"}
    return Graph(Points(x, y), ways[way])


def _numbers(element: Element | None, place: str) -> tuple[float, ...]:
    if element is None:
        return ()
    separator = element.attributes.get("sep", ",")
    pieces = element.text.split(separator) if separator.strip() else element.text.split()
    last = pieces and not pieces[-1].strip()  # nothing after a last separator
    return tuple(_number(piece, place) for piece in (pieces[:-1] if last else pieces))


def _number(text: str, place: str) -> float:
    try:
        return float(text)
    except ValueError:
        shown = " ".join(text.split())
        raise fail("not-a-number", f'"{shown}" 不是数字。', f'"{shown}" is not a number.', place) from None


def not_here(zh: str, en: str, place: str) -> SimError:
    """Return the fault of something that XMILE allows and this engine does not run."""
    return fail("unsupported", zh, en, place)


def entries_by_name(found: Iterable[Entry], place: str) -> Mapping[str, Entry]:
    """Return the variables by folded name.

    Raises
    ------
    SimError: two of one name.
    """
    entries: dict[str, Entry] = {}
    for one in found:
        other = entries.setdefault(fold(one.name), one)
        if other is not one:
            line = other.element.line
            raise fail(
                "duplicate",
                f'"{one.name}" 重复定义，第 {line} 行已有。',
                f'"{one.name}" is defined twice; first on line {line}.',
                f"{place}:{one.element.line}",
            )
    return entries


def trees_of(entry: Entry) -> Iterator[Tree]:
    """Yield the expressions of a variable's equations."""
    return (tree for part in entry.parts for tree in (part.tree, part.initial) if tree is not None)
