"""Last pages of a briefing: how far its findings reach, and where its figures come from."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.evidence import count_evidence
from sim.bilingual_names import halves
from sim.report.briefing.opening import certainty
from sim.report.briefing.page import Column, Lines, Page, grid
from sim.report.briefing.subject import Subject
from sim.report.words.draws import draw_notes
from sim.report.words.evidence import evidence_text
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_count, print_share
from sim.report.words.punctuation import listed
from sim.report.words.sources import is_own
from sim.units import Language


def reach(subject: Subject) -> Iterator[Page]:
    """Yield what the uncertainty covers and what it does not, and the evidence behind the constants."""
    language, ensemble = subject.language, subject.ensemble
    evidence, words = count_evidence(subject.registry), _REACH[subject.language]
    texts = [
        *(draw_notes(ensemble.manifest, language) if ensemble is not None else [certainty(subject)]),
        evidence_text(evidence, language),
        *words["texts"].split("\n"),
    ]
    inputs = [
        row.entry.name.text(language)
        for row in subject.table
        if row.kind == "scenario_input" and row.planned.values
    ]
    if inputs:
        texts.append(words["inputs"].format(print_count(len(inputs)), listed(inputs, language)))
    title = words["title"].format(print_count(evidence.constants), print_share(evidence.share_assumed))
    yield Page("limits", title, Lines(tuple(text for text in texts if text)))


_REACH: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "适用范围：模型 {} 个常量中 {} 含假设，结论应看方向、量级和区间",
        "texts": "推演回答“若如此施策会怎样”，不是对实际结果的承诺；规划目标没有用来调整模型。\n"
        "模型按年度总量计算，不含单个企业的进退、突发事件和规划期内未列的政策变化。",
        "inputs": "以下 {} 项由情景直接给定，不由模型推出，不计入达标统计：{}。",
    },
    "en": {
        "title": "Reach: {1} of {0} constants rest on assumptions; read direction, size and band",
        "texts": "A simulation answers what would follow from measures and promises no outcome; the plan's "
        "targets have not been used to tune the model.\n"
        "It works with yearly totals: no single firms, no shocks, no change of policy that the scenario does "
        "not name.",
        "inputs": "{} targets are given by the scenario and not by the model, and are not counted: {}.",
    },
}


def sources(subject: Subject) -> Iterator[Page]:
    """Yield the sources of the targets and of the published figures, with the figures taken from each."""
    language, registry = subject.language, subject.registry
    used: dict[str, dict[str, None]] = {}
    for row in subject.table:
        observed = [each.source for each in registry.observations.get(row.id, ())]
        for source in (*row.planned.source, *row.entry.source, *observed):
            title = _title(source, subject)
            if title:
                used.setdefault(title, {})[row.entry.name.text(language)] = None
    if not used:
        return
    words = _SOURCES[language]
    rows = [(title, _of(list(names), language)) for title, names in used.items()]
    columns = [Column(heading("source", language), 6.5), Column(words["used"], 5.5)]
    yield Page(
        "sources",
        words["title"].format(print_count(len(rows)), "" if len(rows) == 1 else "s"),
        grid(columns, rows),
    )


def _title(source: str, subject: Subject) -> str:
    """Return the title of a source in the language, "" where it has none in it."""
    found = subject.registry.sources.get(source)
    return "" if found is None or is_own(found.title) else halves(found.title)[subject.language]


def _of(names: list[str], language: Language) -> str:
    few = names[:3]
    more = len(names) - len(few)
    text = listed(few, language)
    return text + (_SOURCES[language]["more"].format(print_count(more)) if more else "")


_SOURCES: dict[Language, dict[str, str]] = {
    "zh": {"title": "附：目标和公布数出自 {} 种来源", "used": "所取数据", "more": "等另 {} 项"},
    "en": {
        "title": "Appendix: targets and published figures are from {} source{}",
        "used": "Figures taken from it",
        "more": " and {} more",
    },
}
