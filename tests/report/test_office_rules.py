"""The rules of the Open XML SDK on every kind of file for Office that is made or refreshed."""

from __future__ import annotations

import contextlib
import functools
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from sim.cli.main import main
from tests.report.office_templates import as_potx, bytes_of, office_template, without_title_only

OUTLINE = """\
slides:
  - cover
  - chart: {indicator: gross_output, year: 2030, title: "{value}", notes: 备注}
  - keep: 2
  - scoreboard: {layout: Title and Content}
  - comparison: {scenarios: [trend, plan]}
"""
FILES: dict[str, tuple[str, ...]] = {  # kind of a file: the command that makes it
    "deck.pptx": ("deck", "plan"),
    "compared.pptx": ("deck", "plan", "trend", "--lang", "en", "--marking", "Internal"),
    "office.pptx": ("deck", "plan", "--template", "t.potx"),
    "outlined.pptx": ("deck", "plan", "--template", "t.pptx", "--outline", "o.yaml"),
    "template.pptx": ("deck", "template"),
    "workbook.xlsx": ("workbook", "plan", "trend"),
    "table.xlsx": ("run", "plan"),
    "matrix.xlsx": ("compare", "plan", "trend", "--lang", "en"),
    "actuals.xlsx": ("actuals", "template"),
    "report.docx": ("report", "plan", "trend", "--unit", "经济发展局"),
}


@functools.cache
def validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def faults_in(path: Path) -> list[str]:
    """Return the rules that a file breaks, and those that the workbooks in it break."""
    found = [str(fault) for fault in validator().validate(str(path)).errors]
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.endswith(".xlsx"):
                inner = path.with_name(f"{path.stem}-{Path(name).name}")
                inner.write_bytes(packed.read(name))
                found += [f"{name}: {fault}" for fault in faults_in(inner)]
    return found


def command(*arguments: str) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as told, contextlib.redirect_stdout(io.StringIO()):
        with pytest.raises(SystemExit) as end:
            main([*arguments])
        assert not end.value.code, told.getvalue()


@pytest.fixture
def at_home(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(own_home)
    monkeypatch.setenv("TEDA_HOME", ".")
    (own_home / "t.pptx").write_bytes(bytes_of(office_template()))
    (own_home / "t.potx").write_bytes(as_potx(bytes_of(without_title_only(office_template(samples=0)))))
    (own_home / "o.yaml").write_text(OUTLINE, "utf-8")
    return own_home


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file(at_home: Path, name: str) -> None:
    command(*FILES[name], "--out", name)
    assert faults_in(at_home / name) == []


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.endswith(".pptx") and name != "template.pptx"]
)
def test_every_deck_that_was_refreshed(at_home: Path, name: str) -> None:
    command(*FILES[name], "--out", name)
    edited = Presentation(name)
    edited.slides[1].shapes.title.text_frame.text = "改过的标题"
    edited.slides.add_slide(edited.slide_layouts[0])
    edited.save(name)
    before = (at_home / name).read_bytes()
    scenario = at_home / "scenarios" / "plan.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("to: 200", "to: 260"), "utf-8")
    command("refresh", name)
    assert (at_home / name).read_bytes() != before
    assert faults_in(at_home / name) == []


@pytest.mark.slow
def test_files_of_the_shipped_plan(tmp_path: Path) -> None:
    command("deck", "plan", "--out", str(tmp_path / "deck.pptx"))
    command("report", "plan", "--out", str(tmp_path / "report.docx"))
    assert faults_in(tmp_path / "deck.pptx") + faults_in(tmp_path / "report.docx") == []


BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "negative number of an axis": lambda part: re.sub(rb'axId val="', b'axId val="-', part),
    "element of another kind": lambda part: part.replace(b"<c:plotArea>", b"<c:plotArea><c:noSuch/>", 1),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_broken_rules_are_found(at_home: Path, kind: str) -> None:
    command("deck", "plan", "--out", "a.pptx")
    with zipfile.ZipFile("a.pptx") as old, zipfile.ZipFile("b.pptx", "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, BREAKS[kind](part) if "/charts/chart" in name else part)
    assert faults_in(at_home / "b.pptx")
