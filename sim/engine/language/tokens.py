"""Tokens of an equation: names of several words, numbers, quoted text, keywords and signs.

A name (22025, "Rules for Variable Names") may hold blanks, and beyond letters and digits ``_``, ``'``,
``$``, ``.``, ``%`` and anything that is not ASCII; other names stand between double quotes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BLANK = r"[\s\\]"  # a backslash at the end of a line continues the equation on the next
_IN_NAME = r"(?:[\w'$.%]|(?!\s)[^\x00-\x7f])"
# Possessive repeats of groups, and within groups that repeat, match wrongly before Python 3.11.5.
_TOKEN = re.compile(
    rf"""{_BLANK}*+(?:
    (?P<number>(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?(?![\w'$.%]))
    |(?P<name>(?:[\w$%]|(?!\s)[^\x00-\x7f]){_IN_NAME}*(?:{_BLANK}+{_IN_NAME}+)*)
    |"(?P<quoted>(?:\\.|[^"\\])*+)"
    |'(?P<text>[^']*+)'
    |(?P<keyword>:\s*[A-Za-z][A-Za-z\ _]*:)
    |(?P<sign><->|->|:=|==|<>|<=|>=|[-+*/^()\[\],;!:=<>])
    |(?P<other>.)|$)""",
    re.VERBOSE | re.DOTALL,
)
_BLANKS = re.compile(r"[\s\\_]+")


class Token(NamedTuple):
    """A token.

    Parameters
    ----------
    kind : "name", "number", "text", "end", or the sign or keyword itself, the latter in upper case
    value : a name without quotes and with single blanks; a number or text as written
    at : its position in the equation
    """

    kind: str
    value: str
    at: int


def plain(name: str) -> str:
    """Return a name with single blanks between its words."""
    return _BLANKS.sub(" ", name).strip() or name


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of an equation and an "end"; a character that begins no token becomes one itself."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            break
        value, at = match[kind], match.start(kind)
        if kind == "name":
            found.append(Token(kind, plain(value), at))
        elif kind == "quoted":
            name = " ".join(value.replace('\\"', '"').replace("_", " ").split())
            found.append(Token("name", name or value, at - 1))
        elif kind == "keyword":
            keyword = f":{plain(value.strip(':')).upper()}:"
            found.append(Token(keyword, keyword, at))
        elif kind in ("number", "text"):
            found.append(Token(kind, value, at))
        else:
            found.append(Token(value, value, at))
    found.append(Token("end", "", len(text)))
    return found
