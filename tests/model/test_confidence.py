"""Reality checks and accounts of the shipped model, and the confidence document."""

from __future__ import annotations

import pytest

from sim.analysis.checks.catalogue import CHECKS
from sim.analysis.checks.conservation import CONSERVATION
from sim.analysis.checks.expectations import read_trials
from sim.analysis.checks.reality import REALITY
from sim.report.documents.confidence.document import COMMAND, build_confidence
from sim.report.documents.confidence.words import ASKS
from sim.report.documents.folder import DOCS
from sim.scenario.workspace import load_workspace
from sim.ui.confidence import report_of
from tests.model.runs import outcome
from tests.ui.pages import HAN, html, open_app, texts

pytestmark = pytest.mark.slow

NOT_SECTORS = {"levers", "Control"}


def test_the_model_responds_as_it_must_in_changed_worlds() -> None:
    assert outcome(REALITY).faults == ()


def test_stocks_and_accounts_close() -> None:
    assert outcome(CONSERVATION).faults == ()


def test_there_are_fifty_checks_and_every_sector_has_two() -> None:
    workspace = load_workspace()
    sectors = [trial.sector for trial in read_trials(workspace).reality]
    assert len(sectors) >= 50
    assert {name for name in workspace.model.groups if sectors.count(name) < 2} == NOT_SECTORS


def test_each_check_expects_something_else() -> None:
    reality = read_trials(load_workspace()).reality
    asked = {
        (trial.world.scenario, *trial.world.constants.items(), *(each.text for each in trial.predicates))
        for trial in reality
    }
    assert len(asked) == len(reality)


def test_every_test_states_its_question() -> None:
    assert list(ASKS) == [check.key for check in CHECKS]


def test_the_document_is_up_to_date() -> None:
    workspace = load_workspace()
    for name, text in build_confidence(report_of(workspace), workspace).items():
        found = (workspace.home.folder / DOCS / name).read_text(encoding="utf-8")
        assert found == text, f"stale; run {COMMAND} and commit docs/"


def test_the_page_in_english_without_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    report = report_of(load_workspace())  # of the test before: the checks take a while
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "confidence")
    app = open_app(lang="en")
    (block,) = html(app, "confidence")
    assert block.count("data-trial=") == len(report.reality) + len(report.accounts)
    assert not {(where, found) for where, text in texts(app) for found in HAN.findall(text)}
