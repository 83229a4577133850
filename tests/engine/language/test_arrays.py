"""Functions of whole arrays: known answers, worked out by hand; NumPy for matrices.

The pages are vensim.com/documentation/fn_vector_….html and fn_invert_matrix.
`tests/engine/test_parity.py` holds the same functions against PySD, in `models/arrays.mdl`.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.language.expressions import MISSING
from sim.errors import SimError
from tests.engine.build import model_of

RANGES = ("c: (c1-c5)", "s: (s1-s5)", "v[c] = 5, 3, 9, 3, 0")


def at_start(name: str, *equations: str) -> object:
    return model_of(*equations, end=0).simulate()[name][0, 0].tolist()


def faults_of(*equations: str) -> list[str]:
    with pytest.raises(SimError) as caught:
        model_of(*equations)
    return [fault.en for fault in caught.value.faults]


# --- order ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("VECTOR SORT ORDER(v[c], 1)", [4, 1, 3, 0, 2]),
        ("VECTOR SORT ORDER(v[c], -1)", [2, 0, 3, 1, 4]),
        ("VECTOR RANK(v[c], 1)", [4, 2, 5, 3, 1]),
        ("VECTOR RANK(v[c], 0)", [2, 4, 1, 3, 5]),
        ("VECTOR REORDER(v[c], o[c])", [9, 5, 0, 3, 3]),
        ("VECTOR SORT ORDER(2 - v[c], 1)", [2, 0, 1, 3, 4]),
    ],
)
def test_order(expression: str, known: list[float]) -> None:
    assert at_start("y", *RANGES, "o[c] = 2, 0, 4, 1, 3", f"y[s] = {expression}") == known


def test_each_row_is_sorted_by_itself() -> None:
    equations = ("d: a, b", "w[d, c] = 1, 2, 3, 4, 5; 5, 4, 3, 2, 1;", "y[d, s] = VECTOR RANK(w[d, c], 1)")
    assert at_start("y", *RANGES, *equations) == [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]]


def test_what_cannot_be_compared_has_no_order() -> None:
    model = model_of(*RANGES, "x[c] = v[c] + SQRT(k)", "k = 1", "y[s] = VECTOR SORT ORDER(x[c], 1)", end=0)
    run = model.simulate({"k": np.array([1.0, -1.0, 4.0])})
    assert [failure.member for failure in run.failures] == [1]
    assert run["y"][0, 2].tolist() == [4, 1, 3, 0, 2]


# --- elements by number -----------------------------------------------------------------------


def test_an_element_by_its_distance_from_another() -> None:
    equations = (
        "before[c] = IF THEN ELSE(c = c1, 100, VECTOR ELM MAP(v[c], -1))",
        "from first[c] = VECTOR ELM MAP(v[c1], c - 1)",
        "moving = VECTOR ELM MAP(v[c1], Time)",
        "d: a, b",
        "w[d, c] = 1, 2, 3, 4, 5; 6, 7, 8, 9, 10;",
        "flat[d] = VECTOR ELM MAP(w[d, c1], Time + 0.3)",
    )
    run = model_of(*RANGES, *equations, end=6, step=1).simulate()
    assert run["before"][0, 0].tolist() == [100, 5, 3, 9, 3]
    assert run["from first"][0, 0].tolist() == [5, 3, 9, 3, 0]
    assert run["moving"][:, 0].tolist() == [5, 3, 9, 3, 0, MISSING, MISSING]
    assert run["flat"][:, 0, 0].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert run["flat"][4:, 0, 1].tolist() == [10, MISSING, MISSING]


def test_a_chain_needs_only_the_element_before() -> None:
    """22095: an aging chain by VECTOR ELM MAP is no loop, as each stage takes its own predecessor."""
    chain = model_of(
        "stage: (s1-s4)",
        "out[stage] = inflow[stage] / 2",
        "inflow[stage] = IF THEN ELSE(stage = s1, 16, VECTOR ELM MAP(out[stage], -1))",
        end=0,
    )
    assert chain.simulate()["inflow"][0, 0].tolist() == [16, 8, 4, 2]


@pytest.mark.parametrize(
    ("mode", "known"),
    [(0, [1, 1, 2.5, 4, 6.5, 9, 9]), (2, [1, 1, 1, 4, 4, 9, 9]), (4, [1, 1, 4, 4, 9, 9, 9])],
)
def test_a_lookup_of_an_array(mode: int, known: list[float]) -> None:
    model = model_of(
        "d: a, b, c", "v[d] = 1, 4, 9", f"y = VECTOR LOOKUP(v[a], Time - 1, 0, 4, {mode})", end=6, step=1
    )
    assert model.simulate()["y"][:, 0].tolist() == known


def test_the_mode_of_a_lookup_of_an_array_may_be_a_variable() -> None:
    model = model_of(
        "d: a, b, c",
        "v[d] = 1, 4, 9",
        "y = VECTOR LOOKUP(v[a], 1.5, 0, 4, mode)",
        "mode = Time",
        end=5,
        step=1,
    )
    y = model.simulate()["y"][:, 0]
    np.testing.assert_array_equal(y, [3.25, np.nan, 1, 3.25, 4, np.nan])


def test_a_lookup_of_an_array_beyond_its_ends() -> None:
    model = model_of(
        "d: a, b, c", "v[d] = 1, 4, 9", "y = VECTOR LOOKUP(v[a], 3 * Time - 1, 0, 2, 3)", end=1, step=1
    )
    assert model.simulate()["y"][:, 0].tolist() == [-2, 9]
    assert faults_of("d: a, b", "v[d] = 1, 2", "y = VECTOR LOOKUP(v[a], 1, 0, 1, 5)") == [
        '"y" uses the function VECTOR LOOKUP (mode 5), which is not supported.'
    ]


# --- VECTOR SELECT ----------------------------------------------------------------------------

SELECTION = ("d: a, b, c", "s[d] = 0, 2, -1", "x[d] = 5, 3, 4", "none[d] = 0")


@pytest.mark.parametrize(
    ("action", "known"),
    list(enumerate([2, -24, -4, 6, 1, 3**2 * 4**-1, 7, 12, 3, 4, 3.5])),
)
def test_a_figure_of_what_is_selected(action: int, known: float) -> None:
    fixed = f"y = VECTOR SELECT(s[d!], x[d!], -99, {action}, 0)"
    assert at_start("y", *SELECTION, fixed) == pytest.approx(known, rel=1e-15)
    moving = "y = VECTOR SELECT(s[d!], x[d!], -99, Time, 0)"
    run = model_of(*SELECTION, moving, end=10, step=1).simulate()
    assert run["y"][action, 0] == pytest.approx(known, rel=1e-15)


def test_nothing_or_too_much_selected() -> None:
    equations = [f"y{error} = VECTOR SELECT(none[d!], x[d!], -99, 0, {error})" for error in range(4)]
    equations += [f"z{error} = VECTOR SELECT(s[d!], x[d!], -99, 0, {error})" for error in range(4)]
    run = model_of(*SELECTION, *equations, end=0).simulate()
    assert [run[f"y{error}"][0, 0] for error in (0, 2)] == [-99, -99]
    assert [run[f"z{error}"][0, 0] for error in (0, 1)] == [2, 2]
    assert all(np.isnan(run[name][0, 0]) for name in ("y1", "y3", "z2", "z3"))
    assert run.failures[0].variable in ("y1", "y3", "z2", "z3")


def test_every_pair_of_two_marked_ranges_counts() -> None:
    equations = ("e: p, q", "w[e] = 10, 20", "y = VECTOR SELECT(s[d!], w[e!], 0, 0, 0)")
    assert at_start("y", *SELECTION, *equations) == (2 - 1) * (10 + 20)


# --- matrices ---------------------------------------------------------------------------------


def test_a_matrix_is_inverted_for_each_member() -> None:
    model = model_of(
        "d: (d1-d6)",
        "e: (e1-e6)",
        "z: u, v",
        "m[z, d, e] = SIN(z + d * d * e) + IF THEN ELSE(d = e, k, 0)",
        "n[z, d, e] = INVERT MATRIX(m[z, d, e], 6)",
        "k = 1",
        end=0,
    )
    run = model.simulate({"k": np.linspace(0, 3, 11)})
    np.testing.assert_allclose(run["n"], np.linalg.inv(run["m"]), rtol=1e-10, atol=1e-12)
    alone = model.simulate({"k": run["m"][0, 5, 0, 0, 0] * 0 + 1.5})
    np.testing.assert_array_equal(alone["n"][0, 0], run["n"][0, 5])


def test_rows_change_places_where_a_pivot_is_zero() -> None:
    equations = ("d: a, b, c", "m[d, d] = 0, 1, 0; 0, 0, 1; 1, 0, 0;", "n[d, d] = INVERT MATRIX(m[d, d], 3)")
    assert at_start("n", *equations) == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]


def test_what_cannot_be_inverted() -> None:
    model = model_of("d: a, b", "m[d, d] = 1, 2; 2, 4;", "n[d, d] = INVERT MATRIX(m[d, d], 2)", end=0)
    assert model.simulate().failures[0].variable == "n[a,a]"
    assert faults_of("d: a, b", "e: p, q, r", "m[d, e] = 1", "n[d, e] = INVERT MATRIX(m[d, e], 2)") == [
        "what is inverted must be a square matrix x[row, column]."
    ]


# --- arrays in a run --------------------------------------------------------------------------


def test_bits_do_not_depend_on_neighbours_and_stages_work() -> None:
    model = model_of(
        *RANGES,
        "x[c] = INTEG(k * (6 - x[c]), v[c])",
        "y[c] = VECTOR RANK(x[c] * c, 1)",
        "b[c] = ALLOCATE BY PRIORITY(x[c], y[c], 5, 2, 10)",
        "m[c, s] = x[c] + IF THEN ELSE(c = s, y[c], 0)",
        "n[c, s] = INVERT MATRIX(m[c, s], 5)",
        "first = VECTOR ELM MAP(x[c1], y[c3] - 1)",
        "k = 0.1",
        end=5,
    )
    draws = np.linspace(0.01, 2, 27)
    for method in ("euler", "rk4"):
        whole = model.simulate({"k": draws}, method=method, threads=2)
        for member in (0, 7, 26):
            alone = model.simulate({"k": draws[member]}, method=method)
            for name in ("y", "b", "n", "first"):
                np.testing.assert_array_equal(alone[name][:, 0], whole[name][:, member])


def test_delays_and_arrays_keep_apart_in_memory() -> None:
    plain = model_of("d = DELAY FIXED(Time, 3, -1)", end=9, step=1).simulate()["d"]
    both = model_of(*RANGES, "d = DELAY FIXED(Time, 3, -1)", "y[c] = VECTOR RANK(v[c] * d, 1)", end=9, step=1)
    np.testing.assert_array_equal(both.simulate()["d"], plain)


@pytest.mark.parametrize(
    ("equation", "en"),
    [
        (
            "y = VECTOR RANK(v[c], 1)",
            "VECTOR RANK needs ranges as last subscripts of the left side, as in y[range].",
        ),
        ("y[s] = VECTOR RANK(v[c1], 1)", "an argument of VECTOR RANK must end with a range, as in x[range]."),
        ("y[t] = VECTOR RANK(v[c], 1)", "VECTOR RANK gives 5 elements; there are more on the left side."),
        (
            "y = VECTOR ELM MAP(2 * v[c1], 1)",
            "the first argument of VECTOR ELM MAP must be a variable with subscripts.",
        ),
        (
            "y = VECTOR SELECT(v[c1], v[c1], 0, 0, 0)",
            "VECTOR SELECT needs a range with a mark, as in VECTOR SELECT(x[range!]).",
        ),
        (
            "y[c] = ALLOCATE AVAILABLE(v[c], v[c], 1)",
            "the second argument of ALLOCATE AVAILABLE must be a variable such as priority[requester,ptype].",
        ),
        (
            "y[c] = ALLOCATE AVAILABLE(v[c], w[c, b2], 1)",
            "the last subscript of priorities needs elements for type, priority and width, such as "
            "ptype, ppriority, pwidth, pextra.",
        ),
    ],
)  # fmt: skip
def test_wrong_uses_are_named(equation: str, en: str) -> None:
    assert set(faults_of(*RANGES, "t: (t1-t6)", "b: (b1-b3)", "w[c, b] = 1", equation)) == {en}
