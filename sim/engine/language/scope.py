"""Name resolution for one equation's right-hand side.

Takes the names, tables, subscripts and macros of the whole model and one left-hand side with the element
that each of its ranges has; gives the key of the scalar, or the table, that a reference means there.
Guarantees that a name is compared as Vensim compares it, that within a macro its arguments take
precedence, and that what is unknown is a fault with the nearest name. It also collects the hidden stocks
that a right side brings along, such as the stages of a delay. It exists so that translation needs no
knowledge of where it stands.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace

from sim.engine.language.expressions import Cell, Expr, Number, Ref, Table, Time, element_key
from sim.engine.language.parser import Parsed
from sim.engine.language.subscripts import Binding, Subscripts, unknown_subscript
from sim.engine.language.syntax import Reference
from sim.errors import SimError, fail, suggestion
from sim.names import fold


@dataclass(frozen=True)
class Macro:
    """A macro: its inputs, further outputs and equations; the equation of its own name is its value."""

    name: str
    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    equations: tuple[Parsed, ...]


@dataclass(frozen=True)
class Symbols:
    """Names that a right-hand side may refer to.

    Parameters
    ----------
    names : variable name as written, by folded name
    keys : key of each scalar, by (folded name, folded elements)
    tables : points of each lookup, by key
    subscripts : the model's ranges
    macros : by folded name
    start_of : gives a scalar's value at the start, by its key; None where the file's numbers do not fix it
    known_of : gives a scalar's value if no moment changes it, without recording that it was used
    points_of : gives the points of a data variable over time, by its key; None of what is no data
    arrays : hidden arrays that several scalars share, by what they hold
    """

    names: Mapping[str, str]
    keys: Mapping[tuple[str, tuple[str, ...]], str]
    tables: Mapping[str, Table]
    subscripts: Subscripts
    macros: Mapping[str, Macro]
    start_of: Callable[[str], float | None] = lambda _key: None
    known_of: Callable[[str], float | None] = lambda _key: None
    points_of: Callable[[str], Table | None] = lambda _key: None
    arrays: dict[Hashable, Expr] = field(default_factory=dict)

    def in_order(self, name: str) -> tuple[str, ...]:
        """Return the keys of a variable by its folded name, the last subscript running fastest."""
        return self._in_order[name]

    @functools.cached_property
    def _in_order(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[tuple[tuple[int, ...], str]]] = {}
        for (name, elements), key in self.keys.items():
            if elements:
                found.setdefault(name, []).append((tuple(map(self.subscripts.number, elements)), key))
        return {name: tuple(key for _, key in sorted(keys)) for name, keys in found.items()}


@dataclass(frozen=True)
class Scope:
    """Surroundings of one right-hand side.

    Parameters
    ----------
    symbols : of the model
    key : key of the scalar that it computes
    place, line : position of its equation
    binding : the element that each range of its left side has
    left, elements : subscripts of its left side, and the element that each has
    stages : hidden states that it needs, added as it is translated
    locals : meaning of names within a macro, by folded name
    calls : names of the enclosing macros, outermost first
    """

    symbols: Symbols
    key: str
    place: str
    line: int
    binding: Binding
    left: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    stages: list[Cell] = field(default_factory=list)
    locals: Mapping[str, Expr | Table] = field(default_factory=dict)
    calls: tuple[str, ...] = ()

    def hide(self, cell: Cell) -> Ref:
        """Add a hidden scalar under a key of this one and return a reference to it."""
        key = f"{self.key}#{len(self.stages) + 1}"
        self.stages.append(replace(cell, key=key))
        return Ref(key)

    def stage(
        self, kind: str, value: Expr, initial: Expr, duration: Expr | None = None
    ) -> tuple[Ref, Callable[[Expr], None]]:
        """Add a hidden state; return it and the setter of its value, which may refer to the state itself."""
        ref = self.hide(Cell("", kind, value, initial, duration, self.line))
        index = len(self.stages) - 1

        def set_value(changed: Expr) -> None:
            self.stages[index] = replace(self.stages[index], value=changed)

        return ref, set_value

    def stock(self, initial: Expr) -> tuple[Ref, Callable[[Expr], None]]:
        """Add a hidden stock; return it and the setter of its net flow."""
        return self.stage("stock", Number(0.0), initial)

    def discrete(self, initial: Expr) -> tuple[Ref, Callable[[Expr], None]]:
        """Add a hidden value that changes between steps only; return it and the setter of its next value."""
        return self.stage("discrete", Number(0.0), initial)

    def value_of(self, node: Reference) -> Expr:
        """Return the expression of a reference without arguments.

        Raises
        ------
        SimError: an unknown name or subscript, or an element that is not defined.
        """
        name = fold(node.name)
        is_global = bool(self.calls) and name.endswith("$")  # 22145: time step$ is the model's own
        name = name.rstrip("$ ") if is_global else name
        local = None if is_global else self.locals.get(name)
        if local is not None and not isinstance(local, Table):
            return local
        if name not in self.symbols.names:
            if name == "time":
                return Time()
            number = self._subscript_as_number(name)
            if number is not None:
                return Number(float(number))
        key = self.key_of(node, name)
        if key in self.symbols.tables:
            raise fail(
                "missing",
                f'"{key}" 是查找表，要带自变量使用，如 {key}(Time)（在 "{self.key}" 中）。',
                f'"{key}" is a lookup and needs an argument, as in {key}(Time) (in "{self.key}").',
                self.place,
            )
        return Ref(key)

    def table_of(self, node: Reference) -> Table | None:
        """Return the lookup that a reference names, None when it names another kind of variable."""
        local = self.locals.get(fold(node.name))
        if isinstance(local, Table):
            return local
        if fold(node.name) not in self.symbols.names or local is not None:
            return None
        return self.symbols.tables.get(self.key_of(node, fold(node.name)))

    def key_of(self, node: Reference, name: str) -> str:
        """Return the key of the one scalar that a reference means here."""
        symbols = self.symbols
        if name not in symbols.names:
            zh, en = suggestion(name, symbols.names.values())
            raise fail(
                "undefined",
                f'没有定义变量 "{name}"（在 "{self.key}" 中）。{zh}',
                f'the variable "{name}" is not defined (in "{self.key}").{en}',
                self.place,
            )
        elements = tuple(self.element_of(subscript) for subscript in node.subscripts)
        key = symbols.keys.get((name, tuple(fold(element) for element in elements)))
        if key is None:
            shown = element_key(symbols.names[name], elements)
            defined = _some([key for (owner, _), key in symbols.keys.items() if owner == name])
            raise fail(
                "undefined",
                f'"{self.key}" 用到的 "{shown}" 没有定义；已定义的是 {defined}。',
                f'"{shown}", used by "{self.key}", is not defined; defined: {defined}.',
                self.place,
            )
        return key

    def element_of(self, subscript: str) -> str:
        """Return the element that a subscript of a right-hand side means."""
        key, subscripts = fold(subscript), self.symbols.subscripts
        if key in self.binding:
            return self.binding[key]
        if key in subscripts.elements:
            return subscripts.elements[key]
        if key in subscripts.ranges:
            mapped = subscripts.mapped(key, self.binding)
            if mapped is not None:
                return mapped
        if key.rstrip("! ") in subscripts.ranges:
            name = subscripts.names[key.rstrip("! ")]
            raise fail(
                "missing",
                f'下标 "{name}" 不在 "{self.key}" 的左边；若要合计，请写 SUM(…[{name}!])。',
                f'the range "{name}" is not on the left side of "{self.key}"; '
                f"to add up, write SUM(…[{name}!]).",
                self.place,
            )
        raise SimError(unknown_subscript(subscript, subscripts, self.place))

    def _subscript_as_number(self, name: str) -> int | None:
        """Return the place of a subscript, or of what a range is mapped to: counted from 1 (22095)."""
        subscripts = self.symbols.subscripts
        if name in self.binding or name in subscripts.elements or name in subscripts.ranges:
            return subscripts.number(self.element_of(name))
        return None


def _some(keys: list[str], most: int = 5) -> str:
    shown = ", ".join(f'"{key}"' for key in keys[:most])
    return shown + (", …" if len(keys) > most else "")
