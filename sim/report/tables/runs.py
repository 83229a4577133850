"""Report of the ensembles on disk."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sim.ensembles.folder.catalogue import Entry
from sim.files import display
from sim.report.record import Cell, Column, Report, Row, Table, count_cell
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_size
from sim.report.words.punctuation import joined
from sim.report.words.scenarios import short_hash
from sim.units import Language

_HEADS = ("folder", "scenario", "members", "size", "model", "seed", "state", "date")
_FIGURES = ("members", "size", "seed")
_RANKS = {"seed": 3, "model": 2, "size": 1}
_STATES: dict[str, dict[Language, str]] = {
    "finished": {"zh": "已完成", "en": "finished"},
    "unfinished": {"zh": "未完成", "en": "unfinished"},
    "running": {"zh": "正在运行", "en": "running"},
    "summary": {"zh": "只有汇总", "en": "summary only"},
    "other_model": {"zh": "另一模型", "en": "other model"},
}


def runs_report(entries: Sequence[Entry]) -> Report:
    """Return a row for each ensemble; in CSV and JSON sizes are in bytes, in JSON dates are ISO 8601."""
    table = partial(_table, entries)
    none: Mapping[Language, str] = {"zh": "还没有集合。", "en": "There are no ensembles yet."}
    return Report(
        lambda language: [table(language) if entries else none[language]],
        table,
        lambda: [_record(entry) for entry in entries],
    )


def _table(entries: Sequence[Entry], language: Language) -> Table:
    columns = [
        Column(heading(key, language), is_figure=key in _FIGURES, limit=48, rank=_RANKS.get(key, 0))
        for key in _HEADS
    ]
    return Table(columns, [_row(entry, language) for entry in entries])


def _row(entry: Entry, language: Language) -> Row:
    facts = entry.manifest
    return [
        Cell(os.fspath(entry.folder), display(entry.folder)),
        facts["scenario"],
        count_cell(facts["members"]),
        Cell(entry.size, print_size(entry.size)),
        Cell(facts["model_hash"], short_hash(facts["model_hash"])),
        facts["seed"],
        joined((_STATES[state][language] for state in _states(entry)), language),
        entry.changed.astimezone().strftime("%Y-%m-%d %H:%M"),
    ]


def _states(entry: Entry) -> list[str]:
    found = ["running" if entry.is_running else "finished" if entry.is_finished else "unfinished"]
    found += [] if entry.manifest["keeps_members"] else ["summary"]
    return found + (["other_model"] if entry.is_other_model else [])


def _record(entry: Entry) -> dict[str, Any]:
    facts = entry.manifest
    return {
        "folder": os.fspath(entry.folder),
        "scenario": facts["scenario"],
        "members": facts["members"],
        "bytes": entry.size,
        "model_hash": facts["model_hash"],
        "seed": facts["seed"],
        "state": _states(entry),
        "changed": entry.changed.isoformat(timespec="seconds"),
    }
