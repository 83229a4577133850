"""What is computed ahead of the blocks, or only where it changes, has the bits of computing it each time."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.machine import compiled
from sim.engine.machine.ahead import Ahead, look_ahead
from sim.engine.machine.kernel import needed_at_step
from sim.engine.machine.methods import METHODS
from sim.engine.machine.tape import Tape, lower
from sim.engine.model import Model
from tests.engine.build import model_of

YEARS = range(2, 12)
OWN = {"size": np.linspace(0.5, 2.0, 37), "fading": np.linspace(0.1, 0.3, 37)}


def _model(end: float = 13, step: float = 0.25) -> Model:
    """Return a model with a ramp that all share, and noise of which a year's lasts for a year."""
    noise = (
        f"size * {year / 7} * IF THEN ELSE(Time >= {year} :AND: Time < {year + 1}, 1, 0)" for year in YEARS
    )
    return model_of(
        "size = 1",
        "fading = 0.2",
        "height = 3",
        "ramp = height * MIN(1, EXP(Time - 9)) + STEP(height, 4)",
        f"noise = {' + '.join(noise)}",
        "level = INTEG(ramp + noise - level * fading, size)",
        "echo = ramp * level",
        end=end,
        step=step,
    )


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code that another test compiled stands in for the interpreter."""
    monkeypatch.setenv("TEDA_CACHE", "")


def _tape(*drawn: str) -> Tape:
    return lower(_model()._system.cells, ["level", "echo"], ["noise"], drawn)


def _names(tape: Tape, numbers: tuple[int, ...]) -> set[str]:
    return {tape.nodes[number].name for number in numbers}


def _ahead(*drawn: str) -> tuple[Tape, Ahead]:
    tape = _tape(*drawn)
    return tape, look_ahead(tape, needed_at_step(tape))


def test_ramps_and_events_are_common_and_noise_lasts() -> None:
    tape, ahead = _ahead("size", "fading")
    assert {"exp", "min", "ge", "and", "if"} <= _names(tape, ahead.common)
    assert len(ahead.signals) == len(YEARS)
    assert _names(tape, ahead.lasting) == {"mul", "add"}
    assert len(ahead.results) == 1


def test_what_members_have_of_their_own_is_not_common() -> None:
    tape, ahead = _ahead("height")
    assert "exp" in _names(tape, ahead.common)
    assert "min" in _names(tape, ahead.common)
    assert tape.outputs[1] not in ahead.common
    assert not ahead.lasting  # the sizes are shared, so all noise is common


@pytest.mark.parametrize("drawn", [(), ("size",), ("size", "fading")])
@pytest.mark.parametrize("method", METHODS)
def test_the_bits_are_those_of_the_interpreter(
    method: str, drawn: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = {name: OWN[name] for name in drawn}
    for end, step in ((13, 0.25), (1.75, 0.25), (0, 0.25), (13, 0.3125)):
        model = _model(end, step)
        interpreted = model.simulate(inputs, integrals=["noise", "ramp"], method=method)
        with monkeypatch.context() as patch:
            patch.setattr(compiled, "_WORTH", {compiled._THOROUGH: 0})
            once_more = model.simulate(inputs, integrals=["noise", "ramp"], method=method)
        for name in ("level", "noise", "echo"):
            assert interpreted[name].tobytes() == once_more[name].tobytes()
        for name in ("noise", "ramp"):
            assert interpreted.integral(name).tobytes() == once_more.integral(name).tobytes()
