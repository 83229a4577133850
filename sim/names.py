"""Names of a model's variables, compared as Vensim compares them, and the names of its time settings."""

from __future__ import annotations

import functools

CONTROLS = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")


@functools.lru_cache(maxsize=65_536)  # parsing and runs look up the same names repeatedly
def fold(name: str) -> str:
    """Return the form in which two spellings of one name, or of one element, are equal.

    Case, quotation marks, blanks and underscores at the ends or around brackets and commas, and the
    number of those within do not count.

    Examples
    --------
    >>> fold('"Demand_growth" to [ Health ]')
    'demand growth to[health]'
    """
    folded = " ".join(name.replace('"', "").replace("_", " ").lower().split())
    if "[" in folded or "]" in folded or "," in folded:
        for mark in "[],":
            folded = folded.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return folded


def split_element(name: str) -> tuple[str, str]:
    """Split ``name[element]`` into the name and ``[element]``, which may be empty."""
    base, bracket, rest = name.partition("[")
    return base.strip(), (bracket + rest).strip()


_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\r\t"} | {
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
}


def visible(text: str) -> str:
    r"""Return text with control characters replaced by Unicode pictures: names in a file may hold any.

    Examples
    --------
    >>> visible("red\x1b[31m")
    'red␛[31m'
    """
    return text.translate(_CONTROLS)
