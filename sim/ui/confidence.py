"""The page of the confidence tests: the tests of the model, and those that it has not passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape

import streamlit as st

from sim.analysis.checks.catalogue import Outcome, run_checks
from sim.analysis.checks.check import Check
from sim.analysis.checks.confidence import ConfidenceReport, build_report
from sim.analysis.checks.trials import Result
from sim.analysis.record.kept import kept_record
from sim.cache import kept
from sim.files import fingerprint
from sim.registry.load import read_reality
from sim.report.documents.confidence.words import (
    ASKS,
    NOTHING_FAILED,
    SCOPE,
    failures,
    knockout_text,
    settings_of,
    verdict,
)
from sim.report.documents.record.document import COMMAND
from sim.report.tables.validation import rows_table, sums_table
from sim.report.words.numbers import print_count
from sim.report.words.record import hindsight_words, record_title, record_words
from sim.report.words.variables import sector_title
from sim.scenario.workspace import Workspace
from sim.ui.beside import beside
from sim.ui.cache import scenarios_of
from sim.ui.fact_table import fact_table
from sim.ui.page_state import Scene
from sim.ui.terms import with_terms
from sim.ui.texts import say
from sim.units import Language


def draw_confidence(scene: Scene) -> None:
    """Draw the page; its checks run once for each state of the files, which takes a minute or two."""
    workspace, language = scene.workspace, scene.view.language
    with st.spinner(say("confidence_running", language), show_time=language == "en"):
        report = report_of(workspace)
    parts = [
        f"<p>{with_terms(SCOPE.text(language), language)}</p>",
        "".join(_test(outcome, language) for outcome in report.outcomes),
        f"<h2>{escape(say('confidence_failed', language))}</h2>{_failed(report, language)}",
        _record(workspace, language),
        f"<h2>{escape(say('confidence_reality', language))}</h2>{_sectors(report, workspace, language)}",
        f"<h2>{escape(say('confidence_accounts', language))}</h2>{_accounts(report, language)}",
        f"<h2>{escape(say('confidence_loops', language))}</h2>{_loops(report, workspace, language)}",
    ]
    st.html(f'<div class="teda audit confidence">{"".join(parts)}</div>')


def report_of(workspace: Workspace) -> ConfidenceReport:
    """Return the report of the tests, computed once for each state of model, registry and scenarios."""
    files = sorted(workspace.home.scenarios.glob("*.yaml"))
    prints = tuple(f"{path}:{fingerprint(path)}" for path in files)
    return _report((workspace.model.hash, workspace.registry.state, *prints), workspace)


@st.cache_resource(max_entries=2, show_spinner=False)
def _report(hashes: tuple[str, ...], _workspace: Workspace) -> ConfidenceReport:
    return kept("confidence", hashes, lambda: beside(_tested, _workspace))  # half a minute


def _tested(workspace: Workspace) -> ConfidenceReport:
    return build_report(run_checks(workspace, _nothing), workspace)


def _nothing(_check: Check, _done: int, _total: int) -> None:
    """Ignore the progress of the checks, because the page shows that it is waiting."""


def _pill(is_passed: bool, language: Language) -> str:
    style = "good" if is_passed else "bad"
    return f'<span class="pill {style}">{escape(verdict(is_passed, language))}</span>'


def _test(outcome: Outcome, language: Language) -> str:
    check, found = outcome.check, outcome.found
    count = say(
        "confidence_count", language, count=print_count(found.examined), counted=check.counted.text(language)
    )
    return (
        f'<section class="finding" data-check="{escape(check.key)}">{_pill(found.is_passed, language)}'
        f"<h2>{escape(check.title.text(language))}</h2><p>{escape(ASKS[check.key].text(language))}</p>"
        f'<p class="quiet">{escape(count)}</p></section>'
    )


def _failed(report: ConfidenceReport, language: Language) -> str:
    faults = [fault for outcome in report.outcomes for fault in outcome.found.faults]
    return (
        _list(fault.text(language) for fault in faults) or f"<p>{escape(NOTHING_FAILED.text(language))}</p>"
    )


def _record(workspace: Workspace, language: Language) -> str:
    """Return the record of past forecasts that the home keeps; each prediction is collapsed."""
    head = f"<h2>{escape(say('confidence_record', language))}</h2>"
    found = kept_record(workspace)
    if found is None:
        return head + _paragraph(say("confidence_no_record", language, command=COMMAND))
    filed = scenarios_of(workspace).get(found.scenario)
    titled = replace(found, scenario=filed.title.text(language)) if filed else found
    sums, rows = sums_table(found, language), rows_table(found, workspace, language)
    words = [*record_words(found, language), hindsight_words(found, workspace, language)]
    each = escape(say("confidence_predictions", language, count=print_count(len(found.predictions))))
    return (
        f"{head}{_paragraph(record_title(titled, language))}{fact_table(sums.headings, sums.printed())}"
        f"{''.join(map(_paragraph, words))}"
        f"<details data-record><summary>{each}</summary>{fact_table(rows.headings, rows.printed())}</details>"
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _sectors(report: ConfidenceReport, workspace: Workspace, language: Language) -> str:
    """Return the reality checks by sector, each collapsed."""
    written = read_reality(workspace.registry).reality
    blocks = []
    for sector in workspace.model.groups:
        results = [each for each in report.reality if each.trial.sector == sector]
        if results:
            title = sector_title(sector, workspace.model.groups)[0 if language == "zh" else 1]
            rows = [_result(each, settings_of(each, written[each.trial.keys[1]].set, language), language)
                    for each in results]  # fmt: skip
            blocks.append(f"<h3>{escape(title)}</h3>{''.join(rows)}")
    return "".join(blocks)


def _accounts(report: ConfidenceReport, language: Language) -> str:
    return "".join(_result(each, settings_of(each, {}, language), language) for each in report.accounts)


def _result(result: Result, settings: str, language: Language) -> str:
    name = escape(result.trial.name.text(language))
    if not result.trial.sector:  # an account occurs once for each scenario
        name += f' <code class="quiet">{escape(settings)}</code>'
    return (
        f'<details data-trial="{escape(result.trial.keys[1])}"><summary>{_pill(result.is_passed, language)} '
        f'{name}</summary><p class="quiet"><code>{escape(settings)}</code></p>'
        f"{_list((each.text for each in result.trial.predicates), 'rule')}{_list(failures(result, language))}"
        "</details>"
    )


def _loops(report: ConfidenceReport, workspace: Workspace, language: Language) -> str:
    indicators = workspace.registry.indicators
    return "".join(
        f'<p data-loop="{escape(cut.key)}">{_pill(cut.is_as_stated, language)} '
        f"{escape(cut.key)} {escape(cut.loop.name.text(language))} · "
        f"{escape(knockout_text(cut, indicators[cut.loop.indicator].name, language))}</p>"
        for cut in report.knockouts
    )


def _list(texts: Iterable[str], style: str = "") -> str:
    tag = "code" if style else "span"  # rules are the model's own words
    items = "".join(f'<li class="{style}"><{tag}>{escape(text)}</{tag}></li>' for text in texts)
    return f"<ul>{items}</ul>" if items else ""
