"""The findings: the model as it is now bears out every number and claim of the page."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from string import Formatter

import pytest

from sim.analysis.findings import Findings, find, thirds
from sim.errors import SimError
from sim.outcomes.fan import run_fan
from sim.registry.load import read_findings
from sim.report.documents.findings.listings import listings
from sim.report.documents.findings.numbers import numbers
from sim.report.documents.findings.page import COMMAND, build_document, findings_text
from sim.report.documents.folder import DOCS
from sim.run.single import prepare
from sim.sampling.sampler import draw
from sim.scenario.workspace import load_workspace
from sim.ui.shell import has_findings
from tests.ui.pages import open_app

pytestmark = pytest.mark.slow

LETTERS, WORDS = 1000, 700  # a page in each language
TYPED = {
    "0",
    "1",
    "2",
    "5",
    "95",
    "50",
    "80",
    "2020",
    "2021",
    "2023",
    "2025",
    "2030",
    "2035",
    "100",
}  # nothing, Table 1, rows, points, even odds, years, 100M
LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def found() -> Findings:
    return find(load_workspace())


def test_the_document_is_up_to_date(found: Findings) -> None:
    for name, text in build_document(found).items():
        kept = (found.workspace.home.folder / DOCS / name).read_text(encoding="utf-8")
        assert kept == text, f"stale; run {COMMAND} and commit docs/"


def test_it_is_a_page_in_each_language(found: Findings) -> None:
    zh, en = (findings_text(found, language) for language in LANGUAGES)
    prose = ["".join(block for block in text.split("\n\n") if not block.startswith("|")) for text in (zh, en)]
    assert 450 <= len(re.findall(r"[\u4e00-\u9fff]", prose[0])) <= LETTERS
    assert len(prose[1].split()) <= WORDS


def test_every_number_is_computed_and_used_in_a_text_or_a_claim(found: Findings) -> None:
    known = {*numbers(found), *listings(found, "zh")}
    paragraphs = found.page.paragraphs.values()
    claims = " ".join(text for one in paragraphs for claim in one.claims for text in claim.expect)
    for language in LANGUAGES:
        texts = [one.text.text(language) for one in paragraphs]
        parts = [part for text in texts for part in Formatter().parse(text)]
        named = {field.partition("[")[0] for _, field, *_ in parts if field}
        unused = {name for name in known - named if not re.search(rf"\b{name}\b", claims)}
        assert all(
            re.fullmatch(
                r"(labour|capital|energy|land|demand|supply|required_intensity|carbon_cap)_\w+", name
            )
            for name in unused
        ), unused
        typed = {number for part, *_ in parts for number in re.findall(r"\d+", part)}
        assert typed <= TYPED


def test_every_paragraph_with_a_judgement_has_claims(found: Findings) -> None:
    assert [name for name, one in found.page.paragraphs.items() if not one.claims] == []


def test_a_sentence_that_is_no_longer_true_is_named(found: Findings) -> None:
    swapped = dataclasses.replace(
        found, outlooks={**found.outlooks, "plan": found.outlooks["trend"], "vision": found.outlooks["trend"]}
    )
    with pytest.raises(SimError) as caught:
        build_document(swapped)
    reported = {fault.en for fault in caught.value.faults}
    assert (
        'the paragraph "policy" of the findings no longer holds: the plan has more residents than the trend. '
        "Rewrite it, and the claim with it."
    ) in reported
    assert any("labour is next, in the vision above all" in text for text in reported)
    assert all(fault.zh.startswith("结论“") for fault in caught.value.faults)


def test_thirds_are_those_of_the_prices() -> None:
    workspace = load_workspace()
    draws = draw(workspace, 90, 7)
    fan = run_fan(prepare("vision", (), workspace), workspace, draws)
    prices = draws.as_inputs()["price growth later"]
    met = fan.table.rows["gross_industrial_output"].met(2035)
    assert met is not None
    dear, cheap = thirds(fan, draws, read_findings(workspace.registry).page.subject)
    ranked = [bool(met[1 + member]) for member in sorted(range(90), key=lambda member: prices[member])]
    assert (dear.count, cheap.count) == (sum(ranked[-30:]), sum(ranked[:30]))
    assert (dear.members, cheap.members) == (30, 30)
    assert dear.count > cheap.count


def test_the_page_shows_what_was_found(found: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "findings")
    monkeypatch.setattr("sim.ui.findings.find", lambda _workspace: found)  # made already, above
    monkeypatch.setattr("sim.ui.findings.beside", lambda work, *given: work(*given))
    for language in LANGUAGES:
        app = open_app(lang=language)
        assert not app.exception
        assert [each.value for each in app.markdown] == [f"#{findings_text(found, language)}".strip()]


def test_a_home_without_findings_has_no_page_of_them(small_home: Path) -> None:
    assert has_findings(load_workspace())
    assert not has_findings(load_workspace(small_home))
