"""``teda audit``: labels, formats, destinations, and its messages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import CommandResult, report

ROOT = Path(__file__).resolve().parents[2]


def test_findings_are_not_failures(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "audit")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("规划体检：")
    assert "7,000 件合每万人 233 件，" in re.sub(r"\n +", " ", result.out)


@pytest.mark.parametrize(
    ("label", "count"),
    [("矛盾", 0), ("contradict", 0), ("偏紧", 1), ("strain", 1), ("隐含条件", 1), ("imply", 1)],
)
def test_a_label_in_either_language(
    at_home: Path, capsys: pytest.CaptureFixture[str], label: str, count: int
) -> None:
    result = CommandResult(capsys, "audit", "--label", label, "--format", "json")
    assert result.code == 0
    assert len(json.loads(result.out)["findings"]) == count


def test_an_unknown_label_is_reported(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "audit", "--label", "strian")
    assert result.code == 2
    assert result.err == report(
        "--label strian",
        '"strian" 不可用，应是以下之一：矛盾、contradict、偏紧、strain、隐含条件、imply。'
        '最接近的是 "strain"。',
        '"strian" is invalid; it must be one of: 矛盾, contradict, 偏紧, strain, 隐含条件, imply. '
        'Nearest: "strain".',
    )


def test_all_wrong_options_are_reported_together(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "audit", "--label", "no", "--lang", "fr", "--format", "xml")
    assert result.code == 2
    assert [line.split(":")[0] for line in result.err.splitlines()[::2]] == [
        "--lang fr",
        "--format xml",
        "--label no",
    ]


def test_a_file_takes_its_format_from_its_name(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "audit", "--out", "audit.csv", "--lang", "en")
    assert (result.code, result.out, result.err) == (0, "", "written: audit.csv\n")
    assert (at_home / "audit.csv").read_text("utf-8-sig").startswith("id,Label,Item,Statement,")


def test_faults_of_the_file_are_reported_with_exit_code_two(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = at_home / "model" / "audit.yaml"
    path.write_text(path.read_text("utf-8").replace("(target / base", "(targt / base"), encoding="utf-8")
    result = CommandResult(capsys, "audit")
    assert (result.code, result.out) == (2, "")
    assert "audit.yaml:15: " in result.err
    assert 'Nearest: "target".' in result.err


@pytest.mark.slow
def test_neither_parser_nor_compiler_is_loaded() -> None:
    code = (
        "import sys; import sim; "
        "sim.audit(); print([name for name in ('pysd', 'llvmlite') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
