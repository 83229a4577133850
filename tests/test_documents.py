"""The scripts in docs/ run as they stand."""

from __future__ import annotations

import ast
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


class _WithoutWords(ast.NodeTransformer):
    """Leaves out what differs by language alone: the words around figures, the field of a language."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        figures = [part for part in node.values if isinstance(part, ast.FormattedValue)]
        return self.generic_visit(ast.JoinedStr(figures))

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        node.attr = "language" if node.attr in ("zh", "en") else node.attr
        return self.generic_visit(node)


def as_run(page: str) -> list[str]:
    """Return the scripts of a page without comments and words around figures; names stay as they are."""
    return [ast.dump(_WithoutWords().visit(ast.parse(script))) for script in scripts(page)]


PAGES = ["python.md", "ensembles.md", "sampling.md"]
IN_ENGLISH = [page.replace(".md", ".en.md") for page in PAGES]
TO_RUN = PAGES + [
    english for page, english in zip(PAGES, IN_ENGLISH, strict=True) if as_run(page) != as_run(english)
]


@pytest.mark.parametrize("page", IN_ENGLISH)
def test_an_english_script_can_be_compiled(page: str) -> None:
    found = scripts(page)
    assert found
    for script in found:
        compile(script, page, "exec")


@pytest.mark.slow
@pytest.mark.parametrize("page", TO_RUN)
def test_every_script_runs_on_the_shipped_model(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An English one that differs from the Chinese by words alone has run with it."""
    monkeypatch.chdir(tmp_path)
    for script in scripts(page):
        exec(compile(script, page, "exec"), {})
    assert capsys.readouterr().out
