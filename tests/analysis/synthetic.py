"""A home whose observations the small model itself made, free of noise."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.calibration.fit import Calibration, calibrate
from sim.scenario.workspace import load_workspace

OUTPUT_PER_CAPITAL, MIGRATION = 5.2, 1.4  # 1/year, 10k people a year: what the observations were made with
HEAD = "indicator,year,value,grade,source,use\n"


def make_synthetic(home: Path, output_per_capital: float = OUTPUT_PER_CAPITAL) -> None:
    """Have two constants fitted: output is capital (1,000, then 100 more a year) times the one.

    Residents are 22 at the end of 2019 and the other a year later and more.
    """
    replace(home, "indicators.yaml", "value: 5000", f"value: {1000 * output_per_capital}")
    replace(home, "indicators.yaml", "value: 23}", f"value: {22 + MIGRATION}}}")
    replace(home, "parameters.yaml", "low: 4, high: 6}", "low: 4, high: 6}\n  prior: 5")
    replace(
        home,
        "parameters.yaml",
        "  distribution: {kind: fixed, by: choice}\nenergy:",
        "  distribution: {kind: triangular, low: -1, high: 3}\n  prior: 1\nenergy:",
    )
    observe(
        home,
        f"gross_output,2021,{1100 * output_per_capital},A,s1,setting",
        f"resident_population,2021,{22 + 2 * MIGRATION},A,s1,",
    )


def observe(home: Path, *rows: str) -> None:
    """Write what was observed."""
    (home / "model" / "observations.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")


def replace(home: Path, file: str, old: str, new: str) -> None:
    """Replace the one place where a text stands in a file of the model."""
    path = home / "model" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def fit_of(home: Path, seed: int = 7) -> Calibration:
    """Return the fit of a home's trend."""
    return calibrate("trend", load_workspace(home), seed)


def model_text(home: Path) -> str:
    """Return the text of a home's model file."""
    return (home / "model" / "teda.mdl").read_text(encoding="utf-8")
