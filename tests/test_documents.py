"""The scripts in docs/ run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def scripts(page: str) -> list[str]:
    """Return the Python of a page."""
    return re.findall(r"```python\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


def test_the_script_of_the_ensembles_page_runs(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = scripts("ensembles.md")[0]
    small = script.replace("gross_industrial_output", "gross_output").replace("members=1000", "members=20")
    exec(compile(small, "ensembles.md", "exec"), {})
    first = capsys.readouterr().out
    assert re.match(r"trend 达标概率 \d+%，中位数 [\d,]+ 亿元\n", first)
    exec(compile(small, "ensembles.md", "exec"), {})
    again = capsys.readouterr().out.splitlines()
    assert again[0] == "这个集合已经在这里，没有重新计算。"
    assert [line for line in again if not line.startswith("这个")] == first.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("page", ["python", "ensembles", "sampling"])
@pytest.mark.parametrize("ending", [".md", ".en.md"])
def test_every_script_runs_on_the_shipped_model(
    page: str,
    ending: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for script in scripts(f"{page}{ending}"):
        exec(compile(script, f"{page}{ending}", "exec"), {})
    assert capsys.readouterr().out
