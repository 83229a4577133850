"""Definitions of the terms in a text of a page, where the pointer rests or the focus is."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from html import escape

from sim.report.words.definitions import definition_texts
from sim.units import Language

_CODE = re.compile("`([^`]*)`")


def with_terms(text: str, language: Language) -> str:
    """Return a text as HTML in which each term has its definition, the first time that it occurs.

    A term is a button, as in the workbench: what only a pointer can reach is nothing for a keyboard. Here
    lines break around it as around text, with no comma at the beginning of a line.
    """
    pattern, known = _terms(language)
    seen: set[str] = set()

    def marked(match: re.Match[str]) -> str:
        meaning = known[match[1].lower()]
        if meaning in seen:
            return escape(match[0])
        seen.add(meaning)
        return (
            f'<span class="term" role="button" tabindex="0">{escape(match[0])}'
            f'<span class="meaning" role="tooltip">{meaning}</span></span>'
        )

    parts, rest = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[rest : match.start()]), marked(match)]
        rest = match.end()
    return "".join([*parts, escape(text[rest:])])


@functools.cache
def _terms(language: Language) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds a term, a longer one before its parts, and the meaning of each as HTML."""
    known = {
        form.lower(): f"<b>{escape(name)}</b> {_with_code(meaning)}"
        for forms, name, meaning in definition_texts(language)
        for form in forms
    }
    forms = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    whole = rf"({forms})" if language == "zh" else rf"(?<!\w)({forms})s?(?!\w)"
    return re.compile(whole, re.IGNORECASE), known


def _with_code(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text))
