"""Feedback: the variables that act on themselves over time, and their loops."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.model import load_model
from tests.engine.build import model_of

ROOT = Path(__file__).parents[2]


def test_a_model_without_feedback_has_none() -> None:
    assert model_of("a = INTEG(b, 1)", "b = 2 * c", "c = Time").feedback() == ()


def test_two_loops_through_one_stock() -> None:
    model = model_of(
        "people = INTEG(births - deaths, 10)",
        "births = people * rate",
        "deaths = people / life",
        "rate = 0.1 * room",
        "room = 1 - people / 100",
        "life = 50",
    )
    (group,) = model.feedback()
    assert group.variables == ("people", "births", "deaths", "rate", "room")
    assert group.stocks == ("people",)
    assert group.links == 7
    assert group.independent_loops == 3
    assert group.loops == (
        ("people", "births"),
        ("people", "deaths"),
        ("people", "room", "rate", "births"),
    )


def test_a_variable_that_acts_on_itself_alone_is_a_group() -> None:
    (group,) = model_of("tank = INTEG(-tank / 5, 80)").feedback()
    assert (group.variables, group.loops, group.independent_loops) == (("tank",), (("tank",),), 1)


def test_the_largest_group_comes_first() -> None:
    model = model_of(
        "tank = INTEG(-tank / 5, 80)",
        "stock = INTEG(flow, 1)",
        "flow = stock * 0.1",
    )
    assert [group.variables for group in model.feedback()] == [("stock", "flow"), ("tank",)]


def test_a_chain_of_elements_is_not_a_loop() -> None:
    model = model_of(
        "age: young, old",
        "people[young] = INTEG(-growing, 10)",
        "people[old] = INTEG(growing, 1)",
        "growing = people[young] / 20",
    )
    (group,) = model.feedback()
    assert group.loops == (("people", "growing"),)
    assert model_of("age: a, b", "x[a] = Time", "x[b] = x[a]").feedback() == ()


def test_starting_values_are_not_feedback() -> None:
    assert model_of("stock = INTEG(inflow, start * 2)", "start = inflow", "inflow = 3").feedback() == ()
    assert model_of("a = INTEG(1, b)", "b = INITIAL(c)", "c = 2 + d", "d = 1").feedback() == ()


def test_a_smooth_closes_a_loop_and_its_stage_is_not_one_itself() -> None:
    assert model_of("seen = SMOOTH3(signal, 4)", "signal = Time").feedback() == ()
    (group,) = model_of("seen = SMOOTHI(wanted, 4, 1)", "wanted = 2 - seen").feedback()
    assert (group.stocks, group.loops) == (("seen",), (("seen", "wanted"),))


@pytest.mark.slow
def test_every_loop_of_the_shipped_model_is_one() -> None:
    model = load_model(ROOT / "model" / "teda.mdl")
    feedback = model.feedback()
    assert sum(group.independent_loops for group in feedback) >= 100
    for group in feedback:
        passed = set()
        for loop in group.loops:
            assert len(set(loop)) == len(loop)
            assert loop[0] in group.stocks
            for cause, effect in zip(loop, [*loop[1:], loop[0]], strict=True):
                assert cause in model.variables[effect].causes
                passed.add((cause, effect))
        assert len(passed) == group.links
