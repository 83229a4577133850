"""The grammar of XMILE's expressions, read by operator precedence (3.3.1).

From loosest to tightest: OR, AND, equality, comparisons, sums, products with MOD, a sign or NOT in front,
powers, which bind from the right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.engine.language.expressions import MISSING
from sim.engine.language.grammar import NotReadableError, TooDeepError
from sim.engine.xmile.tokens import Token, tokens_of

_RANKS = {
    "OR": 1, "AND": 2, "=": 3, "<>": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "//": 6, "MOD": 6, "^": 8,
}  # fmt: skip
_UNARY, _POWER = 7, 8
_DEEPEST = 150


@dataclass(frozen=True, slots=True)
class Literal:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Whole:
    """The subscript ``*``: all elements of a dimension, or of those that ``*:dimension`` names."""

    within: Tree | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A subscript ``first:last``, None where an end is left out."""

    first: Tree | None = None
    last: Tree | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """The subscript ``@n``: the n-th dimension of the left side."""

    number: float


@dataclass(frozen=True, slots=True)
class Turned:
    """In place of subscripts: a variable turned around by an apostrophe."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, split at its full stops, with its subscripts; "" first stands for the root model."""

    parts: tuple[str, ...]
    subscripts: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Apply:
    """A function, macro or graphical function of arguments; ``outputs`` are a macro's, after a colon."""

    function: Name
    arguments: tuple[Tree, ...]
    outputs: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and its operands; IF has three, a sign and NOT have one."""

    sign: str
    parts: tuple[Tree, ...]


Tree = Literal | Whole | Stretch | Position | Turned | Name | Apply | Operation


def parse(text: str) -> Tree:
    """Return the tree of an expression.

    Raises
    ------
    NotReadableError: the position at which it cannot be read.
    TooDeepError: more levels than a person writes.
    """
    trees = parse_list(text, most=1)
    return trees[0]


def parse_list(text: str, most: int) -> tuple[Tree, ...]:
    """Return the trees of at most so many expressions that commas separate.

    Raises
    ------
    NotReadableError: the position at which they cannot be read.
    TooDeepError: more levels than a person writes.
    """
    reader = _Reader(tokens_of(text))
    trees = [reader.expression()]
    while len(trees) < most and reader.accept(","):
        trees.append(reader.expression())
    reader.expect("end")
    return tuple(trees)


def trees_in(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and every tree within it, those of subscripts and names of functions included."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, Name):
            waiting.extend(reversed(one.subscripts))
        elif isinstance(one, Apply):
            waiting.extend(reversed((one.function, *one.arguments, *one.outputs)))
        elif isinstance(one, Operation):
            waiting.extend(reversed(one.parts))


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._place, self._depth = tokens, 0, 0

    @property
    def _token(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._tokens[self._place]
        if token.kind != "end":
            self._place += 1
        return token

    def accept(self, kind: str) -> bool:
        if self._tokens[self._place].kind != kind:
            return False
        self._take()
        return True

    def expect(self, kind: str) -> None:
        if not self.accept(kind):
            raise NotReadableError(self._token.at)

    def expression(self, above: int = 0) -> Tree:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooDeepError
        left = self._operand()
        while (rank := _RANKS.get(self._token.kind, 0)) > above:
            sign = self._take().kind
            left = Operation(sign, (left, self.expression(rank - (rank == _POWER))))
        self._depth -= 1
        return left

    def _operand(self) -> Tree:
        token = self._take()
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "name":
            return self._named(token)
        if token.kind == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        if token.kind == "+":
            return self.expression(_UNARY)
        if token.kind in ("-", "NOT"):
            return Operation(token.kind, (self.expression(_UNARY),))
        if token.kind == ":NOT:":  # Vensim's binds looser than comparisons
            return Operation("NOT", (self.expression(_RANKS["AND"]),))
        if token.kind == "IF":
            return self._condition()
        if token.kind == "NA":
            return Literal(MISSING)
        raise NotReadableError(token.at)

    def _condition(self) -> Tree:
        condition = self.expression()
        self.expect("THEN")
        then = self.expression()
        self.expect("ELSE")
        return Operation("IF", (condition, then, self.expression()))

    def _named(self, token: Token) -> Tree:
        name = Name(self._words(token), self._subscripts())
        if self.accept("'"):
            return Name(name.parts, (Turned(),))
        if not self.accept("("):
            return name
        arguments = self._listed(")", ":")
        has_outputs = self._tokens[self._place - 1].kind == ":"
        return Apply(name, arguments, self._listed(")") if has_outputs else ())

    def _words(self, token: Token) -> tuple[str, ...]:
        """Take the rest of a name with blanks, as converters and Vensim leave some; no two names can meet."""
        words = [*token.parts]
        while self._token.kind == "name":
            words.extend(self._take().parts)
        return token.parts if len(words) == len(token.parts) else (" ".join(words),)

    def _subscripts(self) -> tuple[Tree, ...]:
        return self._listed("]") if self.accept("[") else ()

    def _listed(self, end: str, other: str = "") -> tuple[Tree, ...]:
        """Take what commas separate, and the sign that ends it, or another."""
        found: list[Tree] = []
        if self.accept(end):
            return ()
        found.append(self._item(end))
        while self.accept(","):
            found.append(self._item(end))
        if not self.accept(other):
            self.expect(end)
        return tuple(found)

    def _item(self, end: str) -> Tree:
        """Read an argument or a subscript."""
        if end != "]":
            return self.expression()
        if self.accept("*"):
            return Whole(self.expression() if self.accept(":") else None)
        if self.accept("@"):
            token = self._take()
            if token.kind != "number":
                raise NotReadableError(token.at)
            return Position(float(token.text))
        first = None if self._token.kind == ":" else self.expression()
        if self.accept(".*"):
            return Whole(first)
        if not self.accept(":"):
            assert first is not None
            return first
        is_open = self._token.kind in (",", "]") or self.accept("*")
        return Stretch(first, None if is_open else self.expression())
