"""Changes to a copy of the small home: what of it is drawn, and who pays."""

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


PAYERS = """accounts:
  budget:
    name: {zh: 财政, en: The budget}
    variable: total investment
    worse: higher
levers:
  public investment:
    favourable: high
    improves: gross_output
    accounts: [budget]
    capital: {zh: 财政, en: The budget}
    running: {zh: 财政, en: The budget}
  clean share:
    favourable: high
    improves: clean_share
    accounts: [budget]
    capital: {zh: 财政, en: The budget}
    running: {zh: 财政, en: The budget}
"""


def pay_for_investment(home: Path) -> None:
    """Let the budget pay for investment, and for clean energy nobody but in name."""
    (home / "model" / "payers.yaml").write_text(PAYERS, encoding="utf-8")
