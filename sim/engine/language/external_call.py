"""Reads ``GET DIRECT CONSTANTS('file', 'tab', 'cell')`` and its like in the text of an equation.

They are read here and not by the parser behind `sim.engine.language.parser`, which would evaluate the quoted
arguments. The pages are vensim.com/documentation/fn_get_direct_NAME.html: the call stands alone on its
right side, and every argument is a literal in single quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.errors import SimError, fail

_ARGUMENTS = {
    "constants": ("'file'", "'tab'", "'cell'"),
    "data": ("'file'", "'tab'", "'time row or col'", "'cell'"),
    "lookups": ("'file'", "'tab'", "'row or col'", "'cell'"),
    "subscript": ("'file'", "'tab'", "'firstcell'", "'lastcell'", "'prefix'"),
}
_READ = ("DIRECT", "XLS")
_FUNCTION = r"GET[\s_]+(DIRECT|XLS|123|VDF|ODBC)[\s_]+(CONSTANTS?|DATA|LOOKUPS?|SUBSCRIPTS?)"
_ALONE = re.compile(rf"{_FUNCTION}\s*\((?P<inner>(?:'[^']*'|[^'()])*)\)", re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?<!\w){_FUNCTION}\s*\(", re.IGNORECASE)
_QUOTED_NAME = re.compile(r'"(?:\\.|[^"\\])*"')
_LITERALS = re.compile(r"\s*'([^']*)'\s*(?:,(?=\s*')|$)")


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


def find_call(text: str, variable: str, place: str) -> ExternalCall | None:
    """Return the call that a right side consists of, or None where it reads no file.

    Parameters
    ----------
    text : right side; that of a lookup may have brackets around it
    variable, place : whose it is, for messages

    Raises
    ------
    SimError: a call within an expression; another number of arguments, or one that is no literal; a
        function that reads what cannot be read here.
    """
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    match = _ALONE.fullmatch(text)
    if match:
        return _call(match, variable, place)
    inside = _ANYWHERE.search(_QUOTED_NAME.sub("", text))
    if inside:
        function = _name(inside)
        raise fail(
            "syntax",
            f'"{variable}"：{function} 应单独写在等号右边，参数写在单引号里。',
            f'"{variable}": {function} must stand alone on the right side, its arguments in single quotes.',
            place,
        )
    return None


def _name(match: re.Match[str]) -> str:
    return f"GET {match[1]} {match[2]}".upper()


def _call(match: re.Match[str], variable: str, place: str) -> ExternalCall:
    function = _name(match)
    kind = "data" if match[2].upper() == "DATA" else match[2].lower().rstrip("s")
    kind = {"constant": "constants", "lookup": "lookups"}.get(kind, kind)
    if match[1].upper() not in _READ:
        instead = f"GET DIRECT {kind.upper()}"
        raise fail(
            "unsupported",
            f'"{variable}" 用到的函数 {function} 不受支持，请改用 {instead}。',
            f'"{variable}" uses the function {function}, which is not supported; use {instead}.',
            place,
        )
    arguments = _literals(match["inner"])
    if arguments is None or len(arguments) != len(_ARGUMENTS[kind]):
        raise _wrong_arguments(function, kind, variable, place)
    return ExternalCall(kind, function, arguments)


def _literals(text: str) -> tuple[str, ...] | None:
    found, at = [], 0
    while at < len(text):
        match = _LITERALS.match(text, at)
        if not match:
            return None
        found.append(match[1])
        at = match.end()
    return tuple(found)


def _wrong_arguments(function: str, kind: str, variable: str, place: str) -> SimError:
    wanted = f"{function}({', '.join(_ARGUMENTS[kind])})"
    return fail(
        "syntax",
        f'"{variable}"：应写作 {wanted}，参数都写在单引号里。',
        f'"{variable}": it should read {wanted}, every argument in single quotes.',
        place,
    )
