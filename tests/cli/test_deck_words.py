"""``teda deck outline``, ``template`` and ``check``: words in place of a scenario."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from sim.report import style
from sim.report.deck.check import TEXT_CONTRAST
from sim.report.deck.theme import contrast
from tests.command_line import CommandResult, report
from tests.report.deck_parts import faults_of
from tests.report.office_templates import as_potx, bytes_of, office_template, painted, without_title_only


@pytest.fixture
def at_home(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(own_home)
    monkeypatch.setenv("TEDA_HOME", ".")
    return own_home


def test_what_a_template_is_used_for(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = as_potx(bytes_of(without_title_only(office_template(samples=0))))
    (at_home / "office.potx").write_bytes(content)
    told = CommandResult(capsys, "deck", "check", "office.potx", "--lang", "en")
    assert (told.code, told.err) == (0, "")
    lines = [line.split("  ") for line in told.out.splitlines()]
    cells = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert ['Cover: layout "Title Slide"'] in cells
    assert ['All other slides: layout "Title and Content"'] in cells
    assert ["Content Placeholder 2", "chart, table or text", "1.7 × 4.4", "30.5 × 12.6"] in cells
    assert ["Subtitle 2", "scenario, date and marking", "5.1 × 10.8", "23.7 × 4.9", "32"] in cells
    assert any(line.startswith("accent1 #4F81BD") and line.endswith("4.0") for line in told.out.splitlines())
    assert told.out.endswith("✓ The template can be used.\n")


def test_what_does_not_fit_ends_with_1(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = office_template(samples=0)
    title = next(iter(office.slide_layouts[5].placeholders))
    title.left, title.top, title.width, title.height = 0, 0, Inches(1), Inches(1)
    office.slide_height = Inches(3)
    (at_home / "office.pptx").write_bytes(painted(bytes_of(office), {"accent1": "FFF2CC"}))
    told = CommandResult(capsys, "deck", "check", "office.pptx")
    assert told.code == 1
    lines = [line for line in told.out.splitlines() if line.startswith("✗")]
    assert lines == [
        "✗ 版式“Title Only”留给图表的地方是 30.5 × 4.4 厘米，至少要 15.2 × 7.6 厘米。",
        "✗ 标题框 2.5 × 2.5 厘米，按 16 磅放不下 40 个字。",
        "✗ 颜色 accent1（本情景的线，区间为其浅色）与底色的对比度只有 1.1，看不清；至少要 3.0。",
    ]
    told = CommandResult(capsys, "deck", "plan", "--template", "office.pptx", "--out", "a.pptx")
    assert told.code == 2
    assert told.err.startswith("office.pptx: 版式“Title Only”留给图表的地方是 30.5 × 4.4 厘米")
    assert not (at_home / "a.pptx").exists()


def test_what_is_otherwise_than_in_other_decks(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = office_template(samples=0)
    for holder in list(office.slide_layouts[5].placeholders)[1:]:
        holder._element.getparent().remove(holder._element)
    (at_home / "office.pptx").write_bytes(painted(bytes_of(office), {"accent1": "C00000"}))
    told = CommandResult(capsys, "deck", "check", "office.pptx")
    assert told.code == 0
    assert "版式“Title Only”没有这些占位符，各页不写：日期、标注、页码。" in told.out
    assert "主色是红色，图中的目标改用文字的颜色，以免与情景的线混淆。" in told.out
    assert CommandResult(capsys, "deck", "plan", "--template", "office.pptx", "--out", "a.pptx").code == 0
    slides = Presentation("a.pptx").slides
    charts = [shape.chart.part.blob for slide in slides for shape in slide.shapes if shape.has_chart]
    assert charts
    assert all(style.TARGET[1:].encode() not in chart for chart in charts)


def test_the_template_of_this_tool_fits_and_is_used(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert CommandResult(capsys, "deck", "template", "--out", "ours.pptx").code == 0
    assert not faults_of((at_home / "ours.pptx").read_bytes())
    assert CommandResult(capsys, "deck", "check", "ours.pptx").code == 0
    assert CommandResult(capsys, "deck", "plan", "--template", "ours.pptx", "--out", "a.pptx").code == 0
    slide = Presentation("a.pptx").slides[1]
    assert slide.slide_layout.name == "Title Only"
    assert slide.shapes.title.text_frame.text
    before = (at_home / "ours.pptx").read_bytes()
    CommandResult(capsys, "deck", "template", "--out", "ours.pptx")  # as it was generated
    assert (at_home / "ours.pptx").read_bytes() == before
    (at_home / "ours.pptx").write_bytes(b"somebody's work")
    assert CommandResult(capsys, "deck", "template", "--out", "ours.pptx").code == 2
    assert (at_home / "ours.pptx").read_bytes() == b"somebody's work"


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (
            ["check"],
            "请给出要查看的文件，如 teda deck check office.potx。",
            "name a file, as in teda deck check office.potx.",
        ),
        (["check", "a.pptx", "b"], '多出了参数 "b"。', 'unexpected argument "b".'),
        (["check", "a.pptx", "--year", "2030"], "不带 --year。", "takes no --year."),
        (
            ["outline"],
            "请给出情景，如 teda deck outline plan。",
            "name a scenario, as in teda deck outline plan.",
        ),
        (["outline", "plan", "--out", "a.pptx"], "不带 --out。", "takes no --out."),
        (["template", "plan", "--out", "a.pptx"], '多出了参数 "plan"。', 'unexpected argument "plan".'),
    ],
)
def test_words_that_are_used_wrongly(
    at_home: Path, capsys: pytest.CaptureFixture[str], given: list[str], zh: str, en: str
) -> None:
    told = CommandResult(capsys, "deck", *given)
    assert (told.code, told.err) == (2, report(f"teda deck {given[0]}", zh, en))
    assert not (at_home / "a.pptx").exists()


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.005)  # the example of WCAG
    assert contrast(style.TARGET[1:], "FFFFFF") > TEXT_CONTRAST
