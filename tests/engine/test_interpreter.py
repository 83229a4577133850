"""The interpreter: every instruction gives the bits of compiled code, and searched tables those of chains."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from sim.engine.machine import compiled
from sim.engine.machine.instruction_set import ALWAYS, SOMETIMES
from sim.engine.machine.interpreter import instructions
from sim.engine.machine.methods import METHODS
from sim.engine.machine.program import Program
from sim.engine.model import Model, Run
from tests.engine.build import model_of

UNARY = (
    "ABS", "ARCCOS", "ARCSIN", "ARCTAN", "COS", "COSH", "EXP", "GAMMA LN", "INTEGER", "LN", "SIN", "SINH",
    "SQRT", "TAN", "TANH",
)  # fmt: skip
BINARY = ("MAX", "MIN", "MODULO", "POWER")
SIGNS = {"plus": "+", "minus": "-", "times": "*", "over": "/"}
COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "=", "ne": "<>"}
EQUATIONS = (
    "x = 1",
    "y = 1",
    "given = 1 + 0 * Time",
    "moving = x + y * Time",
    *(f"{name.replace(' ', '')}1 = {name}(moving)" for name in UNARY),
    *(f"{name}2 = {name}(moving, y)" for name in BINARY),
    *(f"{name}0 = {name}(moving, 0)" for name in BINARY),
    *(f"{name} = moving {sign} x" for name, sign in SIGNS.items()),
    *(
        f"{name} = IF THEN ELSE(moving {sign} x, 1 - x, -moving) + (y {sign} moving)"
        for name, sign in COMPARISONS.items()
    ),
    "inverse moving = 1 / moving",
    "logic = IF THEN ELSE(x :AND: moving > 0 :OR: :NOT: (y = 1), moving, x)",
    "curve((-2, 1), (0, 0), (0, 3), (1, 2), (1.5, 8))",
    "falling((0, 9), (1, 5), (4, 1))",
    "read = curve(moving)",
    "beyond = LOOKUP EXTRAPOLATE(curve, moving)",
    "next = LOOKUP FORWARD(curve, moving)",
    "last = LOOKUP BACKWARD(curve, moving)",
    "turned = LOOKUP INVERT(falling, moving)",
    "noise = RANDOM UNIFORM(0, 1, 3) + RANDOM POISSON(0, 50, 4, 0, 1, 2)",
    "row: r1, r2, r3",
    "column: c1, c2, c3 -> row",
    "matrix[row, column] = IF THEN ELSE(row = column, 2 + ABS(x), 0.5)",
    "inverse[row, column] = INVERT MATRIX(matrix[row, column], 3)",
    "order[row] = VECTOR SORT ORDER(values[row], 1)",
    "rank[row] = VECTOR RANK(values[row], 1)",
    "values[r1] = moving",
    "values[r2] = x",
    "values[r3] = 2",
    "picked = VECTOR ELM MAP(values[r1], moving)",
    "shared[row] = ALLOCATE BY PRIORITY(asked[row], values[row], 3, 1, 2)",
    "asked[row] = ABS(values[row])",
    "profile: ptype, ppriority, pwidth, pextra",
    "bid[row, profile] = 3, 1, 2, 0; 1, 2, 3, 0; 4, 1, 1, 0;",
    "price = FIND MARKET PRICE(asked[r1], bid[r1, ptype], asked[r1], bid[r1, ptype])",
    "bought[row] = DEMAND AT PRICE(asked[row], bid[row, ptype], price)",
    "late = DELAY FIXED(moving, 1 + ABS(y), x)",
    "sent = DELAY MATERIAL(moving, 1 + ABS(x), 0, 0)",
    "told = DELAY INFORMATION(moving, 1 + ABS(x), y)",
    "seen = SAMPLE IF TRUE(moving > level, moving, 0)",
    "seen later = SAMPLE IF TRUE(Time > 1, seen, 0)",
    "first given = INTEG(given, given)",
    "level = INTEG(level 2, x)",  # each moves by the other, as it was before the step
    "level 2 = INTEG(-level, y)",
    "rest = INTEG(late - sent / y, INITIAL(told))",
)  # fmt: skip
_EDGES = [0.0, -0.0, 1.0, -1.0, 5e-324, 1e308, -1e308, 0.1, 3.0, 1e-30, 700.0, -0.5, 2.0, 1.5, 0.25, 7.0]
DRAWS = {"x": np.array(_EDGES), "y": np.array(_EDGES[5:] + _EDGES[:5])}
GIVEN = pd.Series([1.0, 4.0, 2.0], index=[0.0, 2.0, 4.0])


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code that another test compiled stands in for the interpreter."""
    monkeypatch.setenv("TEDA_CACHE", "")


def _run(model: Model, method: str) -> Run:
    inputs = {**DRAWS, "given": GIVEN}
    return model.simulate(inputs, method=method, integrals=["moving", "level"], threads=1)


def _bits(run: Run) -> dict[str, NDArray[np.float64]]:
    kept = {name: run[name] for name in run}
    return kept | {f"integral of {name}": run.integral(name) for name in ("moving", "level")}


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_interpreted_and_compiled_give_the_same_bits(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of(*EQUATIONS, end=4, step=0.25)
    interpreted = _bits(_run(model, method))
    monkeypatch.setattr(compiled, "_WORTH", {compiled._THOROUGH: 0})
    once_more = _bits(_run(model, method))
    for name, values in interpreted.items():
        np.testing.assert_array_equal(values, once_more[name], err_msg=name)
        known = ~np.isnan(values)
        np.testing.assert_array_equal(
            np.signbit(values[known]), np.signbit(once_more[name][known]), err_msg=name
        )


def test_that_model_uses_every_instruction(monkeypatch: pytest.MonkeyPatch) -> None:
    programs: list[Program] = []
    real = compiled.program_of

    def noted(*arguments: object) -> Program:
        programs.append(real(*arguments))  # type: ignore[arg-type]
        return programs[-1]

    monkeypatch.setattr(compiled, "program_of", noted)
    model = model_of(*EQUATIONS, end=4, step=0.25)
    _run(model, "euler")
    model.simulate({"falling": np.array([[0.0, 1.0], [1.0, 1.0]])}, ["turned"], until=2)
    model.simulate(outputs=["rest"], gradients="x")
    used = set().union(*(_names(program) for program in programs))
    assert used == ALWAYS.keys() | SOMETIMES.keys()


def _names(program: Program) -> set[str]:
    """Return the names of the instructions of a program."""
    known = dict(enumerate(instructions(program.extras).items(), 1))
    names, at = set(), 0
    while at < len(program.words):
        number = int(program.words[at])
        at += 1
        if number:
            name, form = known[number]
            names.add(name)
            at += len(form.operands) + bool(form.result)
    return names


@pytest.mark.parametrize("count", [1, 2, 3, 8, 31, 200])
def test_a_table_of_any_length_is_read_alike(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(count)
    x = np.sort(chance.integers(0, 1 + count // 2, count)).astype(float)  # some points stand twice
    points = np.column_stack([x, chance.standard_normal(count)])
    model = model_of(
        "table((0, 0), (1, 1))",
        "x = 0",
        "a = table(x)",
        "b = LOOKUP EXTRAPOLATE(table, x)",
        "c = LOOKUP FORWARD(table, x)",
        "d = LOOKUP BACKWARD(table, x)",
        end=0,
    )
    draws = np.concatenate([x, x + 0.25, [-1e9, -0.0, 1e9, np.pi]])
    searched = model.simulate({"table": points, "x": draws})
    monkeypatch.setattr(compiled, "_WORTH", {compiled._THOROUGH: 0})
    chained = model.simulate({"table": points, "x": draws})
    for name in "abcd":
        np.testing.assert_array_equal(searched[name].view(np.int64), chained[name].view(np.int64))
