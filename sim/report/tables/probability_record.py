"""How likely the targets are, as records for programs: JSON, and CSV for Excel."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence

from sim.outcomes.board import Board, Standing, Together, standing_record
from sim.report.words.glossary import heading
from sim.report.words.numbers import record_number
from sim.units import Language

Record = dict[str, object]
FACTS = ("scenario", "title", "options", "model_hash", "method", "seed", "members", "failed")


def probability_json(boards: Sequence[Board]) -> str:
    """Return boards as JSON: ``{"ensembles": [{…, "targets": […], "together": […]}]}``."""
    record = {"interval": "Wilson 95%", "ensembles": [_board(board) for board in boards]}
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _board(board: Board) -> Record:
    return {
        **{name: board.manifest.get(name) for name in FACTS},
        "targets": [_target(row) for row in board.rows],
        "together": [_together(one) for one in board.together],
        "left_out": list(board.left_out),
    }


def _target(row: Standing) -> Record:
    entry, record = row.entry, {key: _number(value) for key, value in standing_record(row).items()}
    return {
        "name": {"zh": entry.name.zh, "en": entry.name.en},
        "unit": entry.unit.zh,
        "unit_en": entry.unit.en,
        "target_kind": entry.target_kind,
        "comparison": entry.comparison,
        **record,
        "reached": {str(year): members for year, members in sorted(row.reached.items())},
    }


def _together(one: Together) -> Record:
    low, high = one.joint.interval
    return {
        "group": one.group.name,
        "year": one.group.year,
        "indicators": [goal.indicator for goal in one.goals],
        "members": one.joint.members,
        "all_met": one.joint.count,
        "probability": _number(one.joint.value),
        "probability_low": _number(low),
        "probability_high": _number(high),
        "counts": one.counts.tolist(),
    }


def _number(value: object) -> object:
    """Return a value, None in place of what is not a number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def probability_csv(boards: Sequence[Board], language: Language) -> str:
    """Return a row for each ensemble and target; how many are met together is in the JSON."""
    rows = [_row(board, row, language) for board in boards for row in board.rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(board: Board, row: Standing, language: Language) -> Record:
    record = standing_record(row)
    return {
        heading("scenario", language): board.manifest["scenario"],
        "id": record.pop("indicator"),
        heading("indicator", language): row.entry.name.text(language),
        heading("unit", language): row.entry.unit.text(language),
        **{key: _tidy(value) for key, value in record.items()},
    }


def _tidy(value: object) -> object:
    """Return a figure without the last digits, which only binary arithmetic sees; nothing for no number."""
    if not isinstance(value, float):
        return value
    return record_number(value)
