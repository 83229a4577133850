"""Writes the tables of the documentation's glossary: python -m tests.glossary."""

from __future__ import annotations

from pathlib import Path

from sim.report.words.definitions import glossary_rows
from sim.units import Language

DOCS = Path(__file__).parents[1] / "docs"
FILES: dict[Language, str] = {"zh": "glossary.md", "en": "glossary.en.md"}
_RULE = "| --- | --- | --- |\n"


def glossary_page(language: Language) -> str:
    """Return the page with its table made anew; what stands before the table is written by hand."""
    head, _, _ = (DOCS / FILES[language]).read_text("utf-8").partition(_RULE)
    rows = (f"| **{term}** | {other} | {meaning} |\n" for term, other, meaning in glossary_rows(language))
    return head + _RULE + "".join(rows)


if __name__ == "__main__":
    for language, name in FILES.items():
        (DOCS / name).write_text(glossary_page(language), "utf-8", newline="\n")
