"""``teda chart`` and ``teda deck``: the files they write and every message for a wrong command."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from pptx import Presentation

from sim.cli.briefing import chart
from sim.cli.deck import deck
from sim.cli.main import main
from sim.ensembles.ensemble import run_ensemble
from sim.report.deck.own import is_as_generated
from sim.report.layout import width_of
from sim.scenario.load import load_scenario
from tests.report.deck_parts import faults_of


@pytest.fixture
def at_home(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(own_home)
    monkeypatch.setenv("TEDA_HOME", ".")
    return own_home


@pytest.fixture
def runs(at_home: Path) -> Path:
    run_ensemble("trend", 16, 7, "runs/trend")
    return at_home


def report(place: str, zh: str, en: str) -> str:
    return f"{place}: {zh}\n{' ' * (width_of(place) + 2)}{en}"


def reported(
    command: Callable[..., None],
    scenario: str,
    *given: str,
    settings: str = "",
    lang: str = "",
    outline: str = "",
) -> str:
    """Return what a command reports that fails."""
    names = ["--out", "--ensemble"] if command is deck else ["--indicator", "--out", "--ensemble"]
    options = [
        *zip(names, given, strict=False),
        ("--set", settings),
        ("--lang", lang),
        ("--outline", outline),
    ]
    arguments = [command.__name__, scenario, *(part for pair in options if pair[1] for part in pair)]
    with contextlib.redirect_stderr(io.StringIO()) as reported, pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    return reported.getvalue().removesuffix("\n")


@pytest.mark.parametrize(("suffix", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_a_chart_is_written(
    runs: Path, capsys: pytest.CaptureFixture[str], suffix: str, start: bytes
) -> None:
    chart("trend", ["gross_output"], f"chart.{suffix}", "runs/trend")
    assert (runs / f"chart.{suffix}").read_bytes().startswith(start)
    assert capsys.readouterr().err.splitlines()[-1] == f"已写入 chart.{suffix}"


def test_several_charts_go_into_a_folder(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart("trend", ["gross_output", "常住人口规模"], "charts/", "runs/trend")
    names = ["gross_output.png", "resident_population.png"]
    assert sorted(path.name for path in (runs / "charts").iterdir()) == names
    assert capsys.readouterr().err.splitlines() == [f"已写入 charts/{name}" for name in names]


def test_all_charts_in_another_format(runs: Path) -> None:
    (runs / "all").mkdir()
    chart("trend", ["all"], "all/{id}.svg", "runs/trend")
    written = {path.name for path in (runs / "all").iterdir()}
    assert {"gross_output.svg", "output_growth.svg", "demand_for_health.svg"} <= written
    assert "satisfaction.svg" not in written, "it is not modelled"


def test_one_wrong_indicator_leaves_nothing_behind(at_home: Path) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit):
        main(["chart", "trend", "--indicator", "gross_output", "--indicator", "grow", "--out", "new/"])
    assert 'no indicator "grow"' in found.getvalue()
    assert not (at_home / "new").exists()


def test_several_charts_do_not_go_into_one_file(at_home: Path) -> None:
    assert reported(chart, "trend", "all", "a.png") == report(
        "--out a.png",
        "多个指标不能写进一个文件；请给出文件夹，如 charts/，或带 {id} 的文件名。",
        "several indicators do not go into one file; give a folder, as charts/, or a name with {id}.",
    )


def test_a_year_of_the_finding(runs: Path) -> None:
    deck(["trend"], "briefing.pptx", "runs/trend", year="2030")
    titles = [
        slide.shapes.title.text_frame.text for slide in Presentation(str(runs / "briefing.pptx")).slides
    ]
    assert any("2030 年预计" in title for title in titles)


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ("20x5", '"20x5" 不是整数。', '"20x5" is not a whole number.'),
        ("1999", "1999 年超出 2021–2035。", "the year 1999 is outside 2021 to 2035."),
    ],
)
def test_a_year_that_will_not_do(at_home: Path, given: str, zh: str, en: str) -> None:
    for command, out in (
        ("chart", ["--indicator", "gross_output", "--out", "a.png"]),
        ("deck", ["--out", "a.pptx"]),
    ):
        with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit) as caught:
            main([command, "trend", *out, "--year", given])
        assert caught.value.code == 2
        place = "--year" if given == "20x5" else f"--year {given}"
        assert found.getvalue().removesuffix("\n") == report(place, zh, en)
    assert not [path for path in at_home.iterdir() if path.suffix in (".png", ".pptx")]


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("长" * 245, "标题有 245 个字符，最多 60 个；请缩短。"),
        ('"控制\\x0b字符\\x00"', "中不能有换行和控制字符。"),
        ('"\\x7f"', "中不能有换行和控制字符。"),
    ],
)
def test_titles_that_no_page_holds_are_told_with_file_and_line(at_home: Path, title: str, fault: str) -> None:
    file = at_home / "scenarios" / "trend.yaml"
    file.write_text(file.read_text("utf-8").replace("趋势", title), "utf-8")
    for command, out in (
        ("chart", ["--indicator", "gross_output", "--out", "a.png"]),
        ("deck", ["--out", "a.pptx"]),
    ):
        with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit) as caught:
            main([command, "trend", *out])
        assert caught.value.code == 2
        assert found.getvalue().startswith("scenarios/trend.yaml:1: ")
        assert fault in found.getvalue()
    assert not [path for path in at_home.iterdir() if path.suffix in (".png", ".pptx")]


@pytest.mark.parametrize("title", ["=SUM(A1)", "</a:t><b>&amp;", "@x +1 -2", "'引号\\\" \\\\"])
def test_titles_that_look_like_formulas_or_markup_are_text(at_home: Path, title: str) -> None:
    file = at_home / "scenarios" / "trend.yaml"
    file.write_text(file.read_text("utf-8").replace("趋势", f'"{title}"'), "utf-8")
    deck(["trend"], "a.pptx", "")
    content = (at_home / "a.pptx").read_bytes()
    assert not faults_of(content)
    slides = Presentation(io.BytesIO(content)).slides
    shown = load_scenario("trend", home=at_home).title.zh
    assert f"情景：{shown}" in slides[0].placeholders[1].text_frame.text
    chart_shape = next(shape for slide in slides for shape in slide.shapes if shape.has_chart)
    book = openpyxl.load_workbook(io.BytesIO(chart_shape.chart.part.chart_workbook.xlsx_part.blob)).active
    heads = [cell for cell in next(book.iter_rows(max_row=1)) if cell.value]
    assert any(shown in str(cell.value) for cell in heads)
    assert all(cell.data_type == "s" for cell in heads)


def test_a_control_character_in_the_description(at_home: Path) -> None:
    file = at_home / "scenarios" / "trend.yaml"
    file.write_text(file.read_text("utf-8").replace("不出台新政策。", '"不出台\\x0b新政策。"'), "utf-8")
    assert reported(deck, "trend", "a.pptx").startswith("scenarios/trend.yaml:2: 说明中不能有控制字符。")


def edit(path: Path) -> bytes:
    """Add a slide by hand; return the file."""
    found: Any = Presentation(str(path))
    found.slides.add_slide(found.slide_layouts[5]).shapes.title.text = "领导要求补充的一页"
    found.save(str(path))
    return path.read_bytes()


def test_a_deck_that_nobody_edited_is_replaced(runs: Path) -> None:
    deck(["trend"], "a.pptx", "runs/trend")
    deck(["trend"], "a.pptx", "runs/trend", lang="en")
    assert is_as_generated((runs / "a.pptx").read_bytes())
    assert not [path for path in runs.iterdir() if ".bak" in path.name]


def test_a_deck_that_people_edited_is_not_replaced(runs: Path) -> None:
    deck(["trend"], "a.pptx", "runs/trend")
    count = len(Presentation(str(runs / "a.pptx")).slides)
    edited = edit(runs / "a.pptx")
    assert reported(deck, "trend", "a.pptx", "runs/trend") == report(
        "a.pptx",
        "这个文件不是由本命令生成的，或生成后改动过；请换一个文件名，或用 --force 覆盖（原文件另存为备份）。",
        "this file was not generated by this command, or has been edited since; take another name, or "
        "--force, which keeps it as a backup.",
    )
    assert (runs / "a.pptx").read_bytes() == edited
    for _ in range(2):
        edited = edit(runs / "a.pptx")
        deck(["trend"], "a.pptx", "runs/trend", force=True)
    assert (runs / "a.bak2.pptx").read_bytes() == edited
    assert len(Presentation(str(runs / "a.bak1.pptx")).slides) == count + 2
    assert len(Presentation(str(runs / "a.pptx")).slides) == count


def test_a_report_that_people_edited_is_not_replaced(at_home: Path) -> None:
    report_of = ["report", "plan", "--out", "report.docx"]

    def told(*more: str) -> str:
        with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit):
            main([*report_of, *more])
        return found.getvalue()

    assert told() == told() == "已写入 report.docx\n"  # nobody has edited it
    edited = docx.Document("report.docx")
    edited.add_paragraph("领导要求补充的一段")
    edited.save("report.docx")
    content = (at_home / "report.docx").read_bytes()
    assert "生成后改动过；请换一个文件名，或用 --force 覆盖" in told()
    assert (at_home / "report.docx").read_bytes() == content
    assert told("--force") == "已写入 report.bak1.docx\n已写入 report.docx\n"
    assert (at_home / "report.bak1.docx").read_bytes() == content
    (at_home / "~$port.docx").write_bytes(b"owner")
    assert told("--force").startswith("report.docx: 文件正在 Office 或 WPS 中打开，请先关闭。")


def test_a_deck_that_is_open_is_told(runs: Path) -> None:
    deck(["trend"], "a.pptx", "runs/trend")
    (runs / "~$a.pptx").write_bytes(b"owner")
    assert reported(deck, "trend", "a.pptx", "runs/trend") == report(
        "a.pptx",
        "文件正在 Office 或 WPS 中打开，请先关闭。",
        "the file is open in Office or WPS; close it first.",
    )


def test_any_other_file_of_that_name_is_not_replaced(runs: Path) -> None:
    (runs / "a.pptx").write_bytes(b"not a deck")
    assert "不是由本命令生成的" in reported(deck, "trend", "a.pptx", "runs/trend")
    assert (runs / "a.pptx").read_bytes() == b"not a deck"


def test_a_deck_is_written(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deck(["trend"], "briefing.pptx", "runs/trend", lang="en")
    assert len(Presentation(str(runs / "briefing.pptx")).slides) == 6
    assert capsys.readouterr().err == "written: briefing.pptx\n"


def test_a_folder_leaves_the_prior_nothing_to_draw(runs: Path) -> None:
    for command in (chart, deck):
        out = ["--indicator", "gross_output", "--out", "a.png"] if command is chart else ["--out", "a.pptx"]
        with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit) as caught:
            main([command.__name__, "trend", *out, "--ensemble", "runs/trend", "--prior"])
        assert caught.value.code == 2
        assert found.getvalue().removesuffix("\n") == report(
            "--prior",
            "--ensemble 是已有的集合，--prior 无从使用；请去掉其一。",
            "--ensemble names an ensemble that there is already, so --prior has no use; leave out one.",
        )


def test_all_faults_are_reported_together(at_home: Path) -> None:
    assert reported(chart, "trendd", "gross_outptu", "a.bmp", "runs/none", lang="fr") == "\n".join(
        [
            report(
                "--indicator gross_outptu",
                '没有名为 "gross_outptu" 的指标。最接近的是 "gross_output"。',
                'no indicator "gross_outptu". Nearest: "gross_output".',
            ),
            report(
                "--out a.bmp",
                '后缀 ".bmp" 不可用，应是以下之一：.png, .svg, .pdf。',
                'the suffix ".bmp" is invalid; it must be one of: .png, .svg, .pdf.',
            ),
            report(
                "--lang fr",
                '"fr" 不可用，应是以下之一：zh, en。',
                '"fr" is invalid; it must be one of: zh, en.',
            ),
            report(
                "scenarios",
                '没有名为 "trendd" 的情景。最接近的是 "trend"。可用的有：plan, trend。',
                'no scenario "trendd". Nearest: "trend". There are: plan, trend.',
            ),
            report("runs/none", "找不到这个集合文件夹。", "there is no such ensemble folder."),
        ]
    )


def test_omitted_options_are_asked_for(at_home: Path) -> None:
    assert reported(chart, "trend") == "\n".join(
        [
            report(
                "--indicator",
                "请给出指标的 id 或名称，如 gross_output；全部见 teda list indicators。",
                "name an indicator, such as gross_output; teda list indicators lists all of them.",
            ),
            report(
                "--out",
                "请用 --out 给出要写的文件，后缀为以下之一：.png, .svg, .pdf。",
                "give the file to write with --out; its suffix must be one of: .png, .svg, .pdf.",
            ),
        ]
    )
    assert reported(deck, "trend").splitlines()[0] == (
        "--out: 请用 --out 给出要写的文件，后缀为以下之一：.pptx。"
    )


def test_a_file_that_cannot_be_written(at_home: Path) -> None:
    expected = report(
        "none/a.png",
        "无法写入：没有文件夹 none。",
        "cannot be written: there is no folder none.",
    )
    assert reported(chart, "trend", "gross_output", "none/a.png") == expected
    (at_home / "b.pptx").mkdir()
    assert reported(deck, "trend", "b.pptx") == report(
        "b.pptx", "这是文件夹，不是文件。", "this is a folder, not a file."
    )


def test_a_failed_command_leaves_the_old_file(runs: Path) -> None:
    (runs / "old.png").write_bytes(b"old")
    reported(chart, "plan", "gross_output", "old.png", "runs/trend")
    assert (runs / "old.png").read_bytes() == b"old"


def test_an_ensemble_with_other_settings(runs: Path) -> None:
    message = reported(deck, "trend", "a.pptx", "runs/trend", settings="public investment=120")
    assert message == report(
        "runs/trend",
        "这个集合算的是同名情景 trend，但设定不同；请用同样的情景和 --set 重新运行这个集合。",
        "this ensemble was run with other settings of the scenario trend; "
        "run the ensemble again with the same scenario and --set.",
    )


def test_an_ensemble_of_another_model(runs: Path) -> None:
    file = runs / "model" / "teda.mdl"
    file.write_text(
        file.read_text("utf-8").replace("INTEG (total investment, 1000)", "INTEG (total investment, 1001)"),
        "utf-8",
    )
    message = reported(chart, "trend", "gross_output", "a.png", "runs/trend")
    assert message.startswith("runs/trend: 这个集合是用另一个模型算的（")
    assert "Run the ensemble again." in message


def test_a_damaged_ensemble(runs: Path) -> None:
    (runs / "runs" / "trend" / "manifest.json").write_text("{", "utf-8")
    assert reported(deck, "trend", "a.pptx", "runs/trend") == report(
        "runs/trend/manifest.json", "清单已损坏。", "the manifest is damaged."
    )


OUTLINE = """unit: 经济发展局
marking: 内部
slides:
  - cover
  - chart: {indicator: 常住人口规模, title: 人口还差多少}
  - scoreboard
"""


@pytest.mark.parametrize("marking", ["内\x0b部", "内\n部", "密" * 41])
def test_a_marking_that_no_page_holds(at_home: Path, marking: str) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as told, pytest.raises(SystemExit):
        main(["deck", "plan", "--marking", marking, "--out", "a.pptx"])
    assert not list(at_home.glob("*.pptx"))
    assert told.getvalue().startswith("--marking: 应是一行文字，最多 40 个字符。")


def test_an_outline_says_which_slides_in_which_order(at_home: Path) -> None:
    (at_home / "o.yaml").write_text(OUTLINE, "utf-8")
    deck(["trend"], "a.pptx", outline="o.yaml")
    slides = list(Presentation(str(at_home / "a.pptx")).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[:2] == ["小区情景简报", "人口还差多少"]
    assert titles[2].startswith("规划表 1")
    assert len(titles) == 3
    texts = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in slides]
    assert any(text.startswith("经济发展局\n") and text.endswith("\n内部") for text in texts[0])
    assert "内部" in texts[1]
    deck(["trend"], "b.pptx", outline="o.yaml", marking="秘密")
    slide = Presentation(str(at_home / "b.pptx")).slides[1]
    assert "秘密" in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_the_default_outline_is_printed_and_gives_the_same_deck(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck(["outline", "plan"])
    text = capsys.readouterr().out
    assert "  - chart: gross_output" in text
    assert "industries" not in text  # of which this home has none
    (at_home / "o.yaml").write_text(text, "utf-8")
    deck(["plan"], "a.pptx", outline="o.yaml")
    deck(["plan"], "b.pptx")
    assert (at_home / "a.pptx").read_bytes() == (at_home / "b.pptx").read_bytes()


def test_a_page_with_nothing_to_show_is_a_fault_of_the_outline(at_home: Path) -> None:
    (at_home / "o.yaml").write_text("slides:\n  - cover\n  - industries\n", "utf-8")
    message = reported(deck, "plan", "a.pptx", outline="o.yaml")
    assert message.startswith(
        "o.yaml:3: “industries”（各产业产出）在这个情景中没有可写的内容，请从提纲中去掉。"
    )


def test_all_faults_of_an_outline_are_reported_together(at_home: Path) -> None:
    (at_home / "o.yaml").write_text(
        """markin: 内部
slides:
  - cvoer
  - chart: gross_outptu
  - difference: {titel: 差}
  - [cover]
""",
        "utf-8",
    )
    assert reported(deck, "trend", "a.pptx", outline="o.yaml") == "\n".join(
        [
            report(
                "o.yaml:1",
                '没有 "markin" 这一项。最接近的是 "marking"。',
                'no field "markin". Nearest: "marking".',
            ),
            report(
                "o.yaml:3",
                '没有名为 "cvoer" 的页。最接近的是 "cover"。',
                'no page "cvoer". Nearest: "cover".',
            ),
            report(
                "o.yaml:4",
                '没有名为 "gross_outptu" 的指标。最接近的是 "gross_output"。',
                'no indicator "gross_outptu". Nearest: "gross_output".',
            ),
            report(
                "o.yaml:5", '没有 "titel" 这一项。最接近的是 "title"。', 'no field "titel". Nearest: "title".'
            ),
            report(
                "o.yaml:6",
                "['cover'] 不是一页，应写成 - cover 或 - chart: 指标。",
                "['cover'] is no page; write - cover or - chart: indicator.",
            ),
        ]
    )
    assert not (at_home / "a.pptx").exists()


def test_all_faults_of_template_and_outline_together(at_home: Path) -> None:
    (at_home / "t.pptx").write_bytes(b"PK")
    (at_home / "o.yaml").write_text("slides: [cvoer]\n", "utf-8")
    with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit) as caught:
        main(["deck", "trend", "--template", "t.pptx", "--outline", "o.yaml", "--out", "a.pptx"])
    assert caught.value.code == 2
    assert [line.partition(": ")[0] for line in found.getvalue().splitlines()[::2]] == ["o.yaml:1", "t.pptx"]
    assert not (at_home / "a.pptx").exists()


def test_scenarios_side_by_side(at_home: Path) -> None:
    deck(["trend", "plan"], "a.pptx")
    slides = Presentation(str(at_home / "a.pptx")).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    (place,) = [number for number, title in enumerate(titles) if "最高" in title]
    assert titles[place].startswith("工业总产值 2035 年“规划”最高（18,")
    table = next(shape.table for shape in slides[place].shapes if shape.has_table)
    assert [cell.text for cell in table.rows[0].cells] == ["指标", "单位", "趋势", "规划"]
    chart_shape = next(shape for shape in slides[place + 1].shapes if shape.has_chart)
    assert [series.name for series in chart_shape.chart.plots[0].series] == ["趋势", "规划"]
    assert not faults_of((at_home / "a.pptx").read_bytes())


def test_scenarios_side_by_side_have_draws_of_their_own(runs: Path) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit):
        main(["deck", "trend", "plan", "--ensemble", "runs/trend", "--out", "a.pptx"])
    assert "--ensemble: 几个情景并列时抽样要相同" in found.getvalue()
    with contextlib.redirect_stderr(io.StringIO()) as found, pytest.raises(SystemExit):
        main(["deck", "trend", "trend", "--out", "a.pptx"])
    assert "情景 trend 给了两次。" in found.getvalue()
