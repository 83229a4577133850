"""The documentation site: built without a warning, in two languages, and complete."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from tests.command_line import CommandResult

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BOTH = {"findings.md", "confidence.md", "model.md"}  # generated, with both languages in one page
LOADED = re.compile(
    r"<(?:script|img|iframe)[^>]+src=\"?https?:|<link[^>]+rel=\"?stylesheet[^>]+href=\"?https?:"
)


def test_every_page_has_its_counterpart() -> None:
    pages = {path.name for path in DOCS.glob("*.md")} - BOTH
    chinese = {name for name in pages if not name.endswith(".en.md")}
    assert {name.removesuffix(".md") + ".en.md" for name in chinese} == pages - chinese


def test_every_page_is_in_the_menu() -> None:
    listed = set(re.findall(r": ([\w.-]+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE))
    assert listed == {path.name for path in DOCS.glob("*.md")}


def test_the_python_reference_has_every_public_name() -> None:
    text = (DOCS / "python.en.md").read_text("utf-8")
    assert set(re.findall(r"heading: sim\.(\w+)$", text, re.MULTILINE)) == set(sim.__all__)
    assert set(re.findall(r"`sim\.(\w+)`\]", (DOCS / "python.md").read_text("utf-8"))) == set(sim.__all__)


def test_every_decision_is_listed() -> None:
    text = (DOCS / "architecture.en.md").read_text("utf-8")
    assert all(f"(decisions/{path.name})" in text for path in (DOCS / "decisions").glob("*.md"))


def test_links_of_the_readmes_lead_somewhere() -> None:
    for name in ("README.md", "README.en.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\(([^)#:]+)", (ROOT / name).read_text("utf-8"))
        assert links
        assert not [link for link in links if not (ROOT / link).exists()]


@pytest.mark.slow
def test_the_site_is_built_without_warning_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 30
    assert not [page.name for page in pages if LOADED.search(page.read_text("utf-8"))]
    chinese, english = ((tmp_path / "site" / name).read_text("utf-8") for name in ("faq.html", "faq.en.html"))
    assert '<html lang="zh"' in chinese
    assert '<html lang="en"' in english


PAGES = [*ROOT.glob("README*.md"), *DOCS.glob("*.md")]
GROUPS = ("actuals", "ledger", "model", "runs")  # commands that have commands of their own


def commands_of(text: str) -> set[tuple[str, ...]]:
    """Return the words of every command of a page, in blocks and in lines."""
    blocks = re.findall(r"^(?:python3 bootstrap\.py )?teda ([^#\n]*)", text, re.MULTILINE)
    inline = re.findall(r"`teda ([^`\n]+)`", text)
    return {tuple(line.split()) for line in [*blocks, *inline]}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_commands_of_the_pages_exist_with_their_options(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    helps: dict[tuple[str, ...], str] = {}
    for words in commands_of(path.read_text("utf-8")):
        if not re.fullmatch(r"[a-z]+", words[0]):
            continue  # a placeholder such as COMMAND, or an option of teda itself
        name = words[:2] if words[0] in GROUPS and re.fullmatch("[a-z]+", " ".join(words[1:2])) else words[:1]
        if name not in helps:
            result = CommandResult(capsys, *name, "--help")
            assert result.code == 0, name
            helps[name] = result.out
        options = {word.partition("=")[0] for word in words if word.startswith("--")} - {"--help"}
        assert not {each for each in options if each not in helps[name]}, words
