"""Page of the findings, ``docs/findings.md``: texts filled with the model's current numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from sim.analysis.findings import Findings
from sim.errors import Faults
from sim.outcomes.board import Standing
from sim.outcomes.targets import TABLE1
from sim.registry.schema import Bilingual
from sim.report.charts.file import chart_bytes
from sim.report.documents.findings.claims import broken_claims, text_faults
from sim.report.documents.findings.listings import listings, name_of, together_text
from sim.report.documents.findings.numbers import Number, is_set, numbers
from sim.report.documents.findings.picture import draw_attainment
from sim.report.documents.findings.printing import fields, filled, print_share_briefly
from sim.report.documents.markdown import table
from sim.report.record import Block, Column, Paragraph, Report, Table
from sim.report.tables.attribution import MARK
from sim.report.words.amounts import distance, target_amount
from sim.report.words.numbers import print_range
from sim.report.words.punctuation import bracketed, joined
from sim.units import Language

DOCUMENT = "findings.md"
PICTURES: Mapping[Language, str] = {"zh": "findings.svg", "en": "findings.en.svg"}
COMMAND = "teda findings --document"
HEAD_WIDTH = 36


def build_document(found: Findings) -> dict[str, str]:
    """Return the files of the document, by their path within ``docs``.

    Raises
    ------
    SimError: a sentence of the text is no longer true of the model; all of them together.
    """
    values = _checked(found)
    made = (
        f"文字由人撰写，数字由 `{COMMAND}` 从模型算出，每项判断由它核对。 "
        f"The text is written by hand; `{COMMAND}` computes its numbers and checks its claims."
    )
    title = f"# {found.page.title.zh} {found.page.title.en}"
    blocks = {language: [*_blocks(found, values, language)] for language in PICTURES}
    figures = {language: draw_attainment(found, language) for language in PICTURES}
    for language, path in PICTURES.items():
        blocks[language].insert(2, f"![{figures[language].get_label()}]({path})")
    text = [title, made, "## 中文", *blocks["zh"], "## English", *blocks["en"]]
    pictures = {PICTURES[name]: chart_bytes(one, ".svg").decode() for name, one in figures.items()}
    return {DOCUMENT: "\n\n".join(text) + "\n", **pictures}


def findings_text(found: Findings, language: Language) -> str:
    """Return the findings in one language, as Markdown.

    Raises
    ------
    SimError: a sentence of the text is no longer true of the model; all of them together.
    """
    values = _checked(found)
    return "\n\n".join([f"# {found.page.title.text(language)}", *_blocks(found, values, language)]) + "\n"


def findings_report(found: Findings) -> Report:
    """Return the findings to be read in a terminal.

    Raises
    ------
    SimError: a sentence of the text is no longer true of the model; all of them together.
    """
    values = _checked(found)
    return Report(partial(_report_blocks, found, values), None, partial(_facts, found))


def _facts(found: Findings) -> dict[str, object]:
    """Return what is known of the source of the findings."""
    keys = ("scenario", "title", "model_hash", "members", "seed")
    return {"scenarios": [{key: one.board.manifest.get(key) for key in keys} for one in found.each]}


def _report_blocks(found: Findings, values: Mapping[str, Number], language: Language) -> Iterator[Block]:
    yield found.page.title.text(language)
    known = _known(found, values, language)
    for index, paragraph in enumerate(found.page.paragraphs.values()):
        text = filled(paragraph.text.text(language), known).replace("**", "")
        yield ""
        yield from (Paragraph(line) if line else "" for line in text.splitlines())
        if not index:
            heads, rows = _rows(found, language)
            columns = [Column(head, is_figure=False, limit=HEAD_WIDTH) for head in heads]
            yield from ("", Table(columns, rows))


def _checked(found: Findings) -> dict[str, Number]:
    """Return the numbers, after checking that the texts name only these and that their claims hold."""
    values = numbers(found)
    page, document = found.page, found.file.document
    texts = text_faults(page, document, _known(found, values, "zh"))
    Faults([*texts, *broken_claims(page, document, values)]).check()
    return values


def _known(found: Findings, values: Mapping[str, Number], language: Language) -> dict[str, object]:
    """Return everything that texts may name."""
    return {name: fields(number) for name, number in values.items()} | listings(found, language)


def _blocks(found: Findings, values: Mapping[str, Number], language: Language) -> Iterator[str]:
    """Yield the paragraphs, with the table after the first."""
    known = _known(found, values, language)
    for index, paragraph in enumerate(found.page.paragraphs.values()):
        yield filled(paragraph.text.text(language), known)
        if not index:
            yield table(*_rows(found, language))


def _rows(found: Findings, language: Language) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the rows of the table: a row for each target, a column for each scenario."""
    words = found.page.table
    heads = [words.head.text(language), *(each.text(language) for each in words.scenarios.values())]
    groups = [one.board.group(TABLE1, found.near) for one in found.each]
    rows = [[words.met.text(language), *(together_text(group, language) for group in groups)]]
    for indicator, year in words.rows:
        standings = [one.board[indicator, year] for one in found.each]
        marks = (MARK if is_set(one, each) else "" for one, each in zip(found.each, standings, strict=True))
        cells = (_cell(each, words.short, language) for each in standings)
        marked = (f"{cell}{mark}" for cell, mark in zip(cells, marks, strict=True))
        rows.append([_target(standings[0], language), *marked])
    return heads, rows


def _target(row: Standing, language: Language) -> str:
    target = target_amount(row.target.value, row.entry, language)
    name = name_of(row, language)
    return f"{row.target.year} {name}{' ' if language == 'zh' else ', '}{target}"


def _cell(row: Standing, short: Bilingual, language: Language) -> str:
    assert row.share is not None
    low, high = (print_share_briefly(end) for end in row.share.interval)
    interval = print_range(low.removesuffix("%"), high)
    chance = f"{print_share_briefly(row.share.value)}{bracketed(interval, language)}"
    if not row.shortfall:
        return chance
    lacks = distance(row.median, row.target.value, row.entry, language)
    return joined((chance, f"{short.text(language)} {lacks}"), language)
