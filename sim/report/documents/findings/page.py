"""Document ``docs/findings.md``: hand-written text with the numbers of the model as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.findings import Findings
from sim.errors import Faults
from sim.outcomes.board import Standing
from sim.outcomes.goals import TABLE1
from sim.report.charts.finding import distance, target_amount
from sim.report.documents.findings.claims import broken_claims
from sim.report.documents.findings.numbers import (
    NEAR,
    SHOWN,
    name_of,
    numbers,
    percent,
    together_text,
)
from sim.report.documents.findings.words import MET_OF_TABLE1, PARAGRAPHS, SHORT, TABLE_HEADS, TITLE
from sim.report.documents.markdown import table
from sim.report.words.numbers import print_range
from sim.report.words.punctuation import bracketed
from sim.units import Language

DOCUMENT = "findings.md"
COMMAND = "teda findings --document"


def build_document(found: Findings) -> dict[str, str]:
    """Return the file of the document, by its path within ``docs``.

    Raises
    ------
    SimError: a sentence of the text is no longer true of the model; all of them together.
    """
    Faults(broken_claims(found)).check()
    made = (
        f"文字为手写，数字由 `{COMMAND}` 从模型算出并核对。 "
        f"The text is written by hand; `{COMMAND}` computes its numbers and checks its claims."
    )
    title = f"# {TITLE.zh} {TITLE.en}"
    blocks = [title, made, "## 中文", *_blocks(found, "zh"), "## English", *_blocks(found, "en")]
    return {DOCUMENT: "\n\n".join(blocks) + "\n"}


def findings_text(found: Findings, language: Language) -> str:
    """Return the findings in one language, as Markdown.

    Raises
    ------
    SimError: a sentence of the text is no longer true of the model; all of them together.
    """
    Faults(broken_claims(found)).check()
    return "\n\n".join([f"# {TITLE.text(language)}", *_blocks(found, language)]) + "\n"


def _blocks(found: Findings, language: Language) -> Iterator[str]:
    values = numbers(found, language)
    for name, text in PARAGRAPHS.items():
        yield text.text(language).format_map(values)
        if name == "scope":
            yield _table(found, language)


def _table(found: Findings, language: Language) -> str:
    heads = [head.text(language) for head in TABLE_HEADS]
    groups = [one.board.group(TABLE1, NEAR) for one in found.each]
    rows = [[MET_OF_TABLE1.text(language), *(together_text(group, language) for group in groups)]]
    for indicator, year in SHOWN:
        standings = [one.board[indicator, year] for one in found.each]
        rows.append([_goal(standings[0], language), *(_cell(each, language) for each in standings)])
    return table(heads, rows)


def _goal(row: Standing, language: Language) -> str:
    goal = target_amount(row.goal.target, row.entry, language)
    name = name_of(row, language)
    return f"{row.goal.year} {name}{' ' if language == 'zh' else ', '}{goal}"


def _cell(row: Standing, language: Language) -> str:
    assert row.share is not None
    low, high = (percent(end) for end in row.share.interval)
    interval = print_range(low.removesuffix("%"), high)
    chance = f"{percent(row.share.value)}{bracketed(interval, language)}"
    if not row.shortfall:
        return chance
    lacks = distance(row.median, row.goal.target, row.entry, language)
    return chance + (f"，{SHORT.zh} {lacks}" if language == "zh" else f", {SHORT.en} {lacks}")
