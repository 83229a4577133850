"""The command ``teda findings``, which covers the shipped model alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command_line import CommandResult

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_findings_and_their_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("model", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / name)
    result = CommandResult(capsys, "findings", "--document", "--lang", "en", "--home", str(tmp_path))
    assert (result.code, result.err) == (0, "")
    start = "Findings\n\nEach scenario was run 2,048 times with the draws of the forecast"
    assert result.out.startswith(start)
    assert "\nWhat tripling output would take\n\n- At 2020 prices, " in result.out
    document = (tmp_path / "docs" / "findings.md").read_text("utf-8")
    assert document == (ROOT / "docs" / "findings.md").read_text("utf-8")


def test_a_home_without_findings(
    capsys: pytest.CaptureFixture[str], small_home: Path, tmp_path: Path
) -> None:
    result = CommandResult(capsys, "findings", "--out", str(tmp_path / "x.md"), "--home", str(small_home))
    assert (result.code, result.out) == (2, "")
    assert "findings.yaml: 找不到这个文件。" in result.err
    assert not (tmp_path / "x.md").exists()
