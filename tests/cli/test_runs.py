"""The command ``teda runs``: its listing, and that it never deletes anything but runs."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.store import read_manifest, write_manifest
from tests.command_line import CommandResult, report

DAY = 86_400


@pytest.fixture
def shelf(at_home: Path) -> Path:
    """Return a folder of ensembles: one finished, one half done, one of another model, and other things."""
    whole = run_ensemble("plan", 16, 7, "runs/plan").folder
    run_ensemble("trend", 12, 5, "runs/deep/down/trend", summary=True)
    for name, changes in (("half", {"state": "unfinished"}), ("other", {"model_hash": "0" * 64})):
        shutil.copytree(whole, at_home / "runs" / name)
        folder = at_home / "runs" / name
        write_manifest(Folder(folder), {**read_manifest(folder), **changes})
    (at_home / "runs" / "notes").mkdir()
    (at_home / "runs" / "notes" / "manifest.json").write_text('{"mine": 1}')
    (at_home / "runs" / "notes" / "draws.parquet").write_text("mine")
    return at_home / "runs"


def names(result: CommandResult) -> list[str]:
    """Return the folders of the rows of a table."""
    return [line.split()[0] for line in result.out.splitlines()[2:]]


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let standard input hold an answer."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_ensembles_on_disk(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "runs")
    assert (result.code, result.err) == (0, "")
    assert "".join(result.out.splitlines()[0].split()) == "文件夹情景成员大小模型种子状态日期"
    assert names(result) == ["runs/deep/down/trend", "runs/half", "runs/other", "runs/plan"]
    trend, half, other, plan = (line.split() for line in result.out.splitlines()[2:])
    assert trend[1:3] == ["trend", "12"]
    assert [row[-3] for row in (trend, half, other, plan)] == [
        "已完成，只有汇总",
        "未完成",
        "已完成，另一模型",
        "已完成",
    ]
    assert other[-5] == "0" * 12


def test_as_json_and_csv(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(CommandResult(capsys, "runs", "runs/plan", "--format", "json").out)
    size = sum(path.stat().st_size for path in (shelf / "plan").rglob("*") if path.is_file())
    (record,) = found
    assert {key: record[key] for key in ("folder", "scenario", "members", "bytes", "seed", "state")} == {
        "folder": "runs/plan", "scenario": "plan", "members": 16, "bytes": size, "seed": 7,
        "state": ["finished"],
    }  # fmt: skip
    rows = CommandResult(capsys, "runs", "--format", "csv", "--lang", "en").out.splitlines()
    assert rows[0] == "Folder,Scenario,Members,Size,Model,Seed,State,Date"
    assert len(rows) == 5


def test_a_folder_without_ensembles(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = CommandResult(capsys, "runs")
    assert (bare.code, bare.out, bare.err) == (0, "还没有集合。\n", "")
    named = CommandResult(capsys, "runs", "runs")
    assert (named.code, named.err) == (2, report("runs", "找不到这个文件夹。", "there is no such folder."))
    (at_home / "runs").mkdir()
    assert CommandResult(capsys, "runs", "--lang", "en").out == "There are no ensembles yet.\n"


def test_prune_shows_what_would_be_deleted_and_asks(
    shelf: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("", "n\n", "no\n"):
        answer(monkeypatch, text)
        result = CommandResult(capsys, "runs", "prune", "--lang", "en")
        assert (result.code, result.err) == (0, "Delete the ensembles above (2)? [y/N] ")
        assert names(result) == ["runs/half", "runs/other"]
    assert (shelf / "half" / "manifest.json").exists()
    answer(monkeypatch, "y\n")
    result = CommandResult(capsys, "runs", "prune")
    assert result.err == "删除以上 2 个集合？[y/N] 已删除 runs/half\n已删除 runs/other\n"
    assert sorted(path.name for path in shelf.iterdir()) == ["deep", "notes", "plan"]
    assert (shelf / "notes" / "draws.parquet").read_text() == "mine"


@pytest.mark.parametrize(
    ("options", "gone"),
    [
        (["--unfinished"], ["half"]),
        (["--other-model"], ["other"]),
        (["--unfinished", "--other-model"], ["half", "other"]),
        (["--older-than", "30"], ["plan"]),
        (["--older-than", "30", "--unfinished"], []),
        (["--older-than", "0"], ["half", "other", "plan", "trend"]),
    ],
)
def test_the_choices_of_prune(
    shelf: Path, capsys: pytest.CaptureFixture[str], options: list[str], gone: list[str]
) -> None:
    old = time.time() - 31 * DAY
    os.utime(shelf / "plan" / "manifest.json", (old, old))
    result = CommandResult(capsys, "runs", "prune", "--yes", *options)
    assert result.code == 0
    places = {"trend": shelf / "deep" / "down" / "trend"}
    kept = {"half", "other", "plan", "trend"} - set(gone)
    assert all((places.get(name) or shelf / name).exists() for name in kept)
    assert not any((places.get(name) or shelf / name).exists() for name in gone)


def test_other_files_in_the_folder_stay(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shelf / "half" / "mine.parquet").write_text("mine")
    (shelf / "half" / "shards" / "mine.txt").write_text("mine")
    result = CommandResult(capsys, "runs", "prune", "--unfinished", "--yes", "--lang", "en")
    assert result.err == "deleted the results in runs/half; the folder has other files and stays.\n"
    left = sorted(path.relative_to(shelf / "half").as_posix() for path in (shelf / "half").rglob("*"))
    assert left == ["manifest.json", "mine.parquet", "shards", "shards/mine.txt"]


def test_ensembles_being_written_are_never_deleted(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Folder(shelf / "half").claimed():
        result = CommandResult(capsys, "runs", "prune", "--older-than", "0", "--unfinished", "--yes")
        assert (result.out, result.err) == ("还没有集合。\n", "")
        assert "正在运行" in CommandResult(capsys, "runs").out
    assert (shelf / "half" / "manifest.json").exists()


def test_words_and_options_that_cannot_be(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "runs", "a", "b", "--yes")
    assert (result.code, result.err) == (
        2,
        report("teda runs", '多出了参数 "b"。', 'unexpected argument "b".')
        + report(
            "teda runs",
            "--unfinished、--other-model、--older-than 和 --yes 只与 runs prune 同用。",
            "--unfinished, --other-model, --older-than and --yes go with runs prune only.",
        ),
    )
    for text in ("soon", "-1", "nan"):
        result = CommandResult(capsys, "runs", "prune", "--older-than", text)
        assert result.err == report(
            "--older-than",
            f'"{text}" 不是天数，应为 0 或更大的数。',
            f'"{text}" is not a number of days, 0 or above.',
        )


@pytest.mark.parametrize(
    ("folder", "english"),
    [
        ("s3://bucket/runs", "this must be a file or folder of this machine, not a URL."),
        ("a" * 300, "cannot be read: the path is too long."),
        (" ", "must not be empty."),
    ],
)
def test_a_folder_that_none_can_be(
    at_home: Path, capsys: pytest.CaptureFixture[str], folder: str, english: str
) -> None:
    result = CommandResult(capsys, "runs", folder)
    assert result.code == 2
    assert result.err.splitlines()[1].strip() == english
