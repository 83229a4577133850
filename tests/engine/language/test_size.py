"""Models too large to hold are refused before anything is expanded, with the size and the limit."""

from __future__ import annotations

import pytest

from sim.engine.language import source
from sim.errors import Fault, SimError
from tests.engine.build import model_of

RANGES = ("a: (a1-a300)", "b: (b1-b300)")


def _faults(*equations: str) -> list[Fault]:
    with pytest.raises(SimError) as caught:
        model_of(*equations)
    return list(caught.value.faults)


def test_many_arrays_are_too_many_scalars_though_none_is() -> None:
    (fault,) = _faults(*RANGES, *(f"x{number}[a, b] = Time" for number in range(10)))
    assert (fault.code, fault.place) == ("too-large", "model.mdl:3")
    assert fault.zh == "模型的标量有 900,004 个，上限是 300,000 个。"
    assert fault.en == "900,004 scalars in the model; the limit is 300,000."


def test_sums_within_sums_multiply() -> None:
    (fault,) = _faults(*RANGES, "v[a] = Time", "x = SUM(v[a!] * SUM(v[a!] * SUM(v[a!])))")
    assert (fault.code, fault.place) == ("too-large", "model.mdl:4")
    assert fault.en.endswith(
        "operations in the model, subscripts and macros expanded; the limit is 3,000,000."
    )


def test_macros_that_double_are_counted_and_not_expanded() -> None:
    macros = [":MACRO: M0(a)\nM0 = a + 1 ~~|\n:END OF MACRO:\n"]
    macros += [
        f":MACRO: M{number}(a)\nM{number} = M{number - 1}(a) + M{number - 1}(a + 1) ~~|\n:END OF MACRO:\n"
        for number in range(1, 60)
    ]
    (fault,) = _faults("".join(macros) + "x = M59(Time)")
    assert fault.code == "too-large"
    assert "模型展开后的运算有" in fault.zh


def test_a_long_equation_and_a_long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    points = ", ".join(f"({number}, 1)" for number in range(200_000))
    (fault,) = _faults(f"curve({points})", "x = curve(Time)")
    assert (fault.code, fault.place) == ("too-large", "model.mdl:1")
    assert fault.zh == f'方程 "curve((0, 1), (1, 1)…" 有 {len(points) + 7:,} 个字符，上限是 2,000,000 个。'
    assert fault.en == (
        f'the equation "curve((0, 1), (1, 1)…" has {len(points) + 7:,} characters; the limit is 2,000,000.'
    )
    monkeypatch.setattr(source, "MOST_CHARACTERS", 100)
    with pytest.raises(SimError, match="上限是 100 个"):
        model_of(*(f"x{number} = 1" for number in range(20)))


def test_what_is_large_and_allowed_runs() -> None:
    ranges = ("a: (a1-a100)", "b: (b1-b100)")
    model = model_of(*ranges, "v[a, b] = Time", "x[a] = SUM(v[a, b!])", end=1, step=1)
    assert model.simulate(outputs=["x"])["x"][1, 0, 99] == 100
