"""Long questions of the page: their processes, and the answers that the page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sim.errors import SimError
from sim.ui import how, job
from sim.ui.job import Job
from sim.ui.work import Call
from tests.ui.pages import html, open_app
from tests.ui.questions import broken, counted, refused
from tests.waiting import wait_until

OUTPUT = "gross_industrial_output"


def ended(asked: Job) -> Job:
    wait_until(lambda: not asked.is_running)
    return asked


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    yield
    for one in list(job._RUNNING):
        one.give_up()
    wait_until(lambda: not job._RUNNING)


def test_a_question_is_answered_in_a_process_of_its_own() -> None:
    asked = ended(Job("count", Call(counted, (3,))))
    assert (asked.latest.result, asked.latest.error) == (3, None)


def test_it_says_how_far_it_is_and_can_be_given_up() -> None:
    asked = Job("count", Call(counted, (10_000,), {"seconds": 0.05}))
    wait_until(lambda: asked.latest.done > 1)
    assert asked.latest.total == 10_000
    asked.give_up()
    assert (ended(asked).latest.result, asked.latest.error) == (None, None)


def test_nobody_looks_at_it_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "ABANDONED", 0.2)
    asked = Job("count", Call(counted, (10_000,), {"seconds": 0.05}))
    wait_until(lambda: asked not in job._RUNNING)
    assert asked.latest.result is None


def test_faults_and_crashes_are_told() -> None:
    error = ended(Job("refused", Call(refused))).latest.error
    assert error is not None
    assert error.faults[0].place == "here"
    crashed = ended(Job("broken", Call(broken))).latest.error
    assert crashed is not None
    assert "ended unexpectedly" in str(crashed)


def test_as_many_at_once_as_the_machine_takes() -> None:
    for number in range(job.AT_ONCE):
        Job(number, Call(counted, (10_000,), {"seconds": 0.05}))
    with pytest.raises(SimError, match="searching for other visitors"):
        Job("more", Call(counted, (1,)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("reach", "要做到什么程度：工业总产值 2035 年"),
        ("share", "± 是抽取次序带来的"),
        ("trade", "取舍：情景"),
    ],
)
def test_the_page_answers(kind: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "how")
    monkeypatch.setattr(how, "SEARCHED", 16)
    monkeypatch.setattr(how.Asked, "levers", ("public investment", "housing supply"))
    monkeypatch.setattr(how, "MEMBERS", 16)
    app = open_app(year="2035", scenario="plan")
    app.selectbox(key="how_of:zh").set_value(OUTPUT).run()
    assert app.number_input[-1].value == 15270
    app.button(key=f"how_{kind}").click().run()
    wait_until(lambda: not app.run().session_state[how.JOB].is_running)
    app.run()
    assert not app.exception
    text = re.sub("<[^>]+>", "", "".join(html(app, "facts")))
    assert said in text
    assert not html(app, "fault")


@pytest.mark.slow
def test_the_page_says_what_is_wrong_and_what_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "how")
    app = open_app(year="2035")
    app.selectbox(key="how_of:zh").set_value("gdp_growth").run()
    assert any("teda tree" in text for text in html(app, "facts"))  # a growth, which has no base
    app.button(key="how_reach").click().run()
    app.button(key="how_stop").click().run()
    wait_until(lambda: not app.run().session_state[how.JOB].is_running)
    app.run()
    assert any("已停止，没有结果" in text for text in html(app, "note"))
