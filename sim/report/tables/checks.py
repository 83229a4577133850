"""Report of the checks of a home folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial

from sim.analysis.checks.catalogue import Outcome
from sim.analysis.evidence import Evidence, count_evidence
from sim.report.record import Block, Column, Paragraph, Report, Row, Table, count_cell, section
from sim.report.words.evidence import evidence_text, screening_text
from sim.report.words.figures import MET, NOT_MET
from sim.report.words.glossary import headings
from sim.report.words.numbers import print_count
from sim.scenario.workspace import Workspace
from sim.units import Language

SHOWN = 50  # faults shown of one check; JSON has all
TITLE_WIDTH = 64


def check_report(outcomes: Sequence[Outcome], workspace: Workspace) -> Report:
    """Return the report of checks, with the evidence behind the constants."""
    evidence = count_evidence(workspace.registry)
    return Report(
        partial(_blocks, outcomes, evidence, workspace),
        partial(_rows, outcomes),
        lambda: _record(outcomes, workspace) | {"evidence": asdict(evidence)},
    )


def _record(outcomes: Sequence[Outcome], workspace: Workspace) -> dict[str, object]:
    return {
        "model_hash": workspace.model.hash,
        "passed": all(outcome.found.is_passed for outcome in outcomes),
        "checks": [
            {
                "id": outcome.check.key,
                "title": outcome.check.title.model_dump(),
                "passed": outcome.found.is_passed,
                "examined": outcome.found.examined,
                "counted": outcome.check.counted.model_dump(),
                "faults": [asdict(fault) for fault in outcome.found.faults],
            }
            for outcome in outcomes
        ],
    }


def _rows(outcomes: Sequence[Outcome], language: Language) -> Table:
    """Return a row for each check, and one for each fault below it."""
    rows: list[Row] = []
    for outcome in outcomes:
        found, key = outcome.found, outcome.check.key
        title = outcome.check.title.text(language)
        rows.append([key, found.is_passed, found.examined, len(found.faults), None, title])
        rows += [[key, None, None, None, one.place, one.text(language)] for one in found.faults]
    return Table([Column(key) for key in ("check", "passed", "examined", "faults", "place", "text")], rows)


def _blocks(
    outcomes: Sequence[Outcome], evidence: Evidence, workspace: Workspace, language: Language
) -> Iterator[Block]:
    """Yield a row for each check, the faults, the evidence behind the constants, and the verdict."""
    yield _table(outcomes, language)
    for outcome in outcomes:
        yield from _faults(outcome, language)
    yield from ("", section({"zh": "参数依据", "en": "Evidence behind the constants"}[language], language))
    yield Paragraph(evidence_text(evidence, language))
    screened = screening_text(workspace.registry, workspace.model.hash, language)
    if screened:
        yield Paragraph(screened)
    yield from ("", _verdict(outcomes, language))


def _table(outcomes: Sequence[Outcome], language: Language) -> Table:
    check, examined, fault = headings(language, "check", "examined", "fault")
    columns = [
        Column("", is_figure=False),
        Column(check, is_figure=False, limit=TITLE_WIDTH),
        Column(examined),
        Column("", is_figure=False),
        Column(fault),
    ]
    return Table(columns, [_row(outcome, language) for outcome in outcomes])


def _row(outcome: Outcome, language: Language) -> Row:
    found = outcome.found
    return [
        MET if found.is_passed else NOT_MET,
        outcome.check.title.text(language),
        count_cell(found.examined),
        outcome.check.counted.text(language),
        count_cell(len(found.faults)),
    ]


def _faults(outcome: Outcome, language: Language) -> Iterator[Block]:
    faults = outcome.found.faults
    if not faults:
        return
    yield from ("", section(outcome.check.title.text(language), language))
    for one in faults[:SHOWN]:
        yield Paragraph(f"{NOT_MET} {one.place}")
        yield Paragraph(one.text(language), "    ")
    hidden = len(faults) - SHOWN
    if hidden > 0:
        yield {
            "zh": f"  另有 {print_count(hidden)} 处，见 JSON 格式。",
            "en": f"  {print_count(hidden)} more in JSON.",
        }[language]


def _verdict(outcomes: Sequence[Outcome], language: Language) -> str:
    failed = sum(not outcome.found.is_passed for outcome in outcomes)
    if not failed:
        done = {"zh": f"全部 {len(outcomes)} 项通过。", "en": f"All {len(outcomes)} checks pass."}
    else:
        passed = len(outcomes) - failed
        done = {
            "zh": f"{passed} 项通过，{failed} 项未通过。",
            "en": f"Checks passed: {passed}; failed: {failed}.",
        }
    return done[language]
