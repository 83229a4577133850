"""The command ``teda findings``, which speaks of the shipped model alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command_line import Told

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_findings_and_their_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("model", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / name)
    told = Told(capsys, "findings", "--document", "--lang", "en", "--home", str(tmp_path))
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Findings\n\n2,048 draws of each scenario (seed 7)")
    assert "\nWhat three times the output takes. " in told.out
    document = (tmp_path / "docs" / "findings.md").read_text("utf-8")
    assert document == (ROOT / "docs" / "findings.md").read_text("utf-8")


def test_a_home_without_findings(
    capsys: pytest.CaptureFixture[str], small_home: Path, tmp_path: Path
) -> None:
    told = Told(capsys, "findings", "--out", str(tmp_path / "x.md"), "--home", str(small_home))
    assert (told.code, told.out) == (2, "")
    assert "findings.yaml: 找不到这个文件。" in told.err
    assert not (tmp_path / "x.md").exists()
