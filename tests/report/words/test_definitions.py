"""Definitions of terms: one home for pages and documentation."""

from __future__ import annotations

import pytest

from sim.report.words.definitions import definitions, page_definitions
from sim.units import LANGUAGES, Language
from tests.glossary import DOCS, FILES, glossary_page
from tests.ui.pages import HAN


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_of_the_documentation_is_made_of_them(language: Language) -> None:
    text = (DOCS / FILES[language]).read_text("utf-8")
    assert text == glossary_page(language), "python -m tests.glossary makes it anew"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_means_one_thing(language: Language) -> None:
    forms = [form.lower() for each in definitions().values() for form in each.forms(language)]
    assert sorted(forms) == sorted(set(forms))


def test_pages_have_plain_text_of_one_language() -> None:
    for _, name, meaning in page_definitions("en"):
        assert not HAN.search(name)
        assert not set("`[") & set(meaning)
    assert ["指标"] in [forms for forms, _, _ in page_definitions("zh")]
