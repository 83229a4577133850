from __future__ import annotations

import re
from html import unescape

import pytest

from sim.report.words.definitions import definitions
from sim.ui.terms import with_terms
from sim.units import LANGUAGES, Language

TERM = re.compile(
    r'<span class="term" role="button" tabindex="0">(.*?)'
    r'<span class="meaning" role="tooltip">(.*?)</span></span>'
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_a_term_has_its_definition(language: Language) -> None:
    for definition in definitions().values():
        name = definition.term.text(language)
        for form in definition.forms(language):
            ((shown, meaning),) = TERM.findall(with_terms(f"1 {form} 2", language))
            assert unescape(shown) == form
            assert meaning.startswith("<b>")
            assert name in unescape(meaning)


def test_the_first_time_only_and_the_longest_form() -> None:
    found = with_terms("A lever and two Levers; the feedback loops & a cleverer <b>.", "en")
    assert [shown for shown, _ in TERM.findall(found)] == ["lever", "feedback loops"]
    assert TERM.sub(r"\1", found) == "A lever and two Levers; the feedback loops &amp; a cleverer &lt;b&gt;."


def test_a_text_without_terms_is_escaped() -> None:
    assert with_terms("3 < 4 & “无”", "zh") == "3 &lt; 4 &amp; “无”"


def test_names_in_a_meaning_are_code() -> None:
    ((_, meaning),) = TERM.findall(with_terms("情景", "zh"))
    assert "<code>trend</code>" in meaning
    assert "`" not in meaning
