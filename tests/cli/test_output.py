"""The names of files, what a stream can carry, and how wide it is."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.output import ONLY_TEXT, WITH_ROWS, WITHOUT_ROWS, read_output
from sim.errors import SimError
from sim.report.layout import width_in_old_console, width_of
from tests.command_line import CommandResult, report

Capture = pytest.CaptureFixture[str]
SMALL = Path(__file__).parents[1] / "small"
REFUSED = (".xls", ".docx", ".png", ".parquet", ".tsv", "")
COMMANDS = (
    ["run", "plan"],
    ["run", "plan", "--binding"],
    ["compare", "trend", "plan"],
    ["audit"],
    ["check"],
    ["probability", "runs/plan"],
    ["runs"],
    ["sensitivity", "trend", "--indicator", "gross_output"],
    ["discover", "trend", "--indicator", "gross_output"],
    ["calibrate"],
    ["findings"],
    ["model", "run", "model/teda.mdl"],
    ["model", "check", "model/teda.mdl"],
    ["model", "show", "model/teda.mdl", "capital"],
    ["model", "bench", "model/teda.mdl"],
    ["model", "sketch", "model/teda.mdl"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_suffix_that_no_format_has_is_refused(at_home: Path, capsys: Capture, command: list[str]) -> None:
    for suffix in REFUSED:
        if command[0] == "sensitivity" and suffix == ".png":  # draws
            continue
        result = CommandResult(capsys, *command, "--out", f"结果{suffix}")
        assert (result.code, result.out) == (2, ""), suffix
        zh, en = result.err.splitlines()
        what = f'后缀 "{suffix}" 不可用' if suffix else "文件名缺少后缀"
        assert zh.startswith(f"--out 结果{suffix}: {what}，应是以下之一：.txt"), suffix
        assert "it must be one of: .txt" in en
    assert not list(at_home.glob("结果*"))


@pytest.mark.parametrize(
    ("form", "out", "right"),
    [
        ("json", "r.csv", "r.json"),
        ("csv", "r.TXT", "r.csv"),
        ("table", "r.json", "r.txt"),
        ("xlsx", "r.csv", "r.xlsx"),
        ("csv", "r.xlsx", "r.csv"),
    ],
)
def test_a_suffix_that_contradicts_the_format(form: str, out: str, right: str) -> None:
    with pytest.raises(SimError) as caught:
        read_output("zh", form, out)
    zh = f"后缀与 --format {form} 不符：请写 --out {right}，或去掉 --format。"
    en = f"the suffix contradicts --format {form}: write --out {right}, or leave --format out."
    assert f"{caught.value}\n" == report(f"--out {out}", zh, en)


def test_the_suffix_is_the_format() -> None:
    found = [read_output("zh", "", f"r{end}").format for end in (".txt", ".csv", ".JSON", ".xlsx")]
    assert found == ["table", "csv", "json", "xlsx"]
    assert [
        read_output("zh", "", "", formats).format for formats in (WITH_ROWS, WITHOUT_ROWS, ONLY_TEXT)
    ] == ["table"] * 3


def run(encoding: str, *command: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    settings = {"PYTHONIOENCODING": encoding, "TEDA_HOME": str(SMALL), **variables}
    return subprocess.run(
        [sys.executable, "-m", "sim", *command], capture_output=True, env=os.environ | settings, check=False
    )


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "gb18030"])
def test_a_chinese_encoding_tells_met_from_missed(encoding: str) -> None:
    found = run(encoding, "run", "plan")
    text = found.stdout.decode(encoding)
    met, missed = ("✓", "✗") if encoding == "gb18030" else ("√", "×")
    assert f"{met} 达标概率不低于 50%  {missed} 低于 50%" in text
    board = text.split("\n\n")[1]
    assert f"{met} " in board
    assert f" {missed} " in board
    assert not {"?", "─", "\\"} & set(text)
    rule = next(line for line in text.splitlines() if line.startswith("---"))
    assert max(map(width_in_old_console, text.splitlines())) <= 100
    assert len(rule) <= 100
    assert found.stderr == b""


@pytest.mark.parametrize(("encoding", "marks"), [("ascii", "+x"), ("latin-1", "+×")])
def test_without_chinese_characters_the_language_is_english(encoding: str, marks: str) -> None:
    found = run(encoding, "run", "plan")
    text = found.stdout.decode(encoding)
    assert text.startswith("Scenario plan: ")
    assert f"{marks[0]} probability of 50% or more  {marks[1]} less" in text
    assert not {"?", "\\"} & set(text)
    told = found.stderr.decode("ascii").splitlines()
    name = codecs.lookup(encoding).name
    assert told == [
        f"the output's encoding {name} has no Chinese, so this is English; "
        "PYTHONIOENCODING=utf-8 gives Chinese."
    ]


def test_utf_8_is_as_it_was() -> None:
    found = run("utf-8", "run", "plan")
    text = found.stdout.decode()
    assert "✓ 达标概率不低于 50%  ✗ 低于 50%" in text
    assert "───" in text
    assert found.stderr == b""
    wider = run("utf-8", "run", "plan", COLUMNS="60").stdout.decode()
    assert max(map(width_of, wider.splitlines())) <= 60


def test_json_is_whole_in_any_encoding() -> None:
    plain = run("ascii", "run", "plan", "--format", "json")
    assert json.loads(plain.stdout.decode("ascii")) == json.loads(
        run("utf-8", "run", "plan", "--format", "json").stdout
    )
    assert plain.stderr == b""


def test_a_fault_is_told_in_what_standard_error_has() -> None:
    plain = run("ascii", "run", "pla").stderr.decode("ascii").splitlines()
    assert [line.partition(": ")[2] for line in plain[1:]] == [
        'no scenario "pla". Nearest: "plan". There are: plan, trend.'
    ]
    assert '没有名为 "pla" 的情景。' in run("gbk", "run", "pla").stderr.decode("gbk")


def test_a_workbook_goes_into_a_file(at_home: Path, capsys: Capture) -> None:
    bare = CommandResult(capsys, "run", "plan", "--format", "xlsx")
    zh = "工作簿只能写入文件：请加上 --out，如 --out result.xlsx。"
    en = "a workbook goes into a file: add --out, as in --out result.xlsx."
    assert (bare.code, bare.out, bare.err) == (2, "", report("--format xlsx", zh, en))
    contents = []
    for name in ("一.xlsx", "二.xlsx"):
        found = CommandResult(capsys, "run", "plan", "--out", name)
        assert (found.code, found.out, found.err) == (0, "", f"已写入 {name}\n")
        contents.append((at_home / name).read_bytes())
    assert contents[0] == contents[1]
    assert contents[0].startswith(b"PK")


def test_csv_with_one_figure_in_a_row(at_home: Path, capsys: Capture) -> None:
    text = CommandResult(capsys, "compare", "trend", "plan", "--format", "csv-long", "--lang", "en").out
    rows = list(csv.DictReader(io.StringIO(text)))
    [row] = [
        each
        for each in rows
        if (each["Scenario"], each["id"], each["Year"]) == ("plan", "resident_population", "2025")
    ]
    assert (row["Unit"], row["Value"], row["Target"], row["Met"]) == ("10k people", "28", "30.0", "not met")
    assert len(rows) == len({(each["Scenario"], each["id"], each["Year"]) for each in rows})
    long = CommandResult(capsys, "model", "run", "model/teda.mdl", "--format", "csv-long").out
    assert long.startswith("变量,单位,Time,数值\r\n")
    refused = CommandResult(capsys, "audit", "--format", "csv-long")
    assert (refused.code, refused.out) == (2, "")
