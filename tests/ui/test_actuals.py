"""Actuals in the page: what dropped files say, the folder to keep, and faults."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sim.actuals.importing import Upload
from sim.errors import SimError
from sim.scenario.workspace import load_workspace
from sim.ui.actuals import folder_of
from tests.actuals import layouts
from tests.ui.pages import open_app


def test_files_are_shown_and_their_folder_is_made(small_home: Path) -> None:
    source = layouts.own()
    content, shown = folder_of([Upload(source.name, source.content())], load_workspace(small_home), "en")
    assert "<td class='key'>Gross industrial output</td>" in shown
    assert "20 new, 0 changed, 0 there already; policies: 0." in shown
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["actuals/names.csv", "actuals/observations.csv"]
        assert archive.read("actuals/observations.csv").decode("utf-8-sig").count("own.xlsx") == 20


def test_names_of_files_and_their_words_are_text(small_home: Path) -> None:
    text = "指标,2022年,2023年\n<b>产值</b>,1,2\n工业总产值(亿元),6033,6480\n"
    _, shown = folder_of([Upload("<i>.csv", text.encode())], load_workspace(small_home), "zh")
    assert "<b>" not in shown
    assert "<i>" not in shown


def test_a_figure_that_must_be_asked_about_is_a_fault(small_home: Path) -> None:
    text = "指标,2022年,2023年\n工业总产值(万元),6033,6480\n"
    with pytest.raises(SimError) as caught:
        folder_of([Upload("a.csv", text.encode())], load_workspace(small_home), "zh")
    assert [fault.place for fault in caught.value.faults] == ["a.csv:B2", "a.csv:C2"]


@pytest.mark.slow
def test_the_page_has_a_place_for_files(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "notes")
    app = open_app()
    assert not app.exception
    assert any("读入实绩" in block.body for block in app.get("html"))
