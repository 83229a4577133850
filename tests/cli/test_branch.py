"""The command ``teda branch``, and commands that go on from what it kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report


def test_kept_and_gone_on_from(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = CommandResult(capsys, "branch", "trend", "--year", "2025", "--members", "40", "--out", "states")
    assert (kept.code, kept.err) == (0, "")
    assert kept.out == "情景 trend：40 个成员在 2025 年末的状态已存入 states\n"
    later = CommandResult(capsys, "ensemble", "plan", "--from", "states", "--lang", "en", "--out", "later")
    assert later.code == 0
    title = later.out.split("\n\n")[0].replace("\n", " ")
    assert title.endswith("from the prior (no observations); to the end of 2025 the past of scenario trend")
    assert "public investment (starts 2020) 100 → 200" in later.err
    board = CommandResult(capsys, "probability", "trend", "plan", "--from", "states")
    assert board.code == 0
    assert "2025 年末之前是情景 trend 的过去" in re.sub(r"\s", "", board.out).replace(
        "2025年", "2025 年"
    ).replace("是情景trend的", "是情景 trend 的")


@pytest.mark.usefixtures("at_home")
def test_faults_name_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    bare = CommandResult(capsys, "branch", "trend")
    assert (bare.code, bare.out) == (2, "")
    assert bare.err == report("--year", "必须给出。", "must be given.") + report(
        "--out", "必须给出。", "must be given."
    )
    late = CommandResult(capsys, "branch", "trend", "--year", "2035", "--out", "states")
    assert late.err == report(
        "--year", "年份为 2035，应在 2020 到 2034 之间。", "the year is 2035; it must be from 2020 to 2034."
    )
    CommandResult(capsys, "branch", "trend", "--year", "2025", "--members", "4", "--out", "states")
    again = CommandResult(capsys, "ensemble", "plan", "--from", "states", "--members", "9")
    assert (again.code, again.out) == (2, "")
    assert again.err == report(
        "--members",
        "成员和抽样已由存下的状态（--from）决定，不能再由 --members 给定。",
        "members and draws are those of the states kept (--from); leave out --members.",
    )
    prior = CommandResult(capsys, "probability", "plan", "--from", "states", "--prior")
    assert prior.err == report(
        "--prior",
        "--from 已定下成员，不能再用 --prior。",
        "--from has its members already; leave out --prior.",
    )
    nowhere = CommandResult(capsys, "probability", "plan", "--from", "nowhere")
    assert (nowhere.code, nowhere.err) == (
        2,
        report("nowhere", "找不到这个文件夹。", "there is no such folder."),
    )
