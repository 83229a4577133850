"""Changes to a copy of the small home: what of it is drawn."""

from __future__ import annotations

from pathlib import Path

RANGE = "{kind: triangular, low: 4, high: 6}"  # of output per capital, which is 5 in the model


def _with_range(home: Path, distribution: str) -> None:
    file = home / "model" / "parameters.yaml"
    text = file.read_text("utf-8")
    assert RANGE in text
    file.write_text(text.replace(RANGE, distribution), "utf-8")


def likely_to_miss(home: Path) -> None:
    """Let a third of the draws of output per capital be at least the model's value, which meets a target."""
    _with_range(home, "{kind: triangular, low: 4, high: 5.5}")


def without_ranges(home: Path) -> None:
    """Let nothing be drawn."""
    _with_range(home, "{kind: fixed, by: choice}")
