"""Lines of an XML file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

_INDENT = "  "
# What XML 1.0 cannot hold, however it is written.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def tag(name: str, text: str = "", /, **attributes: str) -> str:
    """Return an element on one line.

    Examples
    --------
    >>> tag("eqn", "a < b"), tag("gf", type="discrete")
    ('<eqn>a &lt; b</eqn>', '<gf type="discrete"/>')
    """
    start = opening(name, **attributes)
    return f"{start}{escape(_clean(text))}</{name}>" if text else f"{start[:-1]}/>"


def opening(name: str, /, **attributes: str) -> str:
    """Return the first tag of an element; an attribute ``isee_x`` is ``isee:x``."""
    shown = "".join(f" {key}={quoteattr(_clean(value))}" for key, value in attributes.items())
    return f"<{name}{shown.replace(' isee_', ' isee:')}>"


def element(name: str, inside: Iterable[str], /, **attributes: str) -> Iterator[str]:
    """Yield the lines of an element with others inside; nothing inside makes it one line."""
    lines = list(inside)
    if not lines:
        yield f"{opening(name, **attributes)[:-1]}/>"
        return
    yield opening(name, **attributes)
    yield from (f"{_INDENT}{line}" for line in lines)
    yield f"</{name}>"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
