"""Definitions of terms, for pages and for the glossary of the documentation."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

from pydantic import Field

from sim.document import read_yaml
from sim.errors import Faults
from sim.registry.schema import Bilingual, Names, Record, check_entries
from sim.units import Language

_BETWEEN: Mapping[Language, str] = {"zh": "、", "en": ", "}
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Forms(Record):
    """Other forms of a term."""

    zh: Names = ()
    en: Names = ()


class Definition(Record):
    """A term and what it means.

    Parameters
    ----------
    term : names of the concept, or of concepts that are defined together
    meaning : Markdown
    also : other forms that pages have for it
    """

    term: Bilingual
    meaning: Bilingual
    also: Forms = Field(default_factory=Forms)

    def forms(self, language: Language) -> list[str]:
        """Return all that a page may call it."""
        other = self.also.zh if language == "zh" else self.also.en
        return [*self.term.text(language).split(_BETWEEN[language]), *other]


@functools.cache
def definitions() -> Mapping[str, Definition]:
    """Return the definitions by id."""
    document = read_yaml(str(files(__package__) / "definitions.yaml"))
    found, faults = check_entries(document, Definition)
    Faults(faults).check()
    return found


def page_definitions(language: Language) -> list[tuple[list[str], str, str]]:
    """Return forms, name and meaning of each term, as plain text."""
    return [(forms, name, meaning.replace("`", "")) for forms, name, meaning in definition_texts(language)]


def definition_texts(language: Language) -> list[tuple[list[str], str, str]]:
    """Return forms, name and meaning of each term, names in code between backticks."""
    return [
        (each.forms(language), each.term.text(language), _LINK.sub(r"\1", each.meaning.text(language)))
        for each in definitions().values()
    ]


def glossary_rows(language: Language) -> Iterator[tuple[str, str, str]]:
    """Yield each term, its name in the other language and its meaning, English terms in their order."""
    other: Language = "en" if language == "zh" else "zh"
    found = list(definitions().values())
    if language == "en":
        found.sort(key=lambda each: each.term.en.lower())
    for each in found:
        yield each.term.text(language), each.term.text(other), each.meaning.text(language)
