"""The findings: a page whose numbers and claims the model bears out as it is now."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from string import Formatter

import pytest

from sim.analysis.findings import Findings, find, thirds
from sim.errors import SimError
from sim.outcomes.fan import run_fan
from sim.report.documents.findings.claims import CLAIMS, broken_claims
from sim.report.documents.findings.numbers import numbers, percent
from sim.report.documents.findings.page import COMMAND, DOCS, build_document, findings_text
from sim.report.documents.findings.words import PARAGRAPHS
from sim.run.single import prepare
from sim.sampling.sampler import draw
from sim.scenario.workspace import load_workspace

LETTERS, WORDS = 620, 560  # a page in each language
TYPED = {
    "0",
    "1",
    "2",
    "5",
    "95",
    "2020",
    "2025",
    "2030",
    "2035",
    "100",
}  # nothing, Table 1, rows, points, years, 100M
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


def test_every_number_is_computed_and_told_in_both_languages(found: Findings) -> None:
    for language in LANGUAGES:
        texts = [text.text(language) for text in PARAGRAPHS.values()]
        named = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        assert named == set(numbers(found, language))
        typed = {
            number
            for text in texts
            for part, *_ in Formatter().parse(text)
            for number in re.findall(r"\d+", part)
        }
        assert typed <= TYPED


def test_every_paragraph_with_a_judgement_has_claims() -> None:
    assert {claim.paragraph for claim in CLAIMS} == set(PARAGRAPHS) - {"scope"}


def test_a_sentence_that_is_no_longer_true_is_named(found: Findings) -> None:
    swapped = dataclasses.replace(
        found, outlooks={**found.outlooks, "plan": found.outlooks["trend"], "vision": found.outlooks["trend"]}
    )
    told = {fault.en for fault in broken_claims(swapped)}
    assert (
        'the paragraph "policy" of the findings no longer holds: the plan has more residents than the trend. '
        "Rewrite it, and the claim with it."
    ) in told
    assert any("labour binds in some of five industries" in text for text in told)
    with pytest.raises(SimError) as caught:
        build_document(swapped)
    assert {fault.en for fault in caught.value.faults} == told
    assert all(fault.zh.startswith("结论“") for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0"), (0.0004, "<0.1%"), (0.0086, "0.9%"), (0.094, "9.4%"), (0.096, "10%"), (0.5249, "52%")],
)
def test_shares_are_told_with_the_digits_they_deserve(share: float, text: str) -> None:
    assert percent(share) == text


def test_thirds_are_those_of_the_prices() -> None:
    workspace = load_workspace()
    draws = draw(workspace, 90, 7)
    fan = run_fan(prepare("vision", (), workspace), workspace, draws)
    prices = draws.as_inputs()["price growth later"]
    met = fan.table.rows["gross_industrial_output"].met(2035)
    assert met is not None
    dear, cheap = thirds(fan, draws)
    ranked = [bool(met[1 + member]) for member in sorted(range(90), key=lambda member: prices[member])]
    assert (dear.count, cheap.count) == (sum(ranked[-30:]), sum(ranked[:30]))
    assert (dear.members, cheap.members) == (30, 30)
    assert dear.count > cheap.count


def test_another_home_is_told_what_the_findings_need(small_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        find(load_workspace(small_home))
    told = [fault.en for fault in caught.value.faults]
    assert told[0] == (
        'the findings need the target of "gross_industrial_output" for 2025; '
        "it is not there, or not modelled."
    )
    assert any(text.startswith('no lever "efficiency effort".') for text in told)
    assert told[-1] == (
        'the findings need the drawn parameter "price growth later"; it is not there, or not drawn.'
    )
