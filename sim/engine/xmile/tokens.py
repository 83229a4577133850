"""Tokens of an XMILE expression (3.2, 3.3)."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from sim.engine.xmile.elements import shown_name

_LETTER = r"(?:[\w$]|(?!\s)[^\x00-\x7f])"
_IDENTIFIER = rf"(?!\d){_LETTER}(?:'?{_LETTER})*"  # Stella writes farms'_size without quotes
_PART = rf'(?:"(?:\\.|[^"\\])*"|{_IDENTIFIER})'
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>\.?{_PART}(?:\.{_PART})*)
    |(?P<word>:\s*(?:AND|OR|NOT|NA)\s*:)
    |(?P<sign><>|<=|>=|//|\.\*|[-+*/^()\[\],:=<>'!])
    |(?P<other>.)|$)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_PIECE = re.compile(_PART)
_BRACES = re.compile(r"[{}\"]")
_ESCAPES = {"n": " ", '"': '"', "\\": "\\"}
KEYWORDS = frozenset({"if", "then", "else", "and", "or", "not", "mod"})
_LONGEST = max(map(len, KEYWORDS))


class Token(NamedTuple):
    """A token.

    Parameters
    ----------
    kind : "number", "name", "end", the sign itself, or a keyword in upper case
    parts : of a name, split at its full stops; the first is "" where it begins with one
    text : as written
    at : its position
    """

    kind: str
    parts: tuple[str, ...]
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of an expression and an "end"; what begins none becomes one itself."""
    text = without_remarks(text)
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            break
        value, at = match[kind], match.start(kind)
        if kind == "name":
            found.append(_name(value, at))
        elif kind == "word":  # of Vensim, which it leaves in the files that it writes
            word = "".join(value.upper().split())
            found.append(Token(word if word == ":NOT:" else word.strip(":"), (), value, at))
        else:
            found.append(Token("number" if kind == "number" else value, (), value, at))
    found.append(Token("end", (), "", len(text)))
    return found


def _name(value: str, at: int) -> Token:
    if len(value) <= _LONGEST and value.lower() in KEYWORDS:
        return Token(value.upper(), (), value, at)
    return Token("name", _parts(value), value, at)


@functools.lru_cache(maxsize=1 << 16)
def _parts(name: str) -> tuple[str, ...]:
    parts = tuple(_plain(piece) for piece in _PIECE.findall(name))
    return ("", *parts) if name.startswith(".") else parts


def _plain(piece: str) -> str:
    if piece.startswith('"'):
        piece = re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), piece[1:-1])
    return shown_name(piece)


def without_remarks(text: str) -> str:
    """Blank remarks in braces (3.3.4), which may hold further ones; positions stay."""
    if "{" not in text:
        return text
    kept, depth, at, is_quoted = [], 0, 0, False
    for match in _BRACES.finditer(text):
        piece = text[at : match.start()]
        kept.append(" " * len(piece) if depth else piece)
        at = match.start()
        if match[0] == '"':
            is_quoted = is_quoted != (not depth)
        elif not is_quoted:
            depth = max(0, depth + (1 if match[0] == "{" else -1))
            kept.append(" ")
            at = match.end()
    kept.append(" " * (len(text) - at) if depth else text[at:])
    return "".join(kept)
