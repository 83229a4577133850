"""Mutated models load and run, or are refused in both languages; `benchmarks/fuzz.py` has more of them."""

from __future__ import annotations

import os
import random
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from benchmarks import fuzz
from tests.waiting import PATIENCE

COUNT, SEED = 200, 7


@pytest.mark.slow
def test_mutated_models_are_run_or_refused() -> None:
    counts, failures = fuzz.tally(fuzz.fuzz(COUNT, SEED, workers=2, patience=PATIENCE))
    assert failures == []
    assert counts.total() == COUNT
    assert counts["ran"] > COUNT // 10  # else nothing was tried but the parser
    assert counts["refused"] > COUNT // 10


def test_a_case_can_be_made_again() -> None:
    assert fuzz.mutated(SEED, 3) == fuzz.mutated(SEED, 3)
    assert len({fuzz.mutated(SEED, number) for number in range(50)}) == 50


def test_every_mutation_changes_something() -> None:
    text = next(path for path in fuzz.SMALL if path.stem == "industries").read_text(encoding="utf-8")
    for mutation in fuzz.MUTATIONS:
        assert any(mutation(text, random.Random(number)) != text for number in range(9)), mutation


def _hang_or_die(line: Connection, _seed: int) -> None:
    line.send("ready")
    while True:
        number = line.recv()
        if number == 1:
            os._exit(7)
        if number == 2:
            threading.Event().wait()
        line.send(("ran", ""))


@pytest.mark.slow
def test_hangs_and_crashes_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "_work", _hang_or_die)
    cases = {case.number: (case.outcome, case.details) for case in fuzz.fuzz(5, SEED, 2, patience=5)}
    assert cases.pop(1) == ("crash", "exit code 7")
    assert cases.pop(2) == ("hang", "over 5 s")
    assert set(cases.values()) == {("ran", "")}


@pytest.mark.parametrize(
    ("content", "outcome"),
    [(b"", "refused"), (b"\x00\xff", "refused"), (fuzz.SMALL[0].read_bytes(), "ran")],
)
def test_the_life_of_a_file(tmp_path: Path, content: bytes, outcome: str) -> None:
    (tmp_path / "m.mdl").write_bytes(content)
    assert fuzz.outcome_of(tmp_path / "m.mdl") == (outcome, "")
