"""Texts of an outline: in one language or in both, days, and notes of several lines."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.arguments import Reader, line
from sim.document import Document
from sim.errors import Fault, Faults, fail
from sim.registry.schema import shown, unknown_field
from sim.report.words.numbers import print_count
from sim.report.words.periods import day_text
from sim.units import LANGUAGES, Language

LONGEST_NOTES = 4_000  # characters of the notes of a slide


@dataclass(frozen=True)
class TextReader:
    """Reads the texts of a document for a briefing in a language."""

    document: Document
    language: Language

    def read(self, given: Any, *keys: Any, by: Reader = line) -> str:
        """Return a text; of one in both languages that of the briefing, "" where none is given.

        Parameters
        ----------
        keys : where it stands in the document
        by : reads a text that is written in one language

        Raises
        ------
        SimError: all that is wrong with it, in either language.
        """
        if given is None:
            return ""
        if not isinstance(given, dict):
            return str(by(given, f"{self.document.place(*keys)}, {keys[-1]}"))
        with Faults(self._language_faults(given, *keys)) as faults:
            found = {
                each: faults.take(by, given[each], f"{self.document.place(*keys, each)}, {keys[-1]}.{each}")
                for each in LANGUAGES
                if each in given
            }
        return str(found[self.language])

    def _language_faults(self, given: Mapping[Any, Any], *keys: Any) -> Iterator[Fault]:
        for key in given:
            if key not in LANGUAGES:
                yield unknown_field(str(key), LANGUAGES).at(self.document.place(*keys, key))
        if self.language not in given:
            zh = f'"{keys[-1]}" 缺 {self.language} 的文字，简报用的正是 {self.language}。'
            en = f'"{keys[-1]}" has no text in {self.language}, the language of the briefing.'
            yield Fault("missing", zh, en, self.document.place(*keys))

    def read_day(self, given: Any, *keys: Any) -> str:
        """Return a day as printed, "" where none is given.

        Raises
        ------
        SimError: it is none.
        """
        if given is None:
            return ""
        try:
            return day_text(datetime.date.fromisoformat(str(given)), self.language)
        except ValueError as error:
            zh, en = (
                f"{shown(given)} 不是日期，如 2026-11-27。",
                f"{shown(given)} is no day, such as 2026-11-27.",
            )
            raise fail("wrong-type", zh, en, self.document.place(*keys)) from error

    def read_notes(self, given: Any, *keys: Any) -> tuple[str, ...]:
        """Return the lines of a text, blank ones left out.

        Raises
        ------
        SimError: it is no text, or a longer one than notes may be.
        """
        return tuple(each for each in self.read(given, *keys, by=_notes).splitlines() if each.strip())


def _notes(given: Any, place: str) -> str:
    lines = given.splitlines() if isinstance(given, str) else []
    if not lines or len(given) > LONGEST_NOTES or not all(each.isprintable() for each in lines):
        zh = f'"notes" 应是文字，最多 {print_count(LONGEST_NOTES)} 个字符。'
        en = f'"notes" must be text, at most {print_count(LONGEST_NOTES)} characters.'
        raise fail("wrong-type", zh, en, place.partition(",")[0])
    return str(given)
