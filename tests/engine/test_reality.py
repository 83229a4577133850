"""Reality checks of a model file: 22190, keywords.html."""

from __future__ import annotations

import pytest

from sim.engine.model import Model

TEXT = """
capital = INTEG(investment - capital / 10, 100) ~~|
investment = 0.1 * output ~~|
output = MIN(capital, labour) ~~|
labour = 80 ~~|
other[d] = capital * d ~~|
d: a, b ~~|
no capital :TEST INPUT: capital = 0 ~~|
no workers :TEST INPUT: labour = 0 ~~|
less :TEST INPUT: other[a] = -1 ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 20 ~~|
TIME STEP = 0.5 ~~|
SAVEPER = 10 ~~|
"""


def outcome(check: str) -> tuple[bool | None, float | None, list[str]]:
    (found,) = Model(f"{TEXT}rule {check} ~~|", "m.mdl").reality_checks()
    assert (found.name, found.line) == ("rule", 15)
    return found.holds, found.time, [fault.en for fault in found.faults]


@pytest.mark.parametrize(
    ("check", "holds", "time"),
    [
        (":THE CONDITION: no capital :IMPLIES: output = 0", True, None),
        (":THE CONDITION: no capital :IMPLIES: output > 0", False, 0),
        (":THE CONDITION: no capital :AND: no workers :IMPLIES: output = 0 :AND: labour = 0", True, None),
        (":THE CONDITION: no workers :IMPLIES: capital > 90", False, 1.5),  # 100, 95, 90.25, 85.7
        (":THE CONDITION: capital < 90 :IMPLIES: output <= labour", True, None),
        (":THE CONDITION: Time > 3 :IMPLIES: capital > 95", False, 3.5),
        (":THE CONDITION: less :IMPLIES: other[a] < 0 :AND: other[b] > 0", True, None),
    ],
)
def test_what_is_implied(check: str, holds: bool, time: float | None) -> None:
    assert outcome(check) == (holds, time, [])


def test_a_rule_for_each_element() -> None:
    text = f"{TEXT}rule[d] :THE CONDITION: Time >= 0 :IMPLIES: other[d] < 150 ~~|"
    (found,) = Model(text, "m.mdl").reality_checks()
    assert (found.holds, found.time) == (False, 0)


def test_what_cannot_be_run_says_why() -> None:
    assert outcome(":THE CONDITION: no capital :IMPLIES: outputs = 0") == (
        None,
        None,
        ['the variable "outputs" is not defined (in "rule"). Nearest: "output".'],
    )


def test_what_is_not_understood_is_noted_and_the_model_runs() -> None:
    model = Model(f"{TEXT}rule :THE CONDITION: output rises ~~|", "m.mdl")
    assert [(note.place, note.en) for note in model.notes] == [
        ("m.mdl:15", 'the reality check "rule" is not understood and not run.')
    ]
    assert model.reality_checks() == ()
    assert model.simulate()["capital"][0, 0] == 100
    assert "rule" not in model
