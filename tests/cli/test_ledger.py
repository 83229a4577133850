"""The commands ``teda ledger``: from the seal to the score, and each exit code."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest

from sim.cli.ledger import ledger_app
from tests.analysis.ledger.homes import publish
from tests.command_line import CommandResult, report


def seal(capsys: pytest.CaptureFixture[str], *further: str) -> CommandResult:
    return CommandResult(capsys, "ledger", "seal", "trend", "--members", "64", *further)


def test_from_the_seal_to_the_score(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(at_home)
    asked = ("--indicator", "工业总产值", "--year", "2025", "--year", "2026")
    sealed = json.loads(seal(capsys, *asked, "--format", "json").out)
    assert [(row["indicator"], row["year"]) for row in sealed["sealed"]] == [
        ("gross_output", 2025),
        ("gross_output", 2026),
    ]
    text = seal(capsys, *asked, "--lang", "en").out
    assert "0 forecasts sealed; 2 were sealed already with the same model and forecast, bit for bit" in (
        " ".join(text.split())
    )
    assert f"head: {sealed['head']}" in text.splitlines()
    checked = CommandResult(capsys, "ledger", "check", "--head", sealed["head"])
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.splitlines()[0] == "预测台账 ledger.jsonl：2 条，逐行相接，未见改动。"
    publish(at_home, "gross_output,,,2025,7400,,,,A,,2100-02-01,s1,,快报")
    scored = CommandResult(capsys, "ledger", "score")
    assert scored.code == 0
    assert scored.out.splitlines()[0] == (
        "预测台账 ledger.jsonl：已评分 1 条，尚未公布 1 条，公布后才封存 0 条"
    )
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, "ledger", "score", "--format", "csv").out)))
    assert [(row["状态"], row["版本"], row["公布日期"]) for row in rows] == [
        ("已评分", "快报", "2100-02-01"),
        ("尚未公布", "—", "—"),
    ]
    record = json.loads(CommandResult(capsys, "ledger", "score", "--format", "json").out)
    (row, _) = record["rows"]
    assert float(rows[0]["CRPS"]) == pytest.approx(row["crps"], rel=0.005)  # as printed
    assert row["naive_crps"]["last_value"] == 400
    assert record["sums"]["trend"]["skills"]["last_value"]["count"] == 1
    best = min([row["crps"], *(error for error in row["naive_crps"].values() if error is not None)])
    assert (row["nearest"] == ["forecast"]) == (row["crps"] == best)


def test_a_broken_chain_ends_with_one(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(at_home)
    assert seal(capsys, "--indicator", "gross_output").code == 0
    place = Path("ledger.jsonl")
    first, second = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(second)
    result = CommandResult(capsys, "ledger", "check", "--lang", "en")
    assert (result.code, result.err) == (1, "")
    assert "this is row 2; row 1 is missing: lines were removed or moved." in " ".join(result.out.split())
    record = json.loads(CommandResult(capsys, "ledger", "check", "--format", "json").out)
    assert (record["intact"], [fault["place"] for fault in record["faults"]]) == (False, ["ledger.jsonl:1"])
    assert CommandResult(capsys, "ledger", "score").code == 2
    place.write_bytes(first)
    assert CommandResult(capsys, "ledger", "check").code == 0
    head = json.loads(second)["hash"]
    assert CommandResult(capsys, "ledger", "check", "--head", head).code == 1


def test_wrong_options_come_in_one_report(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(at_home)
    zh, en = '"abc" 不是整数。', '"abc" is not a whole number.'
    assert seal(capsys, "--year", "abc").err == report("--year", zh, en)
    result = seal(capsys, "--year", "2050", "--indicator", "nothing")
    assert result.code == 2
    assert [line.split(":")[0] for line in result.err.splitlines()[::2]] == ["--indicator", "--year"]
    result = CommandResult(capsys, "ledger", "score", "none.jsonl")
    assert (result.code, result.err) == (
        2,
        report("none.jsonl", "找不到这个文件。", "there is no such file."),
    )
    result = CommandResult(capsys, "ledger", "check", "--head", "abc")
    assert result.code == 2
    assert result.err.startswith('--head: "abc" 不是哈希')


def test_examples_of_the_help_run(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(at_home)
    actuals = Path("actuals")
    actuals.mkdir()
    text = Path("model/observations.csv").read_text("utf-8")
    (actuals / "observations.csv").write_text(text, "utf-8")
    for command in ledger_app.registered_commands:
        for line in str(command.epilog).splitlines():
            words = shlex.split(line)[1:]
            if words[:1] == ["ledger"]:
                head = (
                    json.loads(Path("ledger.jsonl").read_bytes().splitlines()[-1])["hash"]
                    if (Path("ledger.jsonl").exists())
                    else ""
                )
                words = [head if word == "HASH" else word for word in words]
                assert CommandResult(capsys, *words).code == 0, line
