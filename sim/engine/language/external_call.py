"""Calls that read a file, such as ``GET DIRECT CONSTANTS('file', 'tab', 'cell')``.

The pages are vensim.com/documentation/fn_get_direct_NAME.html: the call stands alone on its right side,
and every argument is a literal in single quotes or a string variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.engine.language.syntax import Call, Node, Reference, Text, references_in
from sim.errors import SimError, fail
from sim.names import fold

_ARGUMENTS = {
    "constants": ("'file'", "'tab'", "'cell'"),
    "data": ("'file'", "'tab'", "'time row or col'", "'cell'"),
    "lookups": ("'file'", "'tab'", "'row or col'", "'cell'"),
    "subscript": ("'file'", "'tab'", "'firstcell'", "'lastcell'", "'prefix'"),
}
_READ = ("direct", "xls")
_FUNCTION = re.compile(r"get (direct|xls|123|vdf|odbc) (constant|data|lookup|subscript)s?")


@dataclass(frozen=True)
class ExternalCall:
    """A function that reads a file.

    Parameters
    ----------
    kind : "constants", "data", "lookups" or "subscript"
    function : as written, ``GET DIRECT DATA``
    arguments : without their quotes; the first is the file, the second the tab
    """

    kind: str
    function: str
    arguments: tuple[str, ...]

    @property
    def is_by_excel(self) -> bool:
        """Whether Vensim has Excel read the file, and does not read it itself."""
        return "DIRECT" not in self.function


def find_call(node: Node, strings: Mapping[str, str], variable: str, place: str) -> ExternalCall | None:
    """Return the call that makes up a right-hand side, or None where it reads no file.

    Parameters
    ----------
    strings : text of each string variable, by folded name
    variable, place : owner of the right-hand side, for messages

    Raises
    ------
    SimError: a call within an expression; a wrong number of arguments, or one that is not a literal; a
        function that reads a format that is not supported.
    """
    if isinstance(node, Call):
        match = _FUNCTION.fullmatch(fold(node.function.name))
        if match:
            return _call(node, match, strings, variable, place)
    for reference in references_in(node):
        if _FUNCTION.fullmatch(fold(reference.name)):
            function = reference.name.upper()
            raise fail(
                "syntax",
                f'"{variable}"：{function} 应单独写在等号右边，参数写在单引号里。',
                f'"{variable}": {function} must stand alone on the right side, '
                "its arguments in single quotes.",
                place,
            )
    return None


def _call(
    node: Call, match: re.Match[str], strings: Mapping[str, str], variable: str, place: str
) -> ExternalCall:
    function = node.function.name.upper()
    kind = {"constant": "constants", "lookup": "lookups"}.get(match[2], match[2])
    if match[1] not in _READ:
        instead = f"GET DIRECT {kind.upper()}"
        raise fail(
            "unsupported",
            f'"{variable}" 用到的函数 {function} 不受支持，请改用 {instead}。',
            f'"{variable}" uses the function {function}, which is not supported; use {instead}.',
            place,
        )
    arguments = [_literal(argument, strings) for argument in node.arguments]
    known = tuple(argument for argument in arguments if argument is not None)
    if len(known) != len(arguments) or len(known) != len(_ARGUMENTS[kind]):
        raise _wrong_arguments(function, kind, variable, place)
    return ExternalCall(kind, function, known)


def _literal(node: Node, strings: Mapping[str, str]) -> str | None:
    if isinstance(node, Text):
        return node.value
    return strings.get(fold(node.name)) if isinstance(node, Reference) else None


def _wrong_arguments(function: str, kind: str, variable: str, place: str) -> SimError:
    wanted = f"{function}({', '.join(_ARGUMENTS[kind])})"
    return fail(
        "syntax",
        f'"{variable}"：应写作 {wanted}，参数都写在单引号里。',
        f'"{variable}": it should read {wanted}, every argument in single quotes.',
        place,
    )
