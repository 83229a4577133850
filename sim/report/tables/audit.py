"""Report of the plan audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from sim.analysis.audit import LABELS, Condition, Figure, Finding, Label
from sim.registry.sources import Source
from sim.report.record import Block, Column, Paragraph, Report, Table, section
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import SIGNS
from sim.report.words.punctuation import COLON, bracketed, clauses, joined
from sim.report.words.sections import section_text
from sim.units import Language

NOTES: Mapping[str, Mapping[Language, str]] = {
    "title": {
        "zh": "规划体检：规划自己的数字彼此之间说明了什么。只有算术，不用模型。",
        "en": "Plan audit: what the plan's figures say about one another. Arithmetic, without the model.",
    },
    "bounds": {
        "zh": "“达到”“以上”“超过”均按下限理解。矛盾：按下限也不能同时成立；偏紧：所需超过所列参照；"
        "隐含条件：要成立就须如此。中间数按未舍入的数计算，显示时舍入。",
        "en": "Thresholds are read as lower bounds. Contradict: they cannot hold together even so; strain: "
        "more is needed than the stated benchmark; imply: conditions that must be met for them to hold. "
        "Figures are rounded where they are shown, not where they are used.",
    },
}


def label_word(label: Label, language: Language) -> str:
    """Return the name of a label."""
    return word(f"label.{label}", language)


def tally(findings: Sequence[Finding], language: Language) -> str:
    """Return the number of findings with each label."""
    counts = [(label, sum(each.label == label for each in findings)) for label in LABELS]
    return joined((f"{label_word(label, language)} {count}" for label, count in counts), language)


def figure_text(figure: Figure, language: Language) -> str:
    """Return a figure with its unit; a unit that begins with a digit is put in brackets."""
    unit = figure.unit.text(language)
    if unit[0].isdigit():
        unit = f"({unit})"
    return f"{figure.text}{'' if unit[0] in '%‰' else ' '}{unit}"


def identities(finding: Finding, language: Language) -> Iterator[str]:
    """Yield the calculation of each figure: in words, with the numbers inserted, and the result."""
    names = {key: figure.name.text(language) for key, figure in finding.figures.items()}
    numbers = {key: figure.text for key, figure in finding.figures.items()}
    for key, figure in finding.figures.items():
        if figure.formula is not None:
            words, put_in = figure.formula.written(names), figure.formula.written(numbers)
            yield f"{names[key]} = {words} = {put_in} = {figure_text(figure, language)}"


def condition_text(condition: Condition, finding: Finding, language: Language) -> str:
    """Return the condition of a label with the numbers inserted, and whether it holds."""
    names = {key: figure.name.text(language) for key, figure in finding.figures.items()}
    values = {key: figure_text(figure, language) for key, figure in finding.figures.items()}
    texts = [condition.formula.written(terms).replace(" ∧ ", _AND[language]) for terms in (names, values)]
    outcome = word("holds" if condition.holds else "fails", language)
    label = label_word(condition.label, language)
    if language == "zh":
        return f"{label}：{texts[0]}，即 {texts[1]}，{outcome}"
    return f"{label}: {texts[0]}, that is {texts[1]}: {outcome}"


_AND: dict[Language, str] = {"zh": "，且 ", "en": " and "}


def conditions(finding: Finding, language: Language) -> Iterator[str]:
    """Yield the conditions that decide the label: the benchmark, and a contradiction where there is one."""
    for each in finding.conditions:
        if each.holds or each.label == "strain":
            yield condition_text(each, finding, language)


def stated(finding: Finding, language: Language) -> dict[str, list[str]]:
    """Return the stated figures by the place that states them."""
    found: dict[str, list[str]] = {}
    for figure in finding.figures.values():
        if figure.formula is None:
            sign = SIGNS[figure.sign] if figure.sign else "="
            text = f"{figure.name.text(language)} {sign} {figure_text(figure, language)}"
            found.setdefault(source_text(figure, language), []).append(text)
    return found


def sources(finding: Finding, language: Language) -> Iterator[str]:
    """Yield the places that state figures, and the figures."""
    for source, figures in stated(finding, language).items():
        yield f"{source}{COLON[language]}{clauses(figures, language)}"


def source_text(figure: Figure, language: Language) -> str:
    """Return the section of the plan that states a figure, or its publication with the id."""
    parts = [section_text(figure.section, language)] if figure.section else []
    for key, source in figure.sources.items():
        where = "" if key.startswith("plan.") else _published(source, language)
        parts.append(key + bracketed(where, language) if where else key)
    return joined(parts, language)


def _published(source: Source, language: Language) -> str:
    """Return the title, or in English, where most titles are Chinese, the address."""
    zh, _, en = source.title.partition(" / ")
    if language == "zh":
        return zh
    return en or (source.address if source.address and source.address.startswith("http") else "")


def audit_report(findings: Sequence[Finding]) -> Report:
    """Return the findings: a block of text, a row and a record for each."""
    return Report(partial(_blocks, findings), partial(_rows, findings), partial(_record, findings))


def _blocks(findings: Sequence[Finding], language: Language) -> Iterator[Block]:
    yield from (Paragraph(note[language]) for note in NOTES.values())
    for each in findings:
        yield ""
        yield from _finding(each, language)
    yield from ("", tally(findings, language))


def _finding(finding: Finding, language: Language) -> Iterator[Block]:
    label, blank = section(label_word(finding.label, language), language), "" if language == "zh" else " "
    yield f"{label}{blank}{finding.title.text(language)}  {finding.id}"
    yield Paragraph(finding.statement.text(language), "  ")
    for key, text in _grounds(finding, language):
        yield Paragraph(text, f"  {word(key, language)}  ")


def _grounds(finding: Finding, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the grounds of a finding, each with the key of its label."""
    yield from (("identity", text) for text in identities(finding, language))
    yield from (("judgement", text) for text in conditions(finding, language))
    yield "reading", finding.reading.text(language)
    yield from (("source", text) for text in sources(finding, language))


def _rows(findings: Sequence[Finding], language: Language) -> Table:
    keys = ("label", "item", "statement", "identity", "judgement", "reading", "source")
    columns = [Column("id"), *(Column(heading(key, language)) for key in keys)]
    return Table(columns, (_row(each, language) for each in findings))


def _row(finding: Finding, language: Language) -> list[str]:
    return [
        finding.id,
        label_word(finding.label, language),
        finding.title.text(language),
        finding.statement.text(language),
        "\n".join(identities(finding, language)),
        "\n".join(conditions(finding, language)),
        finding.reading.text(language),
        "\n".join(sources(finding, language)),
    ]


def _record(findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "counts": {label: sum(each.label == label for each in findings) for label in LABELS},
        "findings": [_finding_record(each) for each in findings],
    }


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "label": finding.label,
        "label_zh": label_word(finding.label, "zh"),
        "title": finding.title.model_dump(),
        "statement": finding.statement.model_dump(),
        "reading": finding.reading.model_dump(),
        "identities": {"zh": list(identities(finding, "zh")), "en": list(identities(finding, "en"))},
        "conditions": [
            {"label": each.label, "formula": each.formula.text, "holds": each.holds}
            for each in finding.conditions
        ],
        "figures": {key: _figure_record(figure) for key, figure in finding.figures.items()},
    }


def _figure_record(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name.model_dump(),
        "value": figure.value,
        "unit": figure.unit.zh,
        "unit_en": figure.unit.en,
        "comparison": figure.sign or None,
        "section": figure.section or None,
        "sources": list(figure.sources),
        "formula": figure.formula.text if figure.formula else None,
    }
