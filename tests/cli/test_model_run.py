"""``teda model run``: output, settings, and files that are no models."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.command_line import GROWTH, CommandResult, report


def test_a_model_is_run_as_its_file_says(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "run", "any.mdl", "--format", "csv")
    header, *rows = csv.reader(io.StringIO(result.out))
    assert header[0] == "Time"
    population = [float(row[header.index("population")]) for row in rows]
    assert [row[0] for row in rows] == ["0", "1", "2"]
    assert population == [100, 150, 225]


def test_a_model_with_settings_as_json(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    output = CommandResult(capsys, "model", "run", "any.mdl", "--set", "Birth_Rate=1", "--format", "json")
    result = json.loads(output.out)
    assert result["time"] == [0, 1, 2]
    assert result["variables"]["population"] == [100, 200, 400]
    assert len(result["model_hash"]) == 64


def test_a_model_as_table(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    lines = CommandResult(capsys, "model", "run", "any.mdl").out.splitlines()
    assert lines[0].split() == ["变量", "单位", "0", "1", "2"]
    assert ["population", "人", "100", "150", "225"] in [line.split() for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_models_in_the_encodings_of_chinese_windows(
    at_home: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    (at_home / "any.mdl").write_bytes(GROWTH.replace("population", "人口").encode(encoding))
    result = CommandResult(capsys, "model", "run", "any.mdl", "--format", "csv")
    assert result.code == 0
    assert "人口" in result.out


def test_settings_of_a_model_are_checked(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "run", "any.mdl", "--set", "birht rate=1", "--set", "births=2")
    assert result.code == 2
    assert result.err == report(
        '--set "birht rate=1"',
        '没有名为 "birht rate" 的常量。最接近的是 "birth rate"（1/年）。',
        'no constant "birht rate". Nearest: "birth rate" [1/year].',
    ) + report(
        '--set "births=2"',
        '"births" 由模型算出，不是常量，不能设定。',
        '"births" is computed by the model; only constants can be set.',
    )


def test_a_model_that_becomes_non_finite(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "run", "any.mdl", "--set", "birth rate=1e308", "--format", "csv")
    assert result.code == 1
    assert result.err == report(
        "any.mdl",
        '变量 "births" 从时间 0 起不是有限的数字。请检查所设的数值。',
        '"births" is not a finite number from time 0 on. Check the values that were set.',
    ) + report(
        "any.mdl",
        '由此还有 1 个变量不是有限的数字："population"。其余照常。',
        '1 further variables are not finite: "population". The rest is as usual.',
    )
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["births"] for row in rows] == [""] * len(rows)
    assert {row["birth rate"] for row in rows} == {"1e+308"}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("population*birth rate", "population*(birth rate", 3),
        ("population*birth rate", "population*brith rate", 3),
        ("population*birth rate", "VMIN(population*birth rate)", 3),
        ("birth rate = 0.5", "birth rate = births", 3),
    ],
)
def test_a_model_that_cannot_be_read_is_bad_input(
    at_home: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int
) -> None:
    (at_home / "any.mdl").write_text(GROWTH.replace(old, new), encoding="utf-8")
    for command in ("run", "check"):
        result = CommandResult(capsys, "model", command, "any.mdl", "--out", "never.csv")
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"any.mdl:{line}: ")
        assert not (at_home / "never.csv").exists()


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (None, "找不到这个文件。", "there is no such file."),
        (b"", "文件是空的。", "the file is empty."),
        (
            b"\x89PNG\x00",
            "不是文本文件，或编码不认识。可用的编码是 UTF-8、GBK（GB18030）和西欧的 Windows-1252。",
            "not a text file, or in an unknown encoding. UTF-8, GBK (GB18030) and Windows-1252 can be read.",
        ),
    ],
)
def test_a_file_that_is_not_a_model(
    at_home: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, zh: str, en: str
) -> None:
    if content is not None:
        (at_home / "x.mdl").write_bytes(content)
    result = CommandResult(capsys, "model", "check", "x.mdl")
    assert (result.code, result.err) == (2, report("x.mdl", zh, en))
