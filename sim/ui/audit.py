"""The page of the plan audit: comparisons of the plan's own figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from html import escape

import streamlit as st

from sim.analysis.audit import LABELS, Finding, Label, audit_of
from sim.report.tables.audit import NOTES, conditions, identities, label_word, sources
from sim.report.words.glossary import word
from sim.ui.page_state import Scene
from sim.ui.terms import with_terms
from sim.ui.texts import say
from sim.units import Language

ALL = "all"
PILLS: dict[Label, str] = {"contradict": "bad", "strain": "warn", "imply": ""}
FILTER = "audit_label"

_ID = re.compile(r"\b[a-z]+(?:\.[\w-]+)+")  # of a source: teda.gdp.2020


def draw_audit(scene: Scene) -> None:
    """Draw the page, which needs the registry only."""
    language, findings = scene.view.language, audit_of(scene.workspace.registry).findings
    texts = "".join(f"<p>{with_terms(note[language], language)}</p>" for note in NOTES.values())
    st.html(f'<div class="teda facts">{texts}</div>')
    chosen = st.segmented_control(
        say("audit_filter", language),
        [ALL, *LABELS],
        default=ALL,
        format_func=partial(_option, findings=findings, language=language),
        key=f"{FILTER}:{language}",
        required=True,
        label_visibility="collapsed",
    )
    shown = [each for each in findings if chosen in (ALL, each.label)]
    body = "".join(finding_html(each, language) for each in shown)
    st.html(f'<div class="teda audit">{body or escape(say("audit_none", language))}</div>')


def _option(option: str, findings: Sequence[Finding], language: Language) -> str:
    if option == ALL:
        return say("audit_all", language, count=len(findings))
    label = next(each for each in LABELS if each == option)
    count = sum(each.label == label for each in findings)
    return say("audit_some", language, label=label_word(label, language), count=count)


def finding_html(finding: Finding, language: Language) -> str:
    """Return a finding: label, title, statement, reason for the label, calculation and sources."""
    title, label = escape(finding.title.text(language)), escape(label_word(finding.label, language))
    rules = [f"{word('judgement', language)} · {text}" for text in conditions(finding, language)]
    return (
        f'<section class="finding {finding.label}" data-finding="{escape(finding.id)}">'
        f'<span class="pill {PILLS[finding.label]}">{label}</span><h2>{title}</h2>'
        f"<p>{escape(finding.statement.text(language))}</p>"
        f'<p class="quiet">{escape(finding.reading.text(language))}</p>'
        f"<details><summary>{escape(say('audit_workings', language))}</summary><ul>"
        f"{_items(identities(finding, language))}{_items(rules, 'rule')}"
        f"{_items(sources(finding, language), 'source')}"
        "</ul></details></section>"
    )


def _items(texts: Iterable[str], style: str = "") -> str:
    """Return texts as items of a list, ids of sources as code."""
    marked = (_ID.sub(r"<code>\g<0></code>", escape(text)) for text in texts)
    return "".join(f'<li class="{style}">{text}</li>' for text in marked)
