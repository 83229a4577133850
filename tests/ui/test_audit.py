"""The page of the audit."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from sim.analysis.audit import audit_of
from sim.registry.load import load_registry
from tests.ui.pages import html, open_app

FILTER = {"zh": "audit_label:zh", "en": "audit_label:en"}


@pytest.fixture(autouse=True)
def on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "audit")


def shown(app: AppTest) -> list[str]:
    """Return the ids of the findings on the page."""
    (block,) = html(app, "audit")
    return re.findall(r'data-finding="(\w+)"', block)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_every_finding_with_its_workings(language: str) -> None:
    app = open_app(lang=language)
    assert not app.exception
    assert not html(app, "fault")
    assert shown(app) == [each.id for each in audit_of(load_registry())]
    (block,) = html(app, "audit")
    assert "7,000 ÷ 200" in block
    assert {"zh": "第三章 第三节 三", "en": "chapter 3, section 3, part 3"}[language] in block


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_label_leaves_the_others_out(language: str) -> None:
    app = open_app(lang=language)
    wanted = [each.id for each in audit_of(load_registry()) if each.label == "strain"]
    app.segmented_control(key=FILTER[language]).set_value("strain").run()
    assert shown(app) == wanted
    app.segmented_control(key=FILTER[language]).set_value("contradict").run()
    assert shown(app) == []
    assert "没有这一类条目" in html(app, "audit")[0] or "no finding" in html(app, "audit")[0]
