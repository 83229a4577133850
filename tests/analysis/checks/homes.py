"""Home folders for a test to break, and the faults that a check finds in them."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.check import Check, Found
from sim.scenario.workspace import load_workspace

REALITY_CHECK = """\
reality:
  none:
    name: {zh: 没有投资, en: No investment}
    sector: Control
    scenario: SCENARIO
    set: {SET}
    expect: ["EXPECT"]
"""


def change(home: Path, file: str, before: str, after: str) -> None:
    """Replace the only place of a text in a file of the model."""
    path = home / "model" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


def home_with(
    home: Path, expect: str, settings: str = "public investment: 0", scenario: str = "trend"
) -> Path:
    """Write a reality check into a home."""
    text = REALITY_CHECK.replace("EXPECT", expect).replace("SET", settings).replace("SCENARIO", scenario)
    (home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    return home


def outcome(check: Check, home: Path) -> Found:
    """Return what a check finds in a home."""
    return check.run(load_workspace(home), lambda _done, _total: None)


def reported(check: Check, home: Path) -> dict[str, str]:
    """Return the English of each fault by file and line."""
    return {Path(fault.place).name: fault.en for fault in outcome(check, home).faults}
