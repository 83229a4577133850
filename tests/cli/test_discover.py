"""``teda discover``: output in both languages and all formats, and refused requests."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.analysis.sensitivity.uncertain_home import make_uncertain
from tests.command_line import CommandResult, report

Capture = pytest.CaptureFixture[str]
ASK = ("discover", "trend", "--indicator", "resident_population", "--members", "2000")


@pytest.fixture
def home(at_home: Path) -> Path:
    make_uncertain(at_home)
    return at_home


def test_the_conditions_are_reported_in_a_sentence_with_units(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK)
    assert (result.code, result.err) == (0, "")
    whole = result.out.replace("\n", "")
    assert (
        "当“净迁入”低于 1.25 万人/年 时，目标（2025 年“常住人口规模”≥ 30 万人）有超过 99% 的可能落空，"
        in whole
    )
    assert "这样的情形占全部落空的超过 99%、全部抽样的" in whole
    row = result.out.split("【1 个条件】\n")[1].splitlines()[0].split()
    assert row[:6] == ["净迁入", "D", "<", "1.25", "万人/年", "100%"]
    assert "条件由浅层决策树在一半抽样中找出，比例由另一半抽样核对。" in result.out


def test_it_says_the_same_in_english_of_what_is_met(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK, "--met", "--lang", "en")
    text = " ".join(result.out.split())
    assert (
        "When Net migration is above 1.25 × 10k people/year, the target (Resident population ≥ 30 × 10k "
        "people in 2025) is met with probability more than 99%, against 25% of all draws;"
    ) in text
    assert "[1 condition]" in text
    assert not [char for char in result.out if "一" <= char <= "鿿"]


def test_the_records_have_every_figure(home: Path, capsys: Capture) -> None:
    record = json.loads(CommandResult(capsys, *ASK, "--format", "json").out)
    assert (record["of_interest"], record["target"], record["said"]) == ("missed", 30, 0)
    (condition,) = record["found"][0]["conditions"]
    assert (condition["key"], condition["side"], condition["grade"]) == ("migration", "below", "D")
    assert condition["limit"] == pytest.approx(1.25, abs=0.005)
    rows = list(
        csv.DictReader(io.StringIO(CommandResult(capsys, *ASK, "--format", "csv", "--lang", "en").out))
    )
    assert (rows[0]["parameter"], rows[0]["unit"]) == ("migration", "10k people/year")
    assert float(rows[0]["limit"]) == condition["limit"]


def test_nearly_always_missed_is_reported(home: Path, capsys: Capture) -> None:
    result = CommandResult(
        capsys, "discover", "--indicator", "gross_output", "--year", "2035", "--members", "500"
    )
    assert result.code == 0
    assert (
        "目标（2035 年“工业总产值”≥ 15,270 亿元）在超过 99% 的抽样中落空：几乎总是落空，"
        "谈不上什么条件下落空。"
    ) in result.out.replace("\n", "")
    assert "密度" not in result.out


def test_bad_options_are_reported_together(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK, "--missed", "--met", "--seed", "x")
    assert (result.code, result.out) == (2, "")
    assert result.err == report(
        "teda discover", "--missed 和 --met 只能用一个。", "give only one of --missed and --met."
    ) + report("--seed", '"x" 不是整数。', '"x" is not a whole number.')
