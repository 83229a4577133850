"""The command ``teda appraise``: as a table, CSV and JSON, in both languages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.analysis.appraisal.homes import write_method
from tests.command_line import CommandResult, report


def test_the_table_says_what_is_modelled_and_what_cannot_be_said(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_method(at_home)
    result = CommandResult(capsys, "appraise", "plan", "--members", "64")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "小考核：2025 年各情景相对 trend 的变动（取自先验，64 个成员）"
    (size,) = (line.split() for line in lines if line.startswith("规模 ") and "50%" in line)
    assert size[:3] == ["规模", "50%", "2/2"]
    (rest,) = (line.split() for line in lines if line.startswith("其他 "))
    assert rest == ["其他", "20%", "0/3", "—", "—", "—"]
    assert "不能说的：得分和名次。" in result.out
    assert "没有建模的：水耗：模型没有用水。" in result.out
    assert "† 主要由情景设定" in result.out
    english = CommandResult(capsys, "appraise", "plan", "--members", "64", "--lang", "en").out
    assert "What cannot be said: score and rank." in " ".join(english.split())
    assert "Not modelled: Water: The model has no water." in " ".join(english.split())


def test_csv_and_json_have_every_item(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_method(at_home)
    asked = ("appraise", "plan", "--members", "64", "--year", "2024", "--format")
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *asked, "csv").out)))
    assert [row["二级指标"] for row in rows] == ["产值†", "产值增速", "单位产值人口≈", "水耗"]
    record = json.loads(CommandResult(capsys, *asked, "json").out)
    assert (record["year"], record["not_computable"]) == (2024, ["score", "rank"])
    (plan,) = record["scenarios"]
    size, green, rest = plan["groups"]
    assert [group["items_modelled"] for group in (size, green, rest)] == [2, 1, 0]
    assert (size["weight"], rest["movement_of_modelled"]) == (0.5, None)
    assert green["items"][0]["change"]["mean"] < 0 < green["movement_of_modelled"]["mean"][0]
    assert rest["items"][0]["reason"] == {"zh": "模型没有用水。", "en": "The model has no water."}
    assert record["sources"]["m1"]["confidence"] == "high"


def test_a_wrong_year_and_a_home_without_a_method(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    zh, en = '"abc" 不是整数。', '"abc" is not a whole number.'
    result = CommandResult(capsys, "appraise", "plan", "--year", "abc")
    assert (result.code, result.err) == (2, report("--year", zh, en))
    result = CommandResult(capsys, "appraise", "plan", "--year", "2099")
    assert result.code == 2
    assert "the home has no method of appraisal (model/appraisal.yaml)." in result.err
    assert "--year: 2099 年不可用，应在 2021 到 2035 之间。" in result.err
