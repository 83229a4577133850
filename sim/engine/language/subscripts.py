"""Subscript ranges and their elements."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.language.external_call import ExternalCall
from sim.engine.language.parser import Parsed
from sim.engine.language.source import Source
from sim.errors import Fault, Faults, suggestion
from sim.names import fold

Binding = Mapping[str, str]  # folded range name -> element name
Imported = Callable[[str, ExternalCall, str], tuple[str, ...]]


@dataclass(frozen=True)
class Subscripts:
    """All ranges of a model.

    Parameters
    ----------
    names : range name as written, by folded name
    ranges : elements in order, by folded range name
    elements : element name as written, by folded name
    mappings : for each range the ranges it is mapped to, with the counterparts of its elements in order
    copies : folded names of the ranges that are copies of another
    """

    names: Mapping[str, str]
    ranges: Mapping[str, tuple[str, ...]]
    elements: Mapping[str, str]
    mappings: Mapping[str, tuple[tuple[str, ...], ...]]
    copies: frozenset[str] = frozenset()

    def along(self, subscript: str) -> tuple[str, ...]:
        """Return the elements that a subscript of a left-hand side runs over."""
        key = fold(subscript)
        return self.ranges[key] if key in self.ranges else (self.elements[key],)

    def knows(self, subscript: str) -> bool:
        """Whether the name is a range or an element."""
        return fold(subscript) in self.ranges or fold(subscript) in self.elements

    def count(self, subscripts: Iterable[str]) -> int:
        """Return the number of combinations of elements."""
        return math.prod(len(self.along(subscript)) for subscript in subscripts)

    def bindings(self, subscripts: Iterable[str]) -> Iterator[tuple[tuple[str, ...], Binding]]:
        """Yield every combination of elements with the element that each range has in it."""
        subscripts = tuple(subscripts)
        folded = [fold(subscript) for subscript in subscripts]
        for elements in itertools.product(*(self.along(subscript) for subscript in subscripts)):
            yield (
                elements,
                {key: item for key, item in zip(folded, elements, strict=True) if key in self.ranges},
            )

    def number(self, element: str) -> int:
        """Return the position of an element in its family, from 1 (22095).

        The family is the full range that subranges are parts of: of the ranges that hold the element the
        largest, and of several such the first in the alphabet, a copy (``a <-> b``) after its original.
        """
        return self._numbers[fold(element)]

    def family(self, element: str) -> tuple[str, ...]:
        """Return the largest range that holds an element, and of several such the first in the alphabet."""
        return next(items for items in self._families if element in items)

    @functools.cached_property
    def _sets(self) -> Mapping[str, frozenset[str]]:
        return {key: frozenset(items) for key, items in self.ranges.items()}

    @functools.cached_property
    def _families(self) -> tuple[tuple[str, ...], ...]:
        """Return the ranges, those first by whose order elements are counted."""
        return tuple(
            self.ranges[key]
            for key in sorted(self.ranges, key=lambda key: (-len(self.ranges[key]), key in self.copies, key))
        )

    @functools.cached_property
    def _numbers(self) -> Mapping[str, int]:
        numbers: dict[str, int] = {}
        for items in self._families:
            for place, element in enumerate(items, 1):
                numbers.setdefault(fold(element), place)
        return numbers

    def mapped(self, subscript: str, binding: Binding) -> str | None:
        """Return the element of a range that corresponds to the elements of a left-hand side, or None.

        The range may be mapped to one of the left-hand side (ref_subscript_mapping), or vice versa (22250).
        """
        for own, answer in self._pairs(fold(subscript)):
            if any(element in self.along(answer) for element in binding.values()):
                return own
        for key, element in binding.items():
            for own, answer in self._pairs(key):
                if own == element and answer in self.ranges[fold(subscript)]:
                    return answer
        return None

    def _pairs(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield each element of a range with its counterpart in the ranges it is mapped to."""
        for answers in self.mappings.get(key, ()):
            yield from zip(self.ranges[key], answers, strict=True)

    def smallest_holding(self, elements: Iterable[str]) -> str:
        """Return the shortest range with all these elements, or "" when there is none."""
        wanted = set(elements)
        fitting = [key for key, items in self._sets.items() if wanted <= items]
        return self.names[min(fitting, key=lambda key: len(self.ranges[key]))] if fitting else ""


def read_subscripts(parsed: Iterable[Parsed], source: Source, imported: Imported) -> Subscripts:
    """Resolve every range to its elements.

    Parameters
    ----------
    parsed : the ranges
    source : of the model
    imported : gives the elements that a range takes from a file: (name, function, place)

    Raises
    ------
    SimError: a file without elements, a range that contains itself or is defined twice, a mapping to
        a range that is not defined or has a different number of elements.
    """
    faults = Faults()
    definitions: dict[str, Parsed] = {}
    for item in parsed:
        place = source.at(item.equation.line)
        if fold(item.name) in definitions:
            zh, en = f'下标 "{item.name}" 重复定义。', f'the range "{item.name}" is defined twice.'
            faults.append(Fault("duplicate", zh, en, place))
        else:
            definitions[fold(item.name)] = _with_elements(item, imported, place, faults)
    ranges = {}
    for key, item in definitions.items():
        try:
            ranges[key] = tuple(_expand(key, definitions, ()))
        except RecursionError:
            zh, en = f'下标 "{item.name}" 包含自身。', f'the range "{item.name}" contains itself.'
            faults.append(Fault("circular", zh, en, source.at(item.equation.line)))
    faults.check()
    elements: dict[str, str] = {}  # as first spelled
    for key, items in ranges.items():
        ranges[key] = tuple(elements.setdefault(fold(element), element) for element in items)
    names = {key: item.name for key, item in definitions.items()}
    copies = frozenset(key for key, item in definitions.items() if "<->" in item.equation.text)
    plain = Subscripts(names, ranges, elements, {}, copies)
    mappings = {
        key: _answers(item, plain, source, faults) for key, item in definitions.items() if item.mapping
    }
    faults.check()
    return replace(plain, mappings=mappings)


def _with_elements(item: Parsed, imported: Imported, place: str, faults: Faults) -> Parsed:
    """Return a range with the elements that it takes from a file, if it does; without elements on failure."""
    if not isinstance(item.syntax, ExternalCall):
        return item
    return replace(item, elements=faults.take(imported, item.name, item.syntax, place) or ())


def _answers(
    item: Parsed, subscripts: Subscripts, source: Source, faults: list[Fault]
) -> tuple[tuple[str, ...], ...]:
    """Return for every mapping of a range the counterparts of its elements: elements, or ranges of them."""
    place, found = source.at(item.equation.line), []
    for name, listed in item.mapping:
        unknown = [part for part in (name, *listed) if not subscripts.knows(part)]
        faults.extend(unknown_subscript(part, subscripts, place) for part in unknown)
        if unknown:
            continue
        answers = listed or subscripts.along(name)
        own = subscripts.ranges[fold(item.name)]
        if len(answers) != len(own):
            zh = f'"{item.name}" 有 {len(own)} 个元素，映射到的 "{name}" 却有 {len(answers)} 个。'
            en = f'"{item.name}" has {len(own)} elements but is mapped to {len(answers)} of "{name}".'
            faults.append(Fault("mismatch", zh, en, place))
        found.append(tuple(answers))
    return tuple(found)


def _expand(key: str, definitions: Mapping[str, Parsed], above: tuple[str, ...]) -> Iterator[str]:
    if key in above:
        raise RecursionError
    for entry in definitions[key].elements:  # for a copy, `a <-> b`, the single range
        if fold(entry) in definitions:
            yield from _expand(fold(entry), definitions, (*above, key))
        else:
            yield entry


def unknown_subscript(name: str, subscripts: Subscripts, place: str) -> Fault:
    """Return the fault of a subscript that is neither range nor element."""
    zh, en = suggestion(fold(name), [*subscripts.ranges, *subscripts.elements])
    return Fault("undefined", f'没有名为 "{name}" 的下标。{zh}', f'no subscript "{name}".{en}', place)
