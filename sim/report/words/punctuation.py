"""Punctuation between and around words, by language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.units import Language

COLON: Mapping[Language, str] = {"zh": "：", "en": ": "}
STOP: Mapping[Language, str] = {"zh": "。", "en": "."}


def listed(names: Iterable[str], language: Language) -> str:
    """Return the items of a list within a sentence."""
    return ("、" if language == "zh" else ", ").join(names)


def joined(parts: Iterable[str], language: Language) -> str:
    """Return parts of a sentence with a comma between them; empty ones are left out."""
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


def clauses(parts: Iterable[str], language: Language) -> str:
    """Return clauses with a semicolon between them; empty ones are left out."""
    return ("；" if language == "zh" else "; ").join(part for part in parts if part)


def bracketed(text: str, language: Language) -> str:
    """Return a text in brackets, to follow a word."""
    return f"（{text}）" if language == "zh" else f" ({text})"
