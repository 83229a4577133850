"""The small home with further uncertain constants, and results computed by hand.

In the trend output of 2025 is 1,500 × output per capital, which is a triangle from 4 to 6; residents
of 2025 are 22 + 6 × migration, from 0.5 to 1.5; energy, 800 to 1,200, over output is the intensity.
"""

from __future__ import annotations

from pathlib import Path

_FIXED = "  distribution: {kind: fixed, by: choice}"


def make_uncertain(home: Path) -> None:
    """Give migration and energy a range of their own."""
    path = home / "model" / "parameters.yaml"
    text = path.read_text("utf-8")
    for name, low, high in (("migration", 0.5, 1.5), ("energy", 800, 1200)):
        before, after = text.split(f"\n{name}:\n", 1)
        after = after.replace(_FIXED, f"  distribution: {{kind: uniform, low: {low}, high: {high}}}", 1)
        text = f"{before}\n{name}:\n{after}"
    path.write_text(text, "utf-8")
