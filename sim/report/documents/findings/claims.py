"""Claims of the findings: statements beyond the numbers, verified against the model or reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.arrays import Array
from sim.document import Document
from sim.errors import Fault, SimError, fail, suggestion
from sim.names import split_element
from sim.registry.agreement import unknown
from sim.registry.findings import Claim, FindingsPage
from sim.registry.predicate import Predicate, Vocabulary, read_predicate
from sim.report.documents.findings.numbers import Number
from sim.report.documents.findings.printing import FORMATS, filled

Numbers = Mapping[str, Number]


def broken_claims(page: FindingsPage, document: Document, values: Numbers) -> Iterator[Fault]:
    """Yield the claims that are no longer true, and those that are not comparisons of the page's numbers."""
    vocabulary = Vocabulary(values, ("结论中的数", "number of the findings"))
    for name, paragraph in page.paragraphs.items():
        for index, claim in enumerate(paragraph.claims):
            keys = ("paragraphs", name, "claims", index)
            try:
                holds = all(_holds(text, vocabulary, values) for text in claim.expect)
            except SimError as error:
                yield from (fault.at(document.place(*keys)) for fault in error.faults)
                continue
            if not holds:
                yield _broken(name, claim).at(document.place(*keys, "said"))


def _broken(name: str, claim: Claim) -> Fault:
    return Fault(
        "check-failed",
        f"结论“{name}”一段所说的不再成立：{claim.said.zh}。请改写这一段和它的依据。",
        f'the paragraph "{name}" of the findings no longer holds: {claim.said.en}. '
        "Rewrite it, and the claim with it.",
    )


def _holds(text: str, vocabulary: Vocabulary, values: Numbers) -> bool:
    """Return whether a comparison holds, in every scenario where it names none.

    Raises
    ------
    SimError: not a comparison, or an unknown number, scenario or year.
    """
    predicate = read_predicate(text, vocabulary)
    elements = _elements(predicate, values)
    arrays = {
        placeholder: _array(name, elements, _years(predicate), values)
        for placeholder, name in predicate.names.items()
    }
    return bool(predicate.compare(arrays)[2].all())


def _elements(predicate: Predicate, values: Numbers) -> tuple[str, ...]:
    """Return the elements compared: those of the first number that names no element itself."""
    for name in predicate.names.values():
        known = dict.fromkeys(element for element, _ in values[split_element(name)[0]])
        if not split_element(name)[1] and "" not in known:
            return tuple(known)
    return ("",)


def _years(predicate: Predicate) -> Sequence[int]:
    """Return the years of a comparison, 0 where it names none."""
    first = predicate.first or predicate.last or 0
    return range(first, (predicate.last or first) + 1)


def _array(name: str, elements: Sequence[str], years: Sequence[int], values: Numbers) -> Array:
    """Return a number's values, (1, 1, year, element)."""
    base, bracket = split_element(name)
    chosen = [bracket.strip("[]")] if bracket else elements
    rows = [[_value(values[base], name, element, year) for element in chosen] for year in years]
    return np.array(rows, dtype=np.float64)[None, None]


def _value(number: Number, name: str, element: str, year: int) -> float:
    for key in (("", 0), (element, 0), (element, year)):
        if key in number:
            return number[key]
    known = list(dict.fromkeys(f"{base} {when or ''}".strip() for base, when in number))
    zh, en = suggestion(f"{element} {year or ''}".strip(), known)
    raise fail("unknown-name", f'"{name}" 没有这个情景或年份的数。{zh}', f'"{name}" has no figure there.{en}')


def text_faults(page: FindingsPage, document: Document, known: Mapping[str, object]) -> Iterator[Fault]:
    """Yield names in braces that no number has, and braces that are not closed."""
    for name, paragraph in page.paragraphs.items():
        for language, text in paragraph.text.model_dump().items():
            place = document.place("paragraphs", name, "text", language)
            try:
                filled(text, known)
            except KeyError as error:
                yield unknown("结论中的数", "number of the findings", str(error.args[0]), list(known), place)
            except (ValueError, TypeError):
                yield Fault(
                    "syntax",
                    f"花括号没有配对，或格式不是以下之一：{', '.join(FORMATS)[2:]}。",
                    f"a brace is not closed, or a format is none of {', '.join(FORMATS)[2:]}.",
                    place,
                )
