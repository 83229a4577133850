from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import SCRIPT_RUN_CONTEXT_ATTR_NAME

from sim.outcomes.fan import Fan
from sim.sampling.sampler import Draws
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace, load_workspace
from sim.ui import cache
from sim.ui.page_state import Latest, Scene
from sim.ui.turns import OvertakenError, Turns, always, is_latest
from sim.ui.view import View
from tests.waiting import wait_until

LIMIT = 600.0  # seconds, on however busy a machine


def begun(turns: Turns, name: str, order: list[str], is_wanted: threading.Event) -> threading.Thread:
    """Return a thread that waits for its turn."""

    def take() -> None:
        try:
            with turns.taken(is_wanted.is_set):
                order.append(name)
        except OvertakenError:
            order.append(f"{name} left")

    before = len(turns._line)
    thread = threading.Thread(target=take)
    thread.start()
    wait_until(lambda: len(turns._line) > before)
    return thread


def test_turns_are_taken_in_order() -> None:
    turns, order, wanted = Turns(), [], threading.Event()
    wanted.set()
    with turns.taken(always):
        threads = [begun(turns, str(place), order, wanted) for place in range(8)]
        assert order == []
    for each in threads:
        each.join(LIMIT)
    assert order == [str(place) for place in range(8)]


def test_who_is_overtaken_leaves_the_line_at_once() -> None:
    turns, order = Turns(), []
    wanted, other = threading.Event(), threading.Event()
    wanted.set()
    other.set()
    with turns.taken(always):
        first, second = begun(turns, "first", order, wanted), begun(turns, "second", order, other)
        wanted.clear()
        first.join(LIMIT)
        assert order == ["first left"]
    second.join(LIMIT)
    assert order == ["first left", "second"]


def test_a_turn_ends_with_an_error() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.taken(always):
        raise ZeroDivisionError
    with turns.taken(always):
        pass


def test_no_turn_is_taken_for_what_is_wanted_no_more() -> None:
    with pytest.raises(OvertakenError), Turns().taken(lambda: False):
        pytest.fail("it was taken")


@pytest.fixture
def requests() -> Iterator[ScriptRequests]:
    """What a visitor asks of a run in this thread, as Streamlit keeps it."""
    found, thread = ScriptRequests(), threading.current_thread()
    found.request_rerun(RerunData())
    found.on_scriptrunner_ready()
    setattr(thread, SCRIPT_RUN_CONTEXT_ATTR_NAME, SimpleNamespace(script_requests=found))
    yield found
    delattr(thread, SCRIPT_RUN_CONTEXT_ATTR_NAME)


def test_a_run_is_the_latest_until_the_visitor_asks_again_or_leaves(requests: ScriptRequests) -> None:
    assert is_latest()
    requests.request_rerun(RerunData(fragment_id="results"))
    assert not is_latest()
    requests.on_scriptrunner_ready()
    assert is_latest()
    requests.request_stop()
    assert not is_latest()


def test_an_answer_that_is_overtaken_is_not_computed() -> None:
    workspace = load_workspace()
    latest = Latest(View("plan", 2035, seed=11), cache.scenarios_of(workspace), workspace)
    assert latest.answer(lambda: False) is None
    found = latest.answer(always)
    assert isinstance(found, Scene)
    again = latest.answer(lambda: False)  # it is there already
    assert isinstance(again, Scene)
    assert again.fan is found.fan


def test_what_is_pinned_outlasts_the_answers_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, runs = load_workspace(), []

    def run_fan(scenario: Scenario, _workspace: Workspace, _draws: Draws) -> Fan:
        runs.append(scenario.options)
        return Fan(table=None, sound=np.ones(0, dtype=bool))

    monkeypatch.setattr(cache, "run_fan", run_fan)
    scenarios, sample = cache.scenarios_of(workspace), cache.Sample(12, "prior")

    def fan(lever: float, is_pinned: bool = False) -> Fan:
        settings = {"public investment": lever}
        return cache.fan_of(scenarios["plan"], settings, sample, workspace, is_pinned=is_pinned)

    own = fan(90.0)
    assert fan(90.0, is_pinned=True) is own  # what is shown is pinned without another run
    for lever in range(100, 120):
        fan(float(lever))
    assert len(runs) == 21
    assert fan(90.0, is_pinned=True) is own
    assert len(runs) == 21
    fan(100.0)
    assert len(runs) == 22  # which is not kept that long
