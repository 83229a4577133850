"""A kernel interpreted, and compiled: the same bits."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim import cache
from sim.engine.machine import compiled
from sim.engine.machine.tape import Tape
from sim.engine.model import Run, load_model
from tests.engine.paths import MODELS

TEDA = Path(__file__).parents[2] / "model" / "teda.mdl"
FEW = ("gross industrial output", "resident population", "pm25")


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code that another test compiled stands in for the interpreter."""
    monkeypatch.setenv("TEDA_CACHE", "")


def _twice(
    path: Path, outputs: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch, method: str | None = None
) -> list[Run]:
    """Return an interpreted run, and one of compiled code."""
    runs = []
    for worth in (compiled._WORTH, 0):
        monkeypatch.setattr(compiled, "_WORTH", worth)
        runs.append(load_model(path).simulate(outputs=outputs, method=method))
    return runs


@pytest.mark.parametrize("method", [None, "rk4"])
@pytest.mark.parametrize("path", sorted(MODELS.glob("*.mdl")), ids=lambda path: path.stem)
def test_both_give_the_same_bits(path: Path, method: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreted, compiled_ = _twice(path, None, monkeypatch, method)
    pd.testing.assert_frame_equal(interpreted.to_frame(), compiled_.to_frame(), check_exact=True)


@pytest.mark.slow
def test_both_give_the_same_bits_of_the_shipped_model(monkeypatch: pytest.MonkeyPatch) -> None:
    interpreted, compiled_ = _twice(TEDA, FEW, monkeypatch)
    pd.testing.assert_frame_equal(interpreted.to_frame(), compiled_.to_frame(), check_exact=True)


def test_a_kernel_is_compiled_once_it_has_run_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []
    real = compiled.kernel_text

    def noted(tape: Tape, method: str) -> str:
        texts.append(real(tape, method))
        return texts[-1]

    monkeypatch.setattr(compiled, "kernel_text", noted)
    model = load_model(MODELS / "industries.mdl")
    steps = round((model.final_time - model.initial_time) / model.time_step) + 1
    for _ in range(3):  # one block each
        model.simulate()
        (kernel,) = model._kernels.values()
        monkeypatch.setattr(compiled, "_WORTH", 3 * steps / kernel.shape.operations)
    assert len(texts) == 0
    for _ in range(3):
        model.simulate()
    assert len(texts) == 1


def test_what_an_earlier_process_compiled_runs_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "WORTH", 0)
    first, second = load_model(MODELS / "industries.mdl"), load_model(MODELS / "industries.mdl")
    with monkeypatch.context() as patch:
        patch.setattr(compiled, "_WORTH", 0)
        before = first.simulate().to_frame()
    monkeypatch.setattr(compiled, "_interpreter", lambda *_: pytest.fail("interpreted"))
    pd.testing.assert_frame_equal(second.simulate().to_frame(), before, check_exact=True)


def test_a_kernel_too_large_for_the_compiler_stays_interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_WORTH", 0)
    monkeypatch.setattr(compiled, "_LARGEST", 10)
    monkeypatch.setattr(compiled, "kernel_text", lambda *_: pytest.fail("compiled"))
    assert load_model(MODELS / "industries.mdl").simulate().members == 1


def test_code_that_runs_outlives_the_code_that_replaces_it(monkeypatch: pytest.MonkeyPatch) -> None:
    share_out, ends = compiled._share_out, []

    def replaced(work: Callable[[int], None], tasks: range, threads: int | None) -> None:
        (kernel,) = model._kernels.values()
        weakref.finalize(kernel._code, lambda: ends.append("before"))
        kernel._code = compiled._Code(kernel._machine_code(), kernel.shape.arrays)  # as another thread would
        gc.collect()
        share_out(work, tasks, threads)
        ends.append("after")

    model = load_model(MODELS / "industries.mdl")
    monkeypatch.setattr(compiled, "_share_out", replaced)
    model.simulate()
    gc.collect()
    assert ends[0] == "after"
