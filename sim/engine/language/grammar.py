"""The grammar of Vensim's expressions, read by operator precedence (22030, "Operators").

From loosest to tightest: ``:OR:``, ``:AND:``, ``:NOT:``, comparisons, sums, products, a sign in front,
powers. A sign in front binds looser than a power, so -2^2 is -4; in an exponent it belongs to the
exponent. Nothing is ever evaluated: the corners of a lookup's graph are passed over as tokens.
"""

from __future__ import annotations

from sim.engine.language.expressions import MISSING
from sim.engine.language.syntax import MARK, Array, Call, Node, Number, Operation, Points, Reference, Text
from sim.engine.language.tokens import Token, tokens_of
from sim.names import fold

_RANKS = {
    ":OR:": 1, ":AND:": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "^": 8,
}  # fmt: skip
_NOT, _COMPARISON, _SIGN, _POWER = 3, 4, 7, 8
_DEEPEST = 150  # levels of nested expressions; real models stay below 70


class NotReadableError(Exception):
    """The position in an equation at which parsing fails."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(at)


class TooDeepError(Exception):
    """Expressions nested more deeply than any that a person writes."""


class Grammar:
    """A reader that moves along the tokens of one equation."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens_of(text)
        self._place = 0
        self._depth = 0
        self.token = self._tokens[0]

    # --- tokens -------------------------------------------------------------------------------

    @property
    def kind(self) -> str:
        """The kind of the next token."""
        return self.token.kind

    @property
    def ahead(self) -> tuple[str, ...]:
        """The kinds of all remaining tokens, without the end."""
        return tuple(token.kind for token in self._tokens[self._place : -1])

    def take(self) -> Token:
        """Return the next token and advance."""
        token = self.token
        if self._place + 1 < len(self._tokens):
            self._place += 1
        self.token = self._tokens[self._place]
        return token

    def accept(self, kind: str) -> bool:
        """Advance if the next token is of a kind, and return whether it was."""
        is_there = self.token.kind == kind
        if is_there:
            self.take()
        return is_there

    def expect(self, *kinds: str) -> Token:
        """Return the next token, which must be of one of the kinds, and advance."""
        if self.token.kind not in kinds:
            raise self.stop()
        return self.take()

    def stop(self) -> NotReadableError:
        """Return the error of failing to parse here."""
        return NotReadableError(self.token.at)

    # --- expressions --------------------------------------------------------------------------

    def right_side(self) -> Node:
        """Read the remaining tokens: an expression, or a list of numbers."""
        kinds = self.ahead
        is_list = {",", ";"} & set(kinds) and set(kinds) <= {",", ";", "number", "+", "-"}
        node = self._listed() if is_list else self.expression()
        self.expect("end")
        return node

    def expression(self, above: int = 0) -> Node:
        """Read an expression of operators that bind tighter than a rank."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooDeepError
        left = self._operand()
        while (rank := _RANKS.get(self.token.kind, 0)) > above:
            left = self._chain(left, rank)
        self._depth -= 1
        return left

    def _chain(self, first: Node, rank: int) -> Node:
        signs: list[str] = []
        parts = [first]
        while _RANKS.get(self.token.kind, 0) == rank:
            if signs and rank == _COMPARISON:  # a < b < c has no meaning
                raise self.stop()
            signs.append(self.take().kind)
            parts.append(self.expression(rank))
        return Operation(tuple(signs), tuple(parts))

    def _operand(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Number(float(token.value))
        if token.kind == "name":
            return self._named(token)
        if token.kind == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        if token.kind in ("-", "+"):
            return self._signed(token.kind, self.expression(_SIGN))
        if token.kind == ":NOT:":
            return Operation((":NOT:",), (self.expression(_NOT),))
        if token.kind == ":NA:":
            return Number(MISSING)
        if token.kind == "text":
            return Text(token.value)
        raise NotReadableError(token.at)

    @staticmethod
    def _signed(sign: str, node: Node) -> Node:
        if sign == "+":
            return node
        if isinstance(node, Number):
            return Number(-node.value)
        return Operation(("-",), (node,))

    # --- names --------------------------------------------------------------------------------

    def _named(self, token: Token) -> Node:
        reference = Reference(token.value, self.subscripts())
        if self.token.kind != "(":
            return reference
        name = fold(token.value)
        self.take()
        if name == "with lookup":
            return self._with_lookup(reference)
        if name == "tabbed array":
            return self._tabbed_array()
        if name == "a function of":
            return self._unwritten(reference)
        return self._call(reference)

    def _unwritten(self, function: Reference) -> Call:
        """Read A FUNCTION OF (22300): the sketch writes causes with their signs, ``#`` and empty places."""
        causes: list[Node] = []
        while not self.accept(")"):
            token = self.take()
            if token.kind == "name":
                causes.append(Reference(token.value, self.subscripts()))
            elif token.kind not in (",", "-", "+", "#"):
                raise NotReadableError(token.at)
        return Call(function, tuple(causes))

    def subscripts(self) -> tuple[str, ...]:
        """Read the subscripts between square brackets, if there are any."""
        if not self.accept("["):
            return ()
        found = [self._subscript()]
        while self.accept(","):
            found.append(self._subscript())
        self.expect("]")
        return tuple(found)

    def _subscript(self) -> str:
        name = self.expect("name", "number").value
        return name + MARK if self.accept("!") else name

    def _call(self, function: Reference) -> Call:
        arguments: list[Node] = []
        outputs: list[Node] = []
        into = arguments
        if self.accept(")"):
            return Call(function, ())
        into.append(self.expression())
        while not self.accept(")"):
            if self.expect(",", ":").kind == ":":  # a macro's further outputs
                into = outputs
            into.append(self.expression())
        return Call(function, tuple(arguments), tuple(outputs))

    # --- numbers ------------------------------------------------------------------------------

    def number(self) -> float:
        """Read a number with its sign."""
        sign = -1.0 if self.accept("-") else 1.0
        self.accept("+")
        return sign * float(self.expect("number").value)

    def _listed(self) -> Array:
        """Read ``1, 2; 3, 4;``."""
        values = [self.number()]
        while self.accept(",") or self.accept(";"):
            if self.kind == "end":
                break
            values.append(self.number())
        return Array(tuple(values))

    def _tabbed_array(self) -> Array:
        values = []
        while not self.accept(")"):
            values.append(self.number())
        return Array(tuple(values))

    def _with_lookup(self, function: Reference) -> Call:
        argument = self.expression()
        self.expect(",")
        self.expect("(")
        points = self.points()
        self.expect(")")
        return Call(function, (argument, points))

    def points(self) -> Points:
        """Read ``[corners], (x,y), …)`` or ``x1,x2,…,y1,y2,…)`` up to the bracket that closes it."""
        if self.accept("["):
            self._pass_corners()
        pairs: list[tuple[float, float]] = []
        if self.kind != "(":
            return self._flat_points()
        while not self.accept(")"):
            self.expect("(")
            x = self.number()
            self.expect(",")
            pairs.append((x, self.number()))
            self.expect(")")
            self.accept(",")
        if not pairs:
            raise self.stop()
        return Points(tuple(x for x, _ in pairs), tuple(y for _, y in pairs))

    def _pass_corners(self) -> None:
        """Skip the corners of a lookup's graph, which scale its drawing only."""
        depth = 1
        while depth:
            if self.kind == "end":
                raise self.stop()
            depth += {"[": 1, "]": -1}.get(self.take().kind, 0)
        self.accept(",")

    def _flat_points(self) -> Points:
        start = self.token.at
        values = [self.number()]
        while self.accept(","):
            values.append(self.number())
        self.expect(")")
        half, odd = divmod(len(values), 2)
        if odd:
            raise NotReadableError(start)
        return Points(tuple(values[:half]), tuple(values[half:]))
