"""Reality checks and accounts of the shipped model, and the document of the tests."""

from __future__ import annotations

from sim.analysis.checks.catalogue import CHECKS, run_checks
from sim.analysis.checks.confidence import build_report
from sim.analysis.checks.conservation import CONSERVATION
from sim.analysis.checks.expectations import read_book
from sim.analysis.checks.reality import REALITY
from sim.report.documents.confidence.document import COMMAND, DOCS, build_confidence
from sim.report.documents.confidence.words import ASKS
from sim.scenario.workspace import load_workspace
from tests.model.runs import outcome

NOT_SECTORS = {"levers", "Control"}


def test_the_model_does_what_it_must_in_changed_worlds() -> None:
    assert outcome(REALITY).faults == ()


def test_stocks_and_accounts_close() -> None:
    assert outcome(CONSERVATION).faults == ()


def test_there_are_fifty_checks_and_every_sector_has_two() -> None:
    workspace = load_workspace()
    sectors = [trial.sector for trial in read_book(workspace).reality]
    assert len(sectors) >= 50
    assert {name for name in workspace.model.groups if sectors.count(name) < 2} == NOT_SECTORS


def test_each_check_expects_something_else() -> None:
    reality = read_book(load_workspace()).reality
    asked = {
        (trial.world.scenario, *trial.world.constants.items(), *(each.text for each in trial.predicates))
        for trial in reality
    }
    assert len(asked) == len(reality)


def test_every_test_says_what_it_asks() -> None:
    assert list(ASKS) == [check.key for check in CHECKS]


def test_the_document_is_up_to_date() -> None:
    workspace = load_workspace()
    outcomes = run_checks(workspace, lambda _check, _done, _total: None)
    for name, text in build_confidence(build_report(outcomes, workspace), workspace).items():
        found = (workspace.home.folder / DOCS / name).read_text(encoding="utf-8")
        assert found == text, f"stale; run {COMMAND} and commit docs/"
