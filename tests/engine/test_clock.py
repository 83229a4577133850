"""Moments of a run: a SAVEPER off the steps, and a FINAL TIME that changes (timeboundsdates)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.model import Model
from sim.errors import SimError

TEXT = """x = INTEG(rate, 0) ~~|
rate = 2 ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 4 ~~|
TIME STEP = 0.3 ~~|
SAVEPER = {saveper} ~~|
"""


def test_the_step_nearest_to_each_save_is_kept() -> None:
    model = Model(TEXT.format(saveper=1), "m.mdl")
    run = model.simulate(integrals=["rate"])
    np.testing.assert_allclose(run.time, [0, 0.9, 2.1, 3, 3.9], rtol=1e-14)
    np.testing.assert_allclose(run["x"][:, 0], 2 * run.time, rtol=1e-13)
    np.testing.assert_allclose(run.integral("rate")[:, 0], np.diff(2 * run.time, prepend=0), atol=1e-13)
    assert (model.saveper, model.final_time) == (1, pytest.approx(3.9))


def test_saves_closer_than_the_step_keep_every_step() -> None:
    run = Model(TEXT.format(saveper=0.1), "m.mdl").simulate()
    np.testing.assert_allclose(run.time, np.arange(14) * 0.3, rtol=1e-14)


def test_saves_that_are_asked_for_must_fall_on_steps() -> None:
    with pytest.raises(SimError) as caught:
        Model(TEXT.format(saveper=1), "m.mdl").simulate(save_every=1)
    assert [fault.en for fault in caught.value.faults] == [
        "the time between saves, 1, is not a whole multiple of the step 0.3."
    ]


CHANGING = """s = INTEG(rate, 0) ~~|
rate = 1 ~~|
FINAL TIME = IF THEN ELSE(s >= 3000, Time, 1e6) ~~|
INITIAL TIME = 0 ~~|
TIME STEP = 1 ~~|
SAVEPER = 1000 ~~|
"""


def test_a_final_time_may_change_in_a_run() -> None:
    model = Model(CHANGING, "m.mdl")
    assert model.final_time == 3000
    assert model.simulate()["s"][:, 0].tolist() == [0, 1000, 2000, 3000]
    assert model.simulate({"rate": 3}).time.tolist() == [0, 1000]
    assert model.simulate({"rate": np.array([1.0, 1.0])}).time.tolist() == [0, 1000, 2000, 3000]


def test_members_end_together() -> None:
    with pytest.raises(SimError) as caught:
        Model(CHANGING, "m.mdl").simulate({"rate": np.array([1.0, 2.0])})
    assert [fault.en for fault in caught.value.faults] == ["FINAL TIME cannot differ between members."]


@pytest.mark.slow
def test_a_run_without_an_end_is_refused() -> None:
    with pytest.raises(SimError) as caught:
        Model(CHANGING.replace("Time,", "1e6,").replace("1e6", "Time + 1"), "m.mdl")
    assert [(fault.place, fault.en) for fault in caught.value.faults] == [
        ("m.mdl:3", "after 10,000,000 steps the time has not reached FINAL TIME.")
    ]


def test_other_settings_follow_from_constants() -> None:
    with pytest.raises(SimError) as caught:
        Model(CHANGING.replace("TIME STEP = 1 ~", "TIME STEP = 1 + s ~"), "m.mdl")
    assert [(fault.place, fault.en) for fault in caught.value.faults] == [
        ("m.mdl:5", "TIME STEP must follow from constants.")
    ]
