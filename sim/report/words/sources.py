"""Sources as formal pages name them."""

from __future__ import annotations

from sim.bilingual_names import halves

_OWN = "推算"  # how the titles of our own arithmetic begin: no source of others


def is_own(title: str) -> bool:
    """Return whether a title is of our own arithmetic and not of a publication."""
    return title.startswith(_OWN)


def titled(title: str) -> str:
    """Return the title of a source as a Chinese sentence holds it."""
    if is_own(title):
        return _OWN
    chinese = halves(title)["zh"] or title
    return chinese if chinese.startswith("《") else f"《{chinese}》"
