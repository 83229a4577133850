"""A home whose figures that became known after a year are half again as large."""

from __future__ import annotations

from pathlib import Path


def scrambled(home: Path, year: int) -> int:
    """Change the figures of a home that became known after the end of a year, and return their number."""
    file = home / "model" / "observations.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("indicator,"))
    names, changed = lines[head].split(","), 0
    for number in range(head + 1, len(lines)):
        cells = lines[number].split(",")
        if cells[names.index("known")] > f"{year}-12-31":
            cells[names.index("value")] = str(1.5 * float(cells[names.index("value")]))
            lines[number] = ",".join(cells)
            changed += 1
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return changed
