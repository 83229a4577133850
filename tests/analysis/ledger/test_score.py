"""Scores of sealed forecasts, by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.ledger.file import read_ledger
from sim.analysis.ledger.row import SealedRow
from tests.analysis.ledger.homes import keep_actuals, publish


def row(indicator: str, year: int, figures: tuple[float, ...], naive: tuple[float | None, ...]) -> SealedRow:
    measure, unit = {
        "gross_output": ("flow", "亿元"),
        "output_growth": ("growth", "%"),
        "resident_population": ("stock", "万人"),
    }[indicator]
    rules = dict(zip(("last_value", "last_growth", "plan"), naive, strict=True))
    return SealedRow(
        "2025-12-31T08:00:00Z", "1", "trend", "a", "b", "prior", "c", 64, 7, indicator, year, measure, unit,
        "current", "A", rules, figures,
    )  # fmt: skip


ROWS = (
    row("gross_output", 2025, (7000.0, 7200.0, 7600.0, 8200.0), (7000.0, 7300.0, None)),
    row("gross_output", 2026, (8000.0, 9000.0), (7000.0, None, None)),
    row("output_growth", 2025, (3.0, 4.0), (0.0, 8.0, 3.5)),
    row("resident_population", 2025, (25.0, 26.0), (25.0, None, 30.0)),
)


@pytest.fixture
def ledger(own_home: Path) -> Path:
    """Return a ledger of four rows, sealed on the last day of 2025."""
    publish(own_home)
    place = own_home / "ledger.jsonl"
    read_ledger(place, is_new=True).continued(ROWS)
    return place


def test_scores_by_hand(ledger: Path, own_home: Path) -> None:
    publish(
        own_home,
        "gross_output,,,2025,7300,,,,A,,2026-06-01,s1,,年报",
        "gross_output,,,2025,7400,,,,B,,2026-02-01,s1,,快报",  # published first
        ",output,growth,2025,3.5,,%,none,B,,2026-02-01,s1,,",
    )
    found = sim.score_ledger(ledger, home=own_home)
    output, later, growth, residents = found
    assert [one.state for one in found] == ["scored", "waiting", "scored", "waiting"]
    assert (output.point.seen.value, output.point.seen.status) == (7400, "快报")
    assert output.prediction is not None
    assert growth.prediction is not None
    # E|X - 7400| = (400 + 200 + 200 + 800) / 4; E|X - X'| = 2 (200 + 600 + 1200 + 400 + 1000 + 600) / 16
    assert output.prediction.crps == pytest.approx(400 - 500 / 2)
    assert output.prediction.percentile == 0.5
    assert output.nearest == ("last_growth",)  # 100 off
    # E|X - 3.5| = 0.5; E|X - X'| = 2 × 1 / 4
    assert growth.prediction.crps == pytest.approx(0.5 - 0.5 / 2)
    assert growth.nearest == ("plan",)
    assert (later.nearest, residents.nearest) == ((), ())  # of residents a limit is published
    whole = found.sums()["trend"]
    sigmas = [0.03 * 7400, 1.5]
    assert whole.score == pytest.approx(np.mean([150 / sigmas[0], 0.25 / sigmas[1]]))
    assert whole.skills[0].skill == pytest.approx(
        1 - (150 / sigmas[0] + 0.25 / sigmas[1]) / (400 / sigmas[0] + 3.5 / sigmas[1])
    )
    assert [(one.better, one.count) for one in whole.skills] == [(2, 2), (1, 2), (0, 1)]
    frame = found.to_frame()
    assert frame["crps"].tolist()[::2] == pytest.approx([150, 0.25])
    assert repr(found) == f"<LedgerScores of {ledger}: 2 scored, 2 waiting, 0 late>"


def test_what_was_published_by_the_day_of_sealing_is_not_scored(ledger: Path, own_home: Path) -> None:
    actuals = keep_actuals(
        own_home / "actuals",
        "gross_output,,,2026,8000,,,,B,,2025-12-31,s1,,快报",
        "resident_population,,,2025,25.5,,,,B,,2026-01-01,s1,,快报",
    )
    found = sim.score_ledger(ledger, actuals, own_home)
    assert [one.state for one in found] == ["waiting", "late", "waiting", "scored"]
    residents = found.scores[3]
    assert residents.prediction is not None
    assert residents.prediction.crps == pytest.approx(0.5 - 0.5 / 2)
    assert residents.nearest == ("forecast",)


def test_a_tie_names_all(ledger: Path, own_home: Path) -> None:
    actuals = keep_actuals(own_home / "actuals", "resident_population,,,2025,25.25,,,,B,,2026-02-01,s1,,")
    (one,) = sim.score_ledger(ledger, actuals, own_home).of("scored")
    assert one.prediction is not None
    assert one.prediction.crps == 0.5 - 0.25 == abs(25 - 25.25)
    assert one.nearest == ("forecast", "last_value")


def test_a_ledger_of_another_home_or_with_a_broken_chain(ledger: Path, own_home: Path) -> None:
    changed = [replace(ROWS[0], indicator="output"), replace(ROWS[1], unit="万元")]
    read_ledger(ledger).continued([*changed, replace(ROWS[2], indicator="satisfaction")])
    with pytest.raises(sim.SimError) as caught:
        sim.score_ledger(ledger, home=own_home)
    assert [fault.place for fault in caught.value.faults] == [f"{ledger}:{line}" for line in (5, 6, 7)]
    assert [fault.code for fault in caught.value.faults] == ["unknown-name", "mismatch", "mismatch"]
    ledger.write_bytes(ledger.read_bytes().replace(b"7600", b"7601", 1))
    with pytest.raises(sim.SimError, match=r":1: (.|\n)*the line was altered"):
        sim.score_ledger(ledger, home=own_home)
