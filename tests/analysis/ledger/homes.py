"""A small home of which output and residents are published to 2024, and a ledger beside it."""

from __future__ import annotations

from pathlib import Path

HEAD = "indicator,variable,measure,year,value,bound,unit,price_basis,grade,error,known,source,use,status\n"
KNOWN = (
    "gross_output,,,2024,7000,,,,A,,2025-02-01,s1,,",
    "resident_population,,,2024,25,,,,A,,2025-02-01,s1,,",
    "resident_population,,,2025,25,>,,,A,,2026-02-01,s1,,",  # a limit only
)


def publish(home: Path, *rows: str) -> Path:
    """Write what is published, rows beside those known from the start, and return the home."""
    text = HEAD + "".join(f"{row}\n" for row in (*KNOWN, *rows))
    (home / "model" / "observations.csv").write_text(text, encoding="utf-8")
    return home


def keep_actuals(folder: Path, *rows: str) -> Path:
    """Write a folder of actuals, and return it."""
    folder.mkdir()
    text = HEAD + "".join(f"{row}\n" for row in rows)
    (folder / "observations.csv").write_text(text, encoding="utf-8")
    return folder
