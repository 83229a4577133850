"""Claims of the findings checked against numbers, and texts that name numbers, without a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.document import Document, read_yaml
from sim.registry.findings import FindingsPage
from sim.registry.schema import check_record
from sim.report.documents.findings.claims import broken_claims, text_faults
from sim.report.documents.findings.numbers import Number
from sim.report.documents.findings.printing import fields

NUMBERS: dict[str, Number] = {
    "count": {("", 0): 4},
    "chance": {("trend", 0): 0.2, ("plan", 0): 0.5},
    "gain_rank": {("rd", 0): 1, ("fdi", 0): 2},
    "lost": {("trend", 2025): 0.3, ("plan", 2025): 0.1, ("trend", 2030): 0.2, ("plan", 2030): 0.25},
}
PAGE = """\
title: {zh: 结论, en: Findings}
members: 8
seed: 7
subject:
  scenario: plan
  reference: trend
  output: a
  debt: b
  residents: c
  prices: d
  unpublished: e
  stopped: {}
  chances: {}
table:
  head: {zh: 目标, en: Target}
  met: {zh: 项, en: Met}
  short: {zh: 差, en: short by}
  scenarios: {trend: {zh: 趋势, en: Trend}, plan: {zh: 规划, en: Plan}}
  rows: []
paragraphs:
  reach:
    text: {zh: "TEXT", en: "{count}"}
    claims:
      - said: {zh: 话, en: what is said}
        expect: [EXPECT]
"""


def page_with(
    folder: Path, *, expect: str = "count = 4", text: str = "{count}"
) -> tuple[FindingsPage, Document]:
    """Return a page with a claim and a Chinese text."""
    file = folder / "findings.yaml"
    file.write_text(PAGE.replace("EXPECT", f'"{expect}"').replace("TEXT", text), encoding="utf-8")
    document = read_yaml(file)
    page, faults = check_record(document, (), document.data, FindingsPage)
    assert not faults
    assert page is not None
    return page, document


@pytest.mark.parametrize(
    ("expect", "holds"),
    [
        ("count = 4", True),
        ("count > 4", False),
        ("chance[plan] > 2 * chance[trend]", True),
        ("chance > 0.1", True),  # in every scenario
        ("chance > 0.3", False),  # not in the trend
        ("chance < count", True),
        ("gain_rank[rd] = 1", True),
        ("gain_rank[fdi] = 1", False),
        ("lost[plan] < lost[trend] / 2 in 2025", True),
        ("lost[plan] < lost[trend] in 2030", False),
        ("lost < 0.31 in 2025", True),
        ("lost > chance / 10 in 2025", True),
        ("lost[trend] = 0.3001 within 1% in 2025", True),
    ],
)
def test_a_claim_holds_where_its_comparison_does(tmp_path: Path, expect: str, holds: bool) -> None:
    faults = list(broken_claims(*page_with(tmp_path, expect=expect), NUMBERS))
    assert not faults if holds else [fault.place for fault in faults] == [f"{tmp_path / 'findings.yaml'}:24"]


def test_a_broken_claim_is_named_in_both_languages(tmp_path: Path) -> None:
    [fault] = broken_claims(*page_with(tmp_path, expect="count = 5"), NUMBERS)
    assert fault.zh == "结论“reach”一段所说的不再成立：话。请改写这一段和它的依据。"
    assert fault.en == (
        'the paragraph "reach" of the findings no longer holds: what is said. '
        "Rewrite it, and the claim with it."
    )


@pytest.mark.parametrize(
    ("expect", "en"),
    [
        ("coutn = 4", '"coutn" in "coutn = 4" is not a number of the findings. Nearest: "count".'),
        ("chance[paln] > 0", '"chance[paln]" has no figure there. Nearest: "plan".'),
        ("lost[plan] > 0", '"lost[plan]" has no figure there. Nearest: "plan 2030".'),
        ("lost[plan] > 0 in 2031", '"lost[plan]" has no figure there. Nearest: "plan 2030".'),
        (
            "count",
            '"count" must contain exactly one comparison sign (= < <= > >=), as in "births = 0 from 2021".',
        ),
    ],
)
def test_invalid_comparisons_of_the_numbers_are_reported(tmp_path: Path, expect: str, en: str) -> None:
    [fault] = broken_claims(*page_with(tmp_path, expect=expect), NUMBERS)
    assert fault.en == en
    assert fault.place.startswith(f"{tmp_path / 'findings.yaml'}:")


@pytest.mark.parametrize(
    ("text", "en"),
    [
        ("{coutn}", 'no number of the findings "coutn". Nearest: "count".'),
        ("{chance[paln]}", 'no number of the findings "paln".'),
        ("{lost[plan][2031]:share}", 'no number of the findings "2031".'),
        ("{count.real}", 'no number of the findings "count.real". Nearest: "count".'),
        (
            "{count:roman}",
            "a brace is not closed, or a format is none of whole, year, tenths, share, percent, people.",
        ),
        (
            "{count",
            "a brace is not closed, or a format is none of whole, year, tenths, share, percent, people.",
        ),
    ],
)
def test_a_text_names_only_existing_numbers(tmp_path: Path, text: str, en: str) -> None:
    page, document = page_with(tmp_path, text=text)
    [fault] = text_faults(page, document, {name: fields(number) for name, number in NUMBERS.items()})
    assert fault.en == en
    assert fault.place == f"{tmp_path / 'findings.yaml'}:22"
