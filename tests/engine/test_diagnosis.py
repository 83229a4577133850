"""Diagnosis of non-finite members: the first variable in the order of computation, and the time."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.machine import diagnosis
from sim.engine.model import Failure
from tests.engine.build import model_of


@pytest.mark.parametrize("memory", [32 * 2**20, 4096])
@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_the_first_break_is_found_in_little_memory_too(
    monkeypatch: pytest.MonkeyPatch, memory: int, method: str
) -> None:
    monkeypatch.setattr(diagnosis, "_MEMORY", memory)
    model = model_of(
        "stock = INTEG(inflow, 0)", "inflow = 1 / (1 - STEP(1, breaks))", "breaks = 1000", end=400, step=1
    )
    run = model.simulate({"breaks": np.array([1000.0, 0.0, 1.0, 257.0, 400.0])}, method=method)
    assert run.failures == tuple(
        Failure(member, "inflow", time) for member, time in ((1, 0), (2, 1), (3, 257), (4, 400))
    )


def test_a_long_run_is_traced_in_bounded_memory() -> None:
    model = model_of("stock = INTEG(stock, 1)", end=1e6, step=1)
    (failure,) = model.simulate(save_every=1e6).failures
    assert failure == Failure(0, "stock", 1024)


def test_of_many_members_the_first_are_traced() -> None:
    model = model_of("x = 1 / rate", "rate = 1")
    failures = model.simulate({"rate": np.zeros(100)}).failures
    assert [failure.variable for failure in failures] == ["x"] * 64 + [""] * 36
    assert np.isnan(failures[-1].time)
