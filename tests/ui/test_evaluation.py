"""The page of the evaluation."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from tests.ui.pages import open_app

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "evaluation")


def test_the_last_year_is_evaluated_with_its_tables_and_files() -> None:
    app = open_app()
    text = "".join(block.body for block in app.get("html"))
    assert "2025 年末期末评估" in text
    assert "滞后于预期" in text
    assert "最能推动的杠杆" in text
    assert [button.label for button in app.get("download_button")][-3:] == ["Word 附表", "幻灯片", "Excel 表"]


def test_a_plan_that_has_not_begun_is_told_in_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_PLAN", "15")
    assert any("还没有可评估的年份" in block.body for block in open_app().get("html"))


def test_files_of_the_page_open() -> None:
    from sim.scenario.workspace import load_workspace
    from sim.ui.evaluation import _slides, _word, _workbook, evaluation_of

    found = evaluation_of(load_workspace(), 2025)
    assert len(Presentation(io.BytesIO(_slides(found, "en"))).slides) > 3
    assert _word(found, "en")[:2] == _workbook(found, "en")[:2] == b"PK"
