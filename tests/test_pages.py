"""Pages written by hand: each in both languages, links that lead somewhere, and nothing left out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.registry.load import load_registry

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ENDINGS = (".md", ".en.md")
IN_BOTH = (
    "purpose",
    "hypothesis",
    "compared",
    "method",
    "scenarios",
    "glossary",
    "faq",
    "choosing",
    "extending",
)


def text_of(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def links(text: str) -> Iterator[str]:
    """Yield the targets of links and pictures that lie in the documentation."""
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if not re.match(r"[a-z]+:", target):
            yield target


@functools.cache
def anchors(page: str) -> set[str]:
    """Return the places within a page that a link may name."""
    text = text_of(page)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", head.strip().lower())) for head in heads}
    named = re.findall(r'<a id="([^"]+)"', text) + re.findall(r"^::: (\S+)$", text, re.MULTILINE)
    return slugs | set(named)


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_links_lead_somewhere(page: str) -> None:
    for target in links(text_of(page)):
        name, _, place = target.partition("#")
        assert not name or (DOCS / name).is_file(), target
        if place:
            assert place in anchors(name or page), target


@pytest.mark.parametrize("page", IN_BOTH)
def test_both_languages_say_as_much_and_name_each_other(page: str) -> None:
    chinese, english = (text_of(f"{page}{ending}") for ending in ENDINGS)
    assert f"({page}.en.md)" in chinese
    assert f"({page}.md)" in english
    for mark in (r"^#", r"^\| ", r"^```", r"^\d+\. "):
        counts = [len(re.findall(mark, text, re.MULTILINE)) for text in (chinese, english)]
        assert counts[0] == counts[1], mark


@pytest.mark.parametrize("ending", ENDINGS)
def test_pages_leave_no_loop_and_no_scenario_out(ending: str) -> None:
    hypothesis, scenarios = text_of(f"hypothesis{ending}"), text_of(f"scenarios{ending}")
    rows = set(re.findall(r"^\| ([RB]\d+) ", hypothesis, re.MULTILINE))
    assert rows == set(load_registry().loops)
    shown = set(re.findall(r"^\| `([\w-]+)`", scenarios, re.MULTILINE))
    assert {path.stem for path in (ROOT / "scenarios").glob("*.yaml")} <= shown


def test_the_menu_has_every_page_of_a_language() -> None:
    menu = (ROOT / "mkdocs.yml").read_text("utf-8")
    missing = [
        path.name
        for path in DOCS.glob("*.md")
        if not re.search(rf": {re.escape(path.name)}$", menu, re.MULTILINE)
    ]
    assert missing == []
