"""Replacement of constants in the text of a model, which changes nothing else."""

from __future__ import annotations

import pytest

from sim.engine.constant_text import with_constants
from sim.engine.model import Model
from sim.errors import SimError

TEXT = """\
{UTF-8}
kind: cars, drugs, steel ~ ~ |
rate = -1.5e-3 {0.2 before} ~ 1/年 ~ 不变 = 3 |
start[kind] =
	1, 2.50, 3 ~ 亿元 ~ |
share[cars] = 0.1 ~ dmnl ~ |
share[drugs] = 0.2 ~ dmnl ~ |
share[steel] = 0.7 ~ dmnl ~ |
alike[kind] = 4 ~ dmnl ~ |
x = INTEG(rate*x, start[cars]+share[cars]+alike[cars]) ~ 亿元 ~ |
INITIAL TIME = 0 ~ 年 ~ |
FINAL TIME = 1 ~ 年 ~ |
TIME STEP = 1 ~ 年 ~ |
SAVEPER = 1 ~ 年 ~ |
"""


def _with(values: dict[str, float]) -> str:
    return with_constants(TEXT, values, Model(TEXT, "m.mdl").variables, "m.mdl")


def test_a_number_a_place_in_a_list_and_an_element_of_its_own_are_changed() -> None:
    new = _with({"rate": 0.25, "start[drugs]": 7.0, "share[steel]": 0.65})
    expected = TEXT.replace("-1.5e-3 {", "0.25 {").replace("1, 2.50, 3", "1, 7, 3")
    assert new == expected.replace("[steel] = 0.7", "[steel] = 0.65")
    constants = Model(new, "m.mdl").constants
    assert (constants["rate"], constants["start[drugs]"], constants["share[steel]"]) == (0.25, 7.0, 0.65)


def test_nothing_to_change_changes_nothing() -> None:
    assert _with({}) == TEXT


def test_a_number_that_elements_share_is_refused() -> None:
    with pytest.raises(SimError) as caught:
        _with({"rate": 1.0, "alike[cars]": 2.0})
    assert [(fault.en.split('"')[1], fault.place) for fault in caught.value.faults] == [
        ("alike[cars]", "m.mdl")
    ]


def test_blanks_after_the_comma_of_two_subscripts_do_not_hide_a_number() -> None:
    text = TEXT.replace("kind:", "place: east, west ~ ~ |\nkind:")
    text = text.replace("rate =", "part[cars, east] = 5 ~ dmnl ~ |\nrate =")
    new = with_constants(text, {"part[cars,east]": 6.0}, Model(text, "m.mdl").variables, "m.mdl")
    assert new == text.replace("part[cars, east] = 5", "part[cars, east] = 6")
