"""Rules of Vensim's language, one known answer or more for each; the page that states it is named.

Pages are those of vensim.com/documentation. Where PySD or pysimlin read a rule otherwise,
`docs/decisions/0002-where-the-engines-differ.md` says so.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.language.expressions import MISSING
from sim.engine.language.source import SKETCH_END, SKETCH_MARK
from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.build import model_of

CONTROLS = "INITIAL TIME=0~~|\nFINAL TIME=1~~|\nTIME STEP=1~~|\n"


def column(model: Model, name: str) -> list[float]:
    values: list[float] = model.simulate()[name][:, 0].tolist()
    return values


# --- integration: integration.html ------------------------------------------------------------


def _with_setting(code: str) -> Model:
    settings = f"{SKETCH_MARK} x\n*View\n{SKETCH_END}\n9:Current\n15:0,0,0,{code},0,0\n"
    return Model(f"s = INTEG(s, 1) ~~|\n{CONTROLS}{settings}", "m.mdl")


@pytest.mark.parametrize(
    ("code", "answer"), [("0", 2), ("1", 65 / 24), ("3", 2.5), ("4", 2.5), ("5", 65 / 24)]
)
def test_the_file_chooses_the_method(code: str, answer: float) -> None:
    model = _with_setting(code)
    assert model.simulate()["s"][-1, 0] == pytest.approx(answer, rel=1e-15)
    assert model.simulate(method="euler")["s"][-1, 0] == 2
    assert model.simulate(method="rk4")["s"][-1, 0] == pytest.approx(65 / 24, rel=1e-15)


def test_a_method_that_is_not_known_is_refused_by_name() -> None:
    model = _with_setting("9")
    with pytest.raises(SimError) as caught:
        model.simulate()
    assert [(fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            "文件选用的积分方法 15:…,9 这里不支持；请指定方法：euler、rk2、heun、ab2、rk4 之一。",
            "the file asks for integration by 15:…,9, which is not supported here; "
            "choose euler, rk2, heun, ab2 or rk4.",
        )
    ]
    assert model.simulate(method="euler")["s"][-1, 0] == 2


def test_difference_equations_are_eulers_and_said_to_be_saved_otherwise() -> None:
    model = _with_setting("2")
    assert model.simulate()["s"].tobytes() == model.simulate(method="euler")["s"].tobytes()
    (note,) = model.notes
    assert "auxiliaries stand at the time they are computed for" in note.en
    assert _with_setting("0").notes == ()


# --- subscripts as numbers: 22095 -------------------------------------------------------------


def test_a_range_counts_by_what_it_is_mapped_to() -> None:
    model = model_of("d: a, b, c", "s: b, a", "e: p, q -> s", "w[e] = s", end=0)
    assert model.simulate()["w"][0, 0].tolist() == [2, 1]
    with pytest.raises(SimError) as caught:
        model_of("d: a, b, c", "e: p, q", "w[d] = e", end=0)
    assert [fault.en for fault in caught.value.faults] == [
        'the range "e" is not on the left side of "w[a]"; to add up, write SUM(…[e!]).'
        " (The same with 2 more elements.)"
    ]


def test_of_ranges_with_the_same_elements_the_first_in_the_alphabet_counts() -> None:
    model = model_of("z: c, b, a", "y: a, b, c", "x <-> z", "w[z] = z")
    assert model.simulate()["w"][0, 0].tolist() == [3, 2, 1]


def test_an_element_counts_by_its_place_in_the_family() -> None:
    model = model_of(
        "s: b, c",
        "d: a, b, c",
        "e: x, y, z",
        "copy <-> s",
        "y[s] = s",
        "z[copy] = copy * 10",
        "third = c",
        "same[d, e] = IF THEN ELSE(d = e, 1, 0)",
        "late[d] :EXCEPT: [s] = d",
        "late[s] = 100 * s",
        "is b[d] = IF THEN ELSE(d = b, 1, 0)",
        end=0,
    )
    run = model.simulate()
    assert run["y"][0, 0].tolist() == [2, 3]
    assert run["z"][0, 0].tolist() == [20, 30]
    assert run["third"][0, 0] == 3
    assert run["same"][0, 0].tolist() == np.eye(3).tolist()
    assert run["late"][0, 0].tolist() == [1, 200, 300]
    assert run["is b"][0, 0].tolist() == [0, 1, 0]


def test_what_a_comparison_of_subscripts_rules_out_is_not_needed() -> None:
    equations = ("d: a, b", "p[d] = IF THEN ELSE(d = a, 1, n[a])", "n[d] = IF THEN ELSE(d = a, 2, p[b] + 1)")
    run = model_of(*equations, end=0).simulate()
    assert (run["p"][0, 0].tolist(), run["n"][0, 0].tolist()) == ([1, 2], [2, 3])
    with pytest.raises(SimError, match='the variable "q" is not defined'):
        model_of("d: a", "p[d] = IF THEN ELSE(d = a, 1, q)")


def test_case_of_an_element_does_not_count() -> None:
    model = model_of("d: A, b", "s: a", "x[d] = 1, 2", "y[s] = x[s]", "x2[d] = x[B]", end=0)
    assert model.simulate()["y"][0, 0].tolist() == [1]
    assert model.variables["y"].elements == ("y[A]",)


# --- DELAY N, SMOOTH N: fn_delay_n, fn_smooth_n -----------------------------------------------


def test_the_order_of_a_delay_is_lowered_where_steps_are_too_long_for_it() -> None:
    model = model_of("y = DELAY N(-1, 2.5, 6, 3)", "z = SMOOTH N(1, 2.5, 0, 3)", end=3, step=1)
    assert column(model, "y")[:3] == pytest.approx([6, 6, 1.52], rel=1e-14)  # of order 2
    assert column(model, "z")[:3] == pytest.approx([0, 0, 0.64], rel=1e-14)


def test_the_order_is_lowered_for_each_member_and_step() -> None:
    model = model_of("y = DELAY N(-1, T, 6, 3)", "T = 1", end=4, step=1)
    delays = np.array([0.2, 1.0, 1.9, 2.0, 2.5, 3.0, 9.0])
    whole = model.simulate({"T": delays})["y"]
    for member, (delay, order) in enumerate(zip(delays, [1, 1, 1, 2, 2, 3, 3], strict=True)):
        plain = model_of(f"y = DELAY N(-1, {delay}, 6, {order})", end=4, step=1)
        np.testing.assert_array_equal(whole[:, member], plain.simulate()["y"][:, 0])
    fine, known = model.simulate({"T": 2.5}, step=0.5)["y"], 6 - 7 * 0.6**3  # now order 3: 3·0.5 < 2.5
    assert fine[3, 0] == pytest.approx(known, rel=1e-12)


def test_delay_n_takes_the_delay_time_of_the_step_before_and_conserves() -> None:
    model = model_of("y = DELAY N(2, T, 2, 1)", "T = 4 + STEP(4, 3)", "out = INTEG(y, 0)", end=400, step=1)
    y = column(model, "y")
    assert y[:4] == [2, 2, 2, 2]  # at 3 the time doubles; the output is what it was
    assert y[4] == pytest.approx(1)  # 8 in stock, now over 8
    inside = 2 * 8
    assert column(model, "out")[-1] == pytest.approx(2 * 400 + 2 * 4 - inside, rel=1e-9)


def test_smooths_and_delays_of_any_order_move_from_step_to_step_only() -> None:
    """fn_delay_n: its output is constant over a step, also where the stocks around move by stages."""
    equations = (
        "y = DELAY N(3, 2, 0, 2)",
        "z = SMOOTH N(3, 2, 0, 2)",
        "sum = INTEG(y + z, 0)",
    )
    model = model_of(*equations, end=6, step=0.5)
    euler, staged = model.simulate(method="euler"), model.simulate(method="rk4")
    for name in ("y", "z", "sum"):
        np.testing.assert_allclose(staged[name], euler[name], rtol=1e-14)


def test_a_delay_time_belongs_to_the_inflow_of_its_step() -> None:
    """The public case: a second stage takes the delay time that the first had a step before."""
    model = model_of("y = DELAY N(3, T, 3, 2)", "T = 4 + STEP(4, 2)", end=6, step=1)
    first, second, last, known = 6.0, 6.0, 4.0, []
    for time in range(7):
        now = 4.0 if time < 2 else 8.0
        known.append(second / (last / 2))
        first, second, last = first + 3 - 2 * first / now, second + 2 * first / now - 2 * second / last, now
    assert column(model, "y") == pytest.approx(known, rel=1e-14)


def test_the_order_may_be_computed_and_is_that_of_the_start() -> None:
    written = model_of("y = DELAY N(1, 4, 0, 3)", "z = SMOOTH N(1, 4, 0, 3)", end=9, step=1)
    named = model_of(
        "y = DELAY N(1, 4, 0, n + STEP(1, 5))",
        "z = SMOOTH N(1, 4, 0, n)",
        "n = k - 1",
        "k = 4",
        end=9,
        step=1,
    )
    for name in "yz":
        assert column(named, name) == column(written, name)
    with pytest.raises(SimError) as caught:
        named.simulate({"k": 3.0})
    assert caught.value.faults[0].en == (
        '"k" is used when the model is read, for the order of a delay or for data; '
        "it can only be changed in the model file."
    )


# --- events: fn_pulse_train -------------------------------------------------------------------


def test_the_last_pulse_of_a_train_may_begin_at_its_end() -> None:
    model = model_of(
        "at the end = PULSE TRAIN(1, 0, 2, 5)",
        "before it = PULSE TRAIN(1, 0, 2, 4.9)",
        "wide = PULSE TRAIN(1, 2, 3, 4)",
        end=8,
        step=1,
    )
    assert column(model, "at the end") == [0, 1, 0, 1, 0, 1, 0, 0, 0]
    assert column(model, "before it") == [0, 1, 0, 1, 0, 0, 0, 0, 0]
    assert column(model, "wide") == [0, 1, 1, 0, 1, 1, 0, 0, 0]


# --- macros: 22145 ----------------------------------------------------------------------------


def test_a_macro_may_give_several_values() -> None:
    text = (
        ":MACRO: SPREAD(a, b : low, high)\nSPREAD = high - low ~~|\nlow = MIN(a, b) ~~|\n"
        "high = MAX(a, b) ~~|\n"
        ":END OF MACRO:\ngap = SPREAD(7, p : least, most) ~~|\np = 3 ~~|\nsum = least + most"
    )
    run = model_of(text, end=0).simulate()
    assert [run[name][0, 0] for name in ("gap", "least", "most", "sum")] == [4, 3, 7, 10]


def test_the_head_of_a_macro_may_go_on_in_the_next_line() -> None:
    """Vensim breaks long lists of outputs; the mark and the line end are no part of a name."""
    model = model_of(
        ":MACRO: SPREAD(a, b : low\\\n\t\t, high of both\\\n\t\t)\nSPREAD = high of both - low ~~|\n"
        "low = MIN(a, b) ~~|\nhigh of both = MAX(a, b) ~~|\n"
        ":END OF MACRO:\ngap = SPREAD(7, 3 : least, most) ~~|\nsum = least + most"
    )
    assert model.simulate()["sum"][0, 0] == 10


@pytest.mark.parametrize(
    ("way", "known"),
    [
        (":RAW:", [MISSING, 10, 40, MISSING, 20, 30, MISSING]),
        (":HOLD BACKWARD:", [10, 10, 40, 40, 20, 30, 30]),
        (":LOOK FORWARD:", [10, 10, 40, 20, 20, 30, 30]),
        ("", [10, 10, 40, 30, 20, 30, 30]),
    ],
)
def test_a_macro_reads_data_in_a_way_of_its_own(way: str, known: list[float], tmp_path: Path) -> None:
    """Dataequations, 22145: statistics of fit count the points of the data that they are given."""
    (tmp_path / "d.csv").write_text("t,1,2,4,5\nx,10,40,20,30\n")
    text = (
        f":MACRO: M(x)\nM = r ~~|\nr {way} := x ~~|\n:END OF MACRO:\n"
        "x :HOLD BACKWARD: := GET DIRECT DATA('d.csv', ',', '1', 'B2') ~~|\ny = M(x) ~~|\nz = M(Time) ~~|\n"
    )
    controls = CONTROLS.replace("FINAL TIME=1", "FINAL TIME=6")
    if way:
        with pytest.raises(SimError, match='the data "r" of the macro "M" can be those of the model only'):
            Model(text + controls, str(tmp_path / "m.mdl"))
        text = text.replace("z = M(Time) ~~|\n", "")
    assert column(Model(text + controls, str(tmp_path / "m.mdl")), "y") == known


def test_data_of_a_macro_without_an_equation_are_refused() -> None:
    text = ":MACRO: M(x)\nM = x + r ~~|\nr :RAW: ~~|\n:END OF MACRO:\ny = M(3) ~~|\n"
    with pytest.raises(SimError, match='the data "r" of the macro "M" can be those of the model only'):
        Model(text + CONTROLS, "m.mdl")


def test_an_argument_of_a_macro_may_be_a_lookup() -> None:
    text = ":MACRO: M(x, f)\nM = 10 * f(x) ~~|\n:END OF MACRO:\ny = M(0.5, g) ~~|\ng((0,1),(1,3)) ~~|\nz = 1"
    assert model_of(text, end=0).simulate()["y"][0, 0] == 20


def test_a_name_with_a_dollar_sign_is_the_model_s_own() -> None:
    text = ":MACRO: M(x)\nM = x + gap + gap$ * 100 ~~|\ngap = 2 ~~|\n:END OF MACRO:\ny = M(1) ~~|\ngap = 5"
    assert model_of(text, end=0).simulate()["y"][0, 0] == 503


# --- time settings ----------------------------------------------------------------------------


def test_time_settings_may_be_computed() -> None:
    text = (
        "f((0,10),(1,20)) ~~|\nINITIAL TIME = f(0.5) ~~|\nFINAL TIME = INITIAL TIME + 2 ^ two ~~|\n"
        "two = SQRT(4) ~~|\nTIME STEP = 1 ~~|\n"
    )
    assert Model(text, "m.mdl").simulate().time.tolist() == [15, 16, 17, 18, 19]


# --- writing ----------------------------------------------------------------------------------


def test_a_stock_may_occur_within_an_expression() -> None:
    model = model_of("x = 2 * INTEG(1, 5) + 1", end=2, step=1)
    assert column(model, "x") == [11, 13, 15]


def test_points_whose_x_rises_and_falls_are_refused() -> None:
    for equation in ("f((0,1),(2,3),(1,4)) ~~|\ny = f(1)", "y = WITH LOOKUP(1, ((0,1),(2,3),(1,4)))"):
        with pytest.raises(SimError) as caught:
            model_of(equation)
        assert [fault.en for fault in caught.value.faults] == [
            "the x of a lookup must rise, or fall throughout, but 1 follows 2."
        ]


def test_strings_are_carried_and_name_files(tmp_path: Path) -> None:
    """:IS: (keywords.html); fn_get_direct_constants: literals or string variables."""
    (tmp_path / "n.csv").write_text("7,8\n")
    text = (
        "file :IS: 'n.csv' ~~|\nc = GET DIRECT CONSTANTS(file, ',', 'B1') ~~|\n"
        "title :IS: 'of nothing' ~~|\n" + CONTROLS
    )
    model = Model(text, str(tmp_path / "m.mdl"))
    assert model.constants["c"] == 8
    assert "title" not in model.variables
