"""What the checks of a home folder found, as text and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from sim.analysis.checks.catalogue import Outcome
from sim.analysis.evidence import count_evidence
from sim.errors import Fault
from sim.report.layout import Column, fold_text, layout
from sim.report.words.evidence import evidence_text, screening_text
from sim.report.words.figures import MET, NOT_MET
from sim.scenario.workspace import Workspace
from sim.units import Language

WIDTH = 98
SHOWN = 50  # faults of one check; JSON has all
TITLE_WIDTH = 64


def check_report(outcomes: Sequence[Outcome], workspace: Workspace, form: str, language: Language) -> str:
    """Return what was found and how the constants are founded, in one of the three formats."""
    registry = workspace.registry
    evidence = count_evidence(registry)
    if form == "json":
        record = _record(outcomes) | {"evidence": asdict(evidence)}
        return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(outcomes, language)
    said = (evidence_text(evidence, language), screening_text(registry, workspace.model.hash, language))
    return _table(outcomes, filter(None, said), language)


def _record(outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {
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


def _csv(outcomes: Sequence[Outcome], language: Language) -> str:
    """Return a row for each check, and one for each fault below it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["check", "passed", "examined", "faults", "place", "text"])
    for outcome in outcomes:
        found, key = outcome.found, outcome.check.key
        title = outcome.check.title.text(language)
        writer.writerow([key, found.is_passed, found.examined, len(found.faults), "", title])
        writer.writerows([key, "", "", "", one.place, _told(one, language)] for one in found.faults)
    return text.getvalue()


def _table(outcomes: Sequence[Outcome], said: Iterable[str], language: Language) -> str:
    """Return a line for each check, what is wrong, how the constants are founded, and the verdict."""
    heads = {"zh": ("检查项", "数量", "不合格"), "en": ("Check", "Examined", "Faults")}[language]
    columns = [
        Column("", is_figure=False),
        Column(heads[0], is_figure=False, limit=TITLE_WIDTH),
        Column(heads[1]),
        Column("", is_figure=False),
        Column(heads[2]),
    ]
    rows = [_row(outcome, language) for outcome in outcomes]
    lines = [line for outcome in outcomes for line in _faults(outcome, language)]
    lines += _founded(said, language)
    return layout(columns, rows) + "".join(f"{line}\n" for line in (*lines, _verdict(outcomes, language)))


def _founded(said: Iterable[str], language: Language) -> Iterator[str]:
    yield {"zh": "\n【参数依据】", "en": "\n[What the constants rest on]"}[language]
    yield from (line for text in said for line in fold_text(text, WIDTH))


def _row(outcome: Outcome, language: Language) -> list[str]:
    found = outcome.found
    return [
        MET if found.is_passed else NOT_MET,
        outcome.check.title.text(language),
        f"{found.examined:,}",
        outcome.check.counted.text(language),
        f"{len(found.faults):,}",
    ]


def _faults(outcome: Outcome, language: Language) -> Iterator[str]:
    faults = outcome.found.faults
    if not faults:
        return
    title = outcome.check.title.text(language)
    yield f"\n【{title}】" if language == "zh" else f"\n[{title}]"
    for one in faults[:SHOWN]:
        yield from fold_text(f"{NOT_MET} {one.place}", WIDTH)
        yield from (f"    {line}" for line in fold_text(_told(one, language), WIDTH - 4))
    hidden = len(faults) - SHOWN
    if hidden > 0:
        more = {"zh": f"  另有 {hidden:,} 处，见 --format json。", "en": f"  {hidden:,} more: --format json."}
        yield more[language]


def _told(fault: Fault, language: Language) -> str:
    return fault.zh if language == "zh" else fault.en


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
    return f"\n{done[language]}"
