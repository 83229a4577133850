"""Balance of the units of one equation, from the inside out (22275.html).

What is added or compared has the same units, what is multiplied multiplies them, a function takes and
gives those of its page, and in the end the right side has those of the left. A number agrees with
anything in a sum and is dimensionless in a product: the tutorial (20485.html) writes
`10000+STEP(5000,10)` in $/Month, and Vensim lets `population + 1` pass. After a fault the rest of the
equation is checked in part, so that one mistake is reported once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.engine.language.external_call import ExternalCall
from sim.engine.language.parser import Parsed
from sim.engine.language.phrases import phrase, variables_in
from sim.engine.language.syntax import (
    Array,
    Call,
    Node,
    Number,
    Operation,
    Points,
    Reference,
)
from sim.engine.units.dimensions import DIMENSIONLESS, Loose, Unit, UnitNames, Units, over, raised, times
from sim.engine.units.rules import TABLE_CALLS, rule_of, units_for
from sim.names import fold

Report = Callable[[Any, str, str], None]  # kind, Chinese, English

_ARITHMETIC = frozenset("+-*/^")
_ADDING, _COMPARING = ("加减", "addition"), ("比较", "comparison")
_LISTED = 6  # variables of a right-hand side whose units are listed


@dataclass(frozen=True)
class Declarations:
    """Declarations of all equations that the balance of one needs, by folded name.

    Parameters
    ----------
    units : of every variable, and of "time"
    spelling : names as written
    tables : which of them are lookups
    names : names in which units are shown
    """

    units: Mapping[str, Unit]
    spelling: Mapping[str, str]
    tables: frozenset[str]
    names: UnitNames


def check_balance(item: Parsed, declarations: Declarations, report: Report) -> None:
    """Report every imbalance of an equation, and every lookup argument that has units."""
    _Balance(item, declarations, report).check()


class _Balance:
    """The check of one equation.

    ``hint`` is throughout the units that a part should have for the whole to balance, where they are
    known: it identifies the wrong one of several terms that disagree.
    """

    def __init__(self, item: Parsed, declarations: Declarations, report: Report) -> None:
        self._item, self._report = item, report
        self._units, self._tables = declarations.units, declarations.tables
        self._spelling, self._names = declarations.spelling, declarations.names
        self._time = declarations.units["time"]

    def check(self) -> None:
        node = self._item.syntax
        if node is None or isinstance(node, Points | ExternalCall):
            return
        left = self._units[fold(self._item.name)]
        right = self._of(node, left)
        if isinstance(left, Units) and isinstance(right, Units) and left != right:
            self._tell_sides(node, left, right)

    # --- units of a part --------------------------------------------------------------------

    def _of(self, node: Node, hint: Unit) -> Unit:
        if isinstance(node, Number | Array):
            return Loose.NUMBER
        if isinstance(node, Reference):
            return self._units.get(fold(node.name), Loose.UNKNOWN)
        if isinstance(node, Operation):
            is_arithmetic = node.signs[0] in _ARITHMETIC
            return self._arithmetic(node, hint) if is_arithmetic else self._logic(node)
        if isinstance(node, Call):
            return self._call(fold(node.function.name), node.arguments, hint)
        return Loose.UNKNOWN

    def _arithmetic(self, node: Operation, hint: Unit) -> Unit:
        sign, parts = node.signs[0], node.parts
        if len(parts) == 1:  # a sign in front
            return self._of(parts[0], hint)
        if sign == "^":
            return self._power(parts[0], parts[1:])
        if sign in "+-":
            return self._agreed([(part, self._of(part, hint)) for part in parts], hint, _ADDING)
        result = self._of(parts[0], Loose.UNKNOWN)
        for operator, part in zip(node.signs, parts[1:], strict=True):
            combine = times if operator == "*" else over
            result = combine(result, self._of(part, Loose.UNKNOWN))
        return result

    def _logic(self, node: Operation) -> Unit:
        operator = node.signs[0]
        if operator.startswith(":"):  # :AND:, :OR:, :NOT:
            for position, part in enumerate(node.parts, 1):
                unit = self._of(part, DIMENSIONLESS)
                self._require(operator, position, part, unit, DIMENSIONLESS)
        else:
            terms = [(part, self._of(part, Loose.UNKNOWN)) for part in node.parts]
            self._agreed(terms, Loose.UNKNOWN, _COMPARING)
        return DIMENSIONLESS  # fn_if_then_else

    def _power(self, base: Node, exponents: Sequence[Node]) -> Unit:
        """fn_power: units can be raised to a number, not to the value of a variable."""
        unit = self._of(base, Loose.UNKNOWN)
        kinds = [self._of(exponent, DIMENSIONLESS) for exponent in exponents]
        wrong = [at for at, kind in enumerate(kinds) if isinstance(kind, Units) and kind]
        for at in wrong:
            self._require("^", at + 2, exponents[at], kinds[at], DIMENSIONLESS)
        if wrong or not isinstance(unit, Units):
            return Loose.UNKNOWN if wrong or Loose.UNKNOWN in (unit, *kinds) else _power_of_number(kinds)
        value = _literal(exponents[0]) if len(exponents) == 1 else None
        if not unit or value is not None:
            return raised(unit, value or 0.0)
        shown, (zh, en) = self._phrase(base), self._names.show(unit)
        power = self._phrase(exponents[0])
        self._tell(
            f'幂的底数 "{shown}" 是 {zh}，指数 "{power}" 不是数字，底数应为 [无量纲]。',
            f'the base of a power, "{shown}", is {en}; '
            f'as its exponent "{power}" is not a number, it should be [dimensionless].',
        )
        return Loose.UNKNOWN

    # --- functions --------------------------------------------------------------------------

    def _call(self, name: str, arguments: Sequence[Node], hint: Unit) -> Unit:
        if name in self._tables or name in TABLE_CALLS or name == "with lookup":
            return self._lookup(name, arguments)
        if name == "integ" and len(arguments) == 2:
            return self._stock(arguments, hint)
        if name in ("xidz", "zidz") and len(arguments) >= 2:
            return self._ratio(name, arguments, hint)
        if name == "power" and len(arguments) == 2:
            return self._power(arguments[0], arguments[1:])
        if name == "sqrt" and len(arguments) == 1:
            return self._power(arguments[0], (Number(0.5),))
        rule = rule_of(name)
        if rule is None:  # a macro; the engine itself refuses unknown functions
            for argument in arguments:
                self._of(argument, Loose.UNKNOWN)
            return Loose.UNKNOWN
        return self._ruled(name, arguments, rule, hint)

    def _ruled(
        self, name: str, arguments: Sequence[Node], rule: tuple[tuple[str, ...], str], hint: Unit
    ) -> Unit:
        terms, value = rule
        guess = hint if value == "x" else Loose.UNKNOWN
        parts = [
            (position, term, argument, self._of(argument, units_for(term, guess, self._time)))
            for position, (term, argument) in enumerate(zip(terms, arguments, strict=False), 1)
        ]
        shown = name.upper()
        same = [(argument, unit) for _, term, argument, unit in parts if term == "x"]
        x = self._agreed(same, guess, (f"{shown} ", shown))
        fits = [
            self._require(shown, position, argument, unit, units_for(term, x, self._time))
            for position, term, argument, unit in parts
            if term not in ("x", "any")
        ]
        return units_for(value, x, self._time) if all(fits) else Loose.UNKNOWN

    def _stock(self, arguments: Sequence[Node], hint: Unit) -> Unit:
        """fn_integ: the flow has the units of the stock over time; they are those of the left side."""
        flow, initial = arguments
        started = self._of(initial, hint)
        stock = hint if isinstance(hint, Units) else started
        wanted = units_for("x/t", stock, self._time)
        self._require("INTEG", 1, flow, self._of(flow, wanted), wanted)
        self._require("INTEG", 2, initial, started, stock)
        return stock

    def _ratio(self, name: str, arguments: Sequence[Node], hint: Unit) -> Unit:
        """fn_xidz, fn_zidz: as the division operator."""
        above, below = (self._of(argument, Loose.UNKNOWN) for argument in arguments[:2])
        division = Operation(("/",), tuple(arguments[:2]))
        terms: list[tuple[Node, Unit]] = [(division, over(above, below))]
        terms += [(argument, self._of(argument, hint)) for argument in arguments[2:]]
        return self._agreed(terms, hint, (f"{name.upper()} ", name.upper()))

    def _lookup(self, name: str, arguments: Sequence[Node]) -> Unit:
        """22820, 22280: an argument with units is doubtful; the value has the units of the lookup."""
        at = 1 if name in TABLE_CALLS else 0
        if len(arguments) <= at:
            return Loose.UNKNOWN
        unit = self._of(arguments[at], DIMENSIONLESS)
        key = fold(getattr(arguments[0], "name", "")) if name in TABLE_CALLS else name
        if isinstance(unit, Units) and unit:
            table, shown = self._spelling.get(key, name.upper()), self._phrase(arguments[at])
            zh, en = self._names.show(unit)
            self._tell(
                f'查找表 {table} 的自变量 "{shown}" 是 {zh}，最好是 [无量纲]。',
                f'the argument of lookup {table}, "{shown}", is {en}; [dimensionless] would be better.',
                "lookup",
            )
        return self._units.get(key, Loose.UNKNOWN)

    # --- agreement --------------------------------------------------------------------------

    def _agreed(self, terms: Sequence[tuple[Node, Unit]], hint: Unit, what: tuple[str, str]) -> Unit:
        """Return the units that terms have in common; where they differ, report the wrong term."""
        known = [(node, unit) for node, unit in terms if isinstance(unit, Units)]
        if not known:
            return Loose.UNKNOWN if any(unit is Loose.UNKNOWN for _, unit in terms) else Loose.NUMBER
        kinds = Counter(unit for _, unit in known)
        right = hint if hint in kinds else kinds.most_common(1)[0][0]
        model = next(node for node, unit in known if unit == right)
        for node, unit in known:
            if unit != right:
                self._tell_terms(what, (node, unit), (model, right))
        return right if len(kinds) == 1 or right == hint else Loose.UNKNOWN

    def _require(self, name: str, position: int, node: Node, unit: Unit, wanted: Unit) -> bool:
        """Report an argument with the wrong units; return whether it fits."""
        if not isinstance(unit, Units) or not isinstance(wanted, Units) or unit == wanted:
            return True
        (zh, en), (wanted_zh, wanted_en) = self._names.show(unit), self._names.show(wanted)
        shown = self._phrase(node)
        self._tell(
            f'{name} 的第 {position} 个参数 "{shown}" 是 {zh}，应为 {wanted_zh}。',
            f'argument {position} of {name}, "{shown}", is {en}; it should be {wanted_en}.',
        )
        return False

    # --- reporting --------------------------------------------------------------------------

    def _tell(self, zh: str, en: str, kind: str = "imbalance") -> None:
        self._report(kind, f'"{self._item.name}"：{zh}', f'"{self._item.name}": {en}')

    def _tell_terms(self, what: tuple[str, str], wrong: tuple[Node, Unit], right: tuple[Node, Unit]) -> None:
        (bad, bad_unit), (good, good_unit) = wrong, right
        (bad_zh, bad_en), (good_zh, good_en) = self._names.show(bad_unit), self._names.show(good_unit)
        first, second = self._phrase(bad), self._phrase(good)
        self._tell(
            f'{what[0]}要求单位相同："{first}" 是 {bad_zh}，"{second}" 是 {good_zh}。',
            f'{what[1]} needs equal units: "{first}" is {bad_en}, "{second}" is {good_en}.',
        )

    def _tell_sides(self, node: Node, left: Unit, right: Unit) -> None:
        (left_zh, left_en), (right_zh, right_en) = self._names.show(left), self._names.show(right)
        shown, (parts_zh, parts_en) = self._phrase(node), self._parts(node)
        self._tell(
            f'左边是 {left_zh}，右边 "{shown}" 是 {right_zh}{parts_zh}。',
            f'the left side is {left_en}, the right side "{shown}" is {right_en}{parts_en}.',
        )

    def _parts(self, node: Node) -> tuple[str, str]:
        """Return the units of the variables of a right-hand side, as Vensim lists them."""
        if isinstance(node, Reference):
            return "", ""
        keys = [key for key in dict.fromkeys(variables_in(node)) if key in self._units]
        shown = [(self._spelling[key], *self._names.show(self._units[key])) for key in keys[:_LISTED]]
        more = ["…"] if len(keys) > _LISTED else []
        zh = "，".join([f"{name} {unit}" for name, unit, _ in shown] + more)
        en = ", ".join([f"{name} {unit}" for name, _, unit in shown] + more)
        return (f"（{zh}）", f" ({en})") if shown else ("", "")

    def _phrase(self, node: Node) -> str:
        return phrase(node, self._spelling)


def _power_of_number(exponents: Sequence[Unit]) -> Unit:
    """Return the units of a number to a power: 2^3 is a number, 2^(t/T) is dimensionless."""
    return Loose.NUMBER if all(kind is Loose.NUMBER for kind in exponents) else DIMENSIONLESS


def _literal(node: Node) -> float | None:
    """Return the value of an exponent that is written in numbers alone, such as ``1/3``."""
    match node:
        case Number(value):
            return value
        case Operation(("-",), (part,)):
            inner = _literal(part)
            return None if inner is None else -inner
        case Operation(("/",), (Number(above), Number(below))) if below:
            return above / below
        case _:
            return None
