"""The ensembles on disk, as a table, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from typing import Any

from sim.ensembles.folder.catalogue import Entry
from sim.files import display
from sim.report.layout import Column, layout
from sim.report.words.numbers import print_count, print_size
from sim.units import Language

_SHORT = 12  # characters of a hash
_HEADINGS: dict[Language, tuple[str, ...]] = {
    "zh": ("文件夹", "情景", "成员", "大小", "模型", "种子", "状态", "日期"),
    "en": ("Folder", "Scenario", "Members", "Size", "Model", "Seed", "State", "Date"),
}
_KEYS = ("folder", "scenario", "members", "bytes", "model_hash", "seed", "state", "changed")
_FIGURES = (2, 3, 5)
_STATES: dict[str, dict[Language, str]] = {
    "finished": {"zh": "已完成", "en": "finished"},
    "unfinished": {"zh": "未完成", "en": "unfinished"},
    "running": {"zh": "正在运行", "en": "running"},
    "summary": {"zh": "只有汇总", "en": "summary only"},
    "other_model": {"zh": "另一模型", "en": "other model"},
}


def runs_table(entries: Sequence[Entry], language: Language) -> str:
    """Return a row for each ensemble, or a line that says that there is none."""
    if not entries:
        return {"zh": "没有集合。\n", "en": "There are no ensembles.\n"}[language]
    headings = enumerate(_HEADINGS[language])
    columns = [Column(name, is_figure=place in _FIGURES, limit=48) for place, name in headings]
    return layout(columns, [_row(entry, language) for entry in entries])


def _row(entry: Entry, language: Language) -> tuple[str, ...]:
    facts = entry.manifest
    return (
        display(entry.folder),
        facts["scenario"],
        print_count(facts["members"]),
        print_size(entry.size),
        facts["model_hash"][:_SHORT],
        str(facts["seed"]),
        ("，" if language == "zh" else ", ").join(_STATES[state][language] for state in _states(entry)),
        entry.changed.astimezone().strftime("%Y-%m-%d %H:%M"),
    )


def _states(entry: Entry) -> list[str]:
    found = ["running" if entry.is_running else "finished" if entry.is_finished else "unfinished"]
    found += [] if entry.manifest["keeps_members"] else ["summary"]
    return found + (["other_model"] if entry.is_other_model else [])


def runs_csv(entries: Sequence[Entry], language: Language) -> str:
    """Return a row for each ensemble; sizes in bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS[language])
    for entry in entries:
        record = _record(entry)
        writer.writerow([*(record[key] for key in _KEYS[:6]), *_row(entry, language)[6:]])
    return text.getvalue()


def runs_json(entries: Sequence[Entry]) -> str:
    """Return a record for each ensemble; sizes in bytes, dates in ISO 8601."""
    return json.dumps([_record(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"


def _record(entry: Entry) -> dict[str, Any]:
    facts = entry.manifest
    values = (
        os.fspath(entry.folder),
        facts["scenario"],
        facts["members"],
        entry.size,
        facts["model_hash"],
        facts["seed"],
        _states(entry),
        entry.changed.isoformat(timespec="seconds"),
    )
    return dict(zip(_KEYS, values, strict=True))
