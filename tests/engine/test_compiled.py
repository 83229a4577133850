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
from sim.engine.model import load_model
from tests.engine.paths import MODELS

TEDA = Path(__file__).parents[2] / "model" / "teda.mdl"
FEW = ("gross industrial output", "resident population", "pm25")


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code that another test compiled stands in for the interpreter."""
    monkeypatch.setenv("TEDA_CACHE", "")


def _in_each_way(
    path: Path, outputs: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch, method: str | None = None
) -> list[pd.DataFrame]:
    """Return an interpreted run, one of code compiled quickly, and one of code compiled with care."""
    frames = []
    for worth in (compiled._WORTH, {compiled._QUICK: 0}, {compiled._THOROUGH: 0}):
        monkeypatch.setattr(compiled, "_WORTH", worth)
        frames.append(load_model(path).simulate(outputs=outputs, method=method).to_frame())
    return frames


@pytest.mark.parametrize("method", [None, "rk4"])
@pytest.mark.parametrize("path", sorted(MODELS.glob("*.mdl")), ids=lambda path: path.stem)
def test_all_give_the_same_bits(path: Path, method: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreted, quick, thorough = _in_each_way(path, None, monkeypatch, method)
    pd.testing.assert_frame_equal(interpreted, quick, check_exact=True)
    pd.testing.assert_frame_equal(interpreted, thorough, check_exact=True)


@pytest.mark.slow
def test_all_give_the_same_bits_of_the_shipped_model(monkeypatch: pytest.MonkeyPatch) -> None:
    interpreted, quick, thorough = _in_each_way(TEDA, FEW, monkeypatch)
    pd.testing.assert_frame_equal(interpreted, quick, check_exact=True)
    pd.testing.assert_frame_equal(interpreted, thorough, check_exact=True)


def test_a_kernel_is_compiled_once_it_has_run_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = []
    real = compiled._compile

    def noted(text: str, level: int) -> bytes:
        levels.append(level)
        return real(text, level)

    model = load_model(MODELS / "industries.mdl")
    model.simulate()  # the interpreter is there from here on
    (kernel,) = model._kernels.values()
    work = kernel._work
    monkeypatch.setattr(compiled, "_WORTH", {compiled._QUICK: 3.5 * work, compiled._THOROUGH: 5.5 * work})
    monkeypatch.setattr(compiled, "_compile", noted)
    found = []
    for _ in range(7):  # one block each
        model.simulate()
        found.append(list(levels))
    quick, thorough = [compiled._QUICK], [compiled._QUICK, compiled._THOROUGH]
    assert found == [[], [], quick, quick, thorough, thorough, thorough]


def test_what_an_earlier_process_compiled_runs_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "WORTH", 0)
    first, second = load_model(MODELS / "industries.mdl"), load_model(MODELS / "industries.mdl")
    with monkeypatch.context() as patch:
        patch.setattr(compiled, "_WORTH", {compiled._THOROUGH: 0})
        before = first.simulate().to_frame()
    monkeypatch.setattr(compiled, "_interpreter", lambda *_: pytest.fail("interpreted"))
    pd.testing.assert_frame_equal(second.simulate().to_frame(), before, check_exact=True)


def test_a_kernel_too_large_for_the_compiler_stays_interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_WORTH", {compiled._THOROUGH: 0})
    monkeypatch.setattr(compiled, "_LARGEST", 10)
    monkeypatch.setattr(compiled, "kernel_text", lambda *_: pytest.fail("compiled"))
    assert load_model(MODELS / "industries.mdl").simulate().members == 1


def test_code_that_runs_outlives_the_code_that_replaces_it(monkeypatch: pytest.MonkeyPatch) -> None:
    share_out, ends = compiled._share_out, []

    def replaced(work: Callable[[int], None], tasks: range, threads: int | None) -> None:
        (kernel,) = model._kernels.values()
        weakref.finalize(kernel._code, lambda: ends.append("before"))
        code = kernel._machine_code(compiled._QUICK)
        kernel._code = compiled._Code(code, kernel.shape)  # as another thread would
        gc.collect()
        share_out(work, tasks, threads)
        ends.append("after")

    model = load_model(MODELS / "industries.mdl")
    monkeypatch.setattr(compiled, "_share_out", replaced)
    model.simulate()
    gc.collect()
    assert ends[0] == "after"
