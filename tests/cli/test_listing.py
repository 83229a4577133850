"""The command ``teda list``: what there is, in both languages, and how it is narrowed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.listing import KINDS as WORDS
from sim.report.tables.listing import KINDS
from tests.command_line import Told, report


def test_alone_it_lists_what_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(capsys, "list")
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()[2:]] == list(KINDS) == list(WORDS.ids)


@pytest.mark.parametrize("kind", WORDS.ids)
def test_every_kind_is_listed_in_every_format(
    at_home: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    [records, text, table] = (
        Told(capsys, "list", kind, "--format", form) for form in ("json", "table", "csv")
    )
    ids = [record["id"] for record in json.loads(records.out)]
    assert ids
    assert [line.partition(",")[0].strip('"') for line in table.out.splitlines()[1:]] == ids
    assert all(name.split()[0] in text.out for name in ids)


def test_a_lever_has_names_unit_range_default_and_scenarios(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Told(capsys, "list", "杠杆", "投资", "--format", "json")
    assert json.loads(told.out) == [
        {
            "id": "public investment",
            "name": {"zh": "公共投资", "en": "Public investment"},
            "unit": {"zh": "亿元/年", "en": "100M CNY/year"},
            "low": 0.0,
            "high": 400.0,
            "default": 60.0,
            "trend": 60.0,
            "plan": 120.0,
        }
    ]


@pytest.mark.parametrize("word", ["工业总", "INDUSTRIAL output", "gross_output"])
def test_a_word_of_either_language_narrows_the_list(
    at_home: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    told = Told(capsys, "list", "indicators", word, "--format", "json")
    assert "gross_output" in [record["id"] for record in json.loads(told.out)]


def test_a_word_that_no_name_holds_is_told(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(capsys, "list", "scenarios", "xyz", "--lang", "en")
    assert (told.code, told.out) == (0, 'No name of scenarios (teda run, compare) holds "xyz".\n')


def test_another_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told(capsys, "list", "levrs")
    zh, en = '没有名为 "levrs" 的清单。最接近的是 "levers"。', 'no list "levrs". Nearest: "levers".'
    assert (told.code, told.out, told.err) == (2, "", report("teda list", zh, en))
