"""What is taken away from a page opened from the disk, what it opens, and pages of other homes and models."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

import sim
from sim.report.words.numbers import print_chance, print_figure
from sim.scenario.workspace import load_workspace
from tests.report.html.browser import (
    CELLS,
    CHART,
    INVESTMENT,
    RESEARCH,
    TYPE,
    WAIT,
    Opened,
    figures_of,
    shown_figures,
    turned,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _taken(opened: Opened, place: Locator, button: str, tmp_path: Path) -> Path:
    """Return the file that a button saves."""
    with opened.page.expect_download() as waiting:
        place.get_by_role("button", name=button).click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def _rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))


def test_a_chart_is_taken_away_as_pictures_and_as_figures(opened: Opened, tmp_path: Path) -> None:
    page = opened.page
    opened.rest()
    chart = page.locator(".chart").first
    chart.locator("summary").click()
    files = [
        _taken(opened, chart, name, tmp_path)
        for name in ("存为图片（PNG）", "存为矢量图（SVG）", "存为数据（CSV）")
    ]
    shown = page.evaluate(CHART)
    chart.locator("summary").click()
    assert [file.name for file in files] == [
        f"gross_industrial_output.{suffix}" for suffix in ("png", "svg", "csv")
    ]
    png, svg, figures = files
    picture = np.asarray(Image.open(png).convert("L"))
    assert picture.shape[1] > 1200
    assert picture[len(picture) // 2].min() < 100  # the line of the chart, on its paper
    rows = _rows(figures)
    table = sim.indicators("plan")
    series = table.rows["gross_industrial_output"].series
    assert series is not None
    assert rows[0] == ["工业总产值（亿元）"]
    notes = [row[0] for row in rows if len(row) == 1]
    link = page.url
    assert "compare=" in link
    hashes = (
        f"模型 SHA-256：{table.model_hash}",
        f"情景“规划”内容 SHA-256：{sim.load_scenario('plan').hash}",
    )
    assert {"teda run plan", *hashes, f"重新打开：{link}"} < {*notes}
    assert any("种子 7" in note for note in notes)
    found = {int(row[0]): float(row[1]) for row in rows if row[0].isdigit()}
    assert found == dict(zip(table.years.tolist(), series[:, 0].tolist(), strict=True))
    taken = [row for row in rows if row[0].isdigit()]
    assert [[row[0], *(print_figure(float(cell or "nan"), 0) for cell in row[1:])] for row in taken] == shown
    drawing = ElementTree.parse(svg).getroot()
    name = "{http://www.w3.org/2000/svg}"
    assert drawing.findtext(f"{name}title") == "工业总产值（亿元）"
    assert {*notes[1:]} < {*(drawing.findtext(f"{name}desc") or "").split("\n")}
    texts = [each.text for each in drawing.iter(f"{name}text")]
    assert {"工业总产值（亿元）", "2035", "15,270", "5–95% 区间", "目标"} < {*texts}
    assert "Noto Sans SC" in drawing.attrib["font-family"]
    kinds = {each.tag.removeprefix(name) for each in drawing.iter()}
    assert kinds == {"svg", "title", "desc", "rect", "path", "text"}  # lines and letters, no picture of them


def test_the_table_of_targets_is_taken_away_as_it_is_shown(opened: Opened, tmp_path: Path) -> None:
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30"})
    opened.rest()
    page.locator("#find-target").fill("研发")
    page.locator(".targets th", has_text="2035 推演值").locator("button").click()
    file = _taken(opened, page.locator(".tools"), "存为数据（CSV）", tmp_path)
    cells = page.evaluate(CELLS)
    name = page.get_by_label("第 1 个对照的名称")
    name.fill("-1+1")
    name.press("Enter")
    page.locator(".chart summary").first.click()
    chart = _rows(_taken(opened, page.locator(".chart").first, "存为数据（CSV）", tmp_path))
    page.locator(".chart summary").first.click()
    assert "'-1+1" in _parted(chart)[1][0]  # no formula
    name.fill("")
    name.press("Enter")
    ids = page.locator(".targets tr[data-id]:visible").evaluate_all(
        "rows => rows.map((row) => row.dataset.id)"
    )
    page.locator("#find-target").fill("")
    for _ in range(2):
        page.locator(".targets th", has_text="2035 推演值").locator("button").click()
    page.click("#reset")
    opened.rest()
    notes, (heads, *rows) = _parted(_rows(file))
    assert file.name == "targets.csv"
    assert f'teda run plan --set "{RESEARCH}={turned({RESEARCH: 30})[RESEARCH]}"' in notes
    assert [row[0] for row in rows] == [re.sub(r"^▸ ", "", _name_of(key)) for key in ids]
    table = sim.indicators(sim.run_scenario("plan", set=turned({RESEARCH: 30})))
    columns = {
        "2025 推演值": "figure 2025", "2035 推演值": "figure 2035", "2025 差距": "gap 2025",
        "2025 目标": "target 2025", "2025 规划（原值）": "pin-1 2025",
    }  # fmt: skip
    for key, row in zip(ids, rows, strict=True):
        found = dict(zip(heads, row, strict=True))
        decimals = table.rows[key].entry.decimals
        for head, column in columns.items():
            printed = cells[key][column].split("\n")[0].lstrip("+")
            if head == "2025 目标" and printed != "—":
                assert float(found[head]) == table.rows[key].planned.values[2025]
            else:
                assert print_figure(float(found[head] or "nan"), decimals) == (printed or "—"), (key, head)
        band = [found[f"2025 {edge} 分位"] for edge in ("5%", "95%")]
        assert " 至 ".join(print_figure(float(edge), decimals) for edge in band) == cells[key]["range 2025"]
        if found["2025 达标概率"]:
            assert cells[key]["chance 2025"].endswith(f" {print_chance(float(found['2025 达标概率']))}")


def _parted(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the lines above a table, and the table."""
    start = next(place for place, row in enumerate(rows) if len(row) > 1)
    return [row[0] for row in rows[:start]], rows[start:]


def _name_of(key: str) -> str:
    registry = load_workspace().registry
    constant = "°" if registry.indicators[key].price_basis == "constant" else ""
    binding = "（约束性）" if registry.plan.of(key).attribute == "binding" else ""
    return f"{registry.indicators[key].name.zh}{constant}{binding}"


def _open_study(opened: Opened, folder: Path, content: object, name: str = "study.teda.json") -> list[str]:
    """Open a file in the page and return what is told of it."""
    file = folder / name
    text = content if isinstance(content, str | bytes) else json.dumps(content, ensure_ascii=False)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    opened.page.set_input_files("#file", file)
    expect(opened.page.locator(".told p").first).to_contain_text(name)
    found = opened.page.locator(".told p").all_inner_texts()
    opened.page.locator(".told button").click()
    expect(opened.page.locator(".told")).to_be_hidden()
    return found


def test_a_study_is_saved_and_opened_again(browser: Browser, shipped: Path, tmp_path: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30"})
    opened.rest()
    page.click("#pin")
    page.evaluate(TYPE, {INVESTMENT: "120"})
    opened.rest()
    with page.expect_download() as waiting:
        page.click("#save")
    assert waiting.value.suggested_filename == "规划（已改 1 项）.teda.json"
    waiting.value.save_as(tmp_path / "kept.json")
    saved = json.loads((tmp_path / "kept.json").read_text("utf-8"))
    years = turned({INVESTMENT: 120})
    assert saved["command"] == f'teda run plan --set "{INVESTMENT}={years[INVESTMENT]}"'
    table = sim.indicators(sim.run_scenario("plan", set=years))
    figure = float(table.rows["gross_industrial_output"].figure(2035)[0])
    assert saved["figures"]["gross_industrial_output"]["2035"] == print_figure(figure, 1)
    there = Opened(browser, shipped)
    there.rest()
    assert _open_study(there, tmp_path, saved) == ["已打开“study.teda.json”；撤销可回到原来的设定。"]
    there.rest()
    assert there.page.input_value(f"[id='lever-{INVESTMENT}-box']") == "120"
    expect(there.page.locator(".pin .name").nth(1)).to_have_value("规划（已改 1 项）")
    there.page.click("#undo")
    expect(there.page.locator(f"[id='lever-{INVESTMENT}-box']")).to_have_value("85")
    there.page.reload()
    there.page.click("#redo")
    expect(there.page.locator(f"[id='lever-{INVESTMENT}-box']")).to_have_value("120")
    there.page.click("#undo")
    changed = json.loads(json.dumps(saved))
    changed["model"] = "0123456789abcdef"
    changed["figures"]["gross_industrial_output"]["2035"] = "9,999.0"
    changed["study"] += "&set=public_investmnt:3&set=clean_share:1e9&path=x:1&chart=nothing&compare=nobody"
    told = _open_study(there, tmp_path, changed)
    assert told[1:-2] == [
        "没有采用其中的：nobody",
        "没有采用其中的：nothing",
        "没有采用其中的：public_investmnt:3",
        "没有采用其中的：clean_share:1e9",
        "没有采用其中的：x:1",
    ]
    assert told[-2].startswith("方案是用另一版模型保存的（0123456789ab，当前为 ")
    assert told[-1] == f"工业总产值 2035 年：保存时 9,999.0，现在 {print_figure(figure, 1)}"
    assert opened.said == []
    assert there.said == []


BOMB = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n"


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("", "a.json", "不是本页保存的方案文件"),
        (b"\x00\xff\xfe", "a.json", "不是本页保存的方案文件"),
        (
            {"format": "teda-study", "version": 1, "study": ["scenario=plan"]},
            "a.json",
            "不是本页保存的方案文件",
        ),
        ({"format": "teda-study", "version": 2, "study": "scenario=plan"}, "a.json", "是用更新的版本保存的"),
        ({"format": "teda-study", "version": 1, "study": "scenario=nobody"}, "a.json", "情景不在这个页面上"),
        ({"format": "teda-study", "version": 1, "study": ""}, "a.json", "情景不在这个页面上"),
        ("[" * 100_000, "a.json", "不是本页保存的方案文件"),
        ("x" * 10_000_000, "a.json", "有 10.0 MB，方案文件不超过 200 KB"),
        (BOMB, "bomb.yaml", "是情景文件"),
        (BOMB, "bomb.json", "不是本页保存的方案文件"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_nothing_is_lost(
    opened: Opened, tmp_path: Path, content: object, name: str, told: str
) -> None:
    opened.rest()
    before, query = opened.page.evaluate(CELLS), opened.page.url
    (line,) = _open_study(opened, tmp_path, content, name)
    assert told in line
    assert opened.page.evaluate(CELLS) == before
    assert opened.page.url == query
    assert opened.said == []


def test_a_foreign_address_is_taken_as_far_as_it_fits(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    for tail in (
        "#%7Bbroken",
        "#scenario=plan&compare=nobody&compare=plan;set:public_investment:1e9&compare=plan;x:1;name:\u0000",
        '#{"scenario":"nobody","changes":[["public investment",{"to":1e9}],["x",{"to":1}],7],"count":9}',
        '#{"changes":[["public investment",{"__proto__":1,"to":"120"}]],"charts":["<b>"],"language":"xx"}',
        '#{"changes":[["public investment",{"start":2035,"end":2030}]]}',
    ):
        opened.page.goto(shipped.as_uri() + tail)
        opened.page.reload()
        opened.rest()
        assert opened.page.input_value(f"[id='lever-{INVESTMENT}-box']") == "85"
    assert opened.said == []


def test_a_home_of_others(browser: Browser, small_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "small.html"
    file.write_bytes(sim.build_html(["plan", "trend"], home=small_home, language="en"))
    opened = Opened(browser, file)
    expect(opened.page.locator(".status")).to_have_text(re.compile(r"^(256 members)?$"), timeout=WAIT)
    table = sim.indicators(sim.run_scenario("plan", home=small_home))
    assert shown_figures(opened, table) == figures_of(table)
    assert opened.said == []


def test_a_model_of_others(browser: Browser, tmp_path: Path) -> None:
    model, file = tmp_path / "tank.mdl", tmp_path / "tank.html"
    model.write_text(
        """level = INTEG(inflow - outflow, 10) ~ l ~ 水位 / Level~|
inflow = 2 ~ l/Month [0, 8] ~ 流入量 / Inflow~|
outflow = level / residence time ~ l/Month ~~|
residence time = 4 ~ Month ~~|
INITIAL TIME = 0 ~~~|
FINAL TIME = 12 ~~~|
TIME STEP = 0.5 ~~~|
SAVEPER = 1 ~~~|
"""
    )
    file.write_bytes(sim.build_html(model))
    opened = Opened(browser, file)
    page = opened.page
    for name in ("questions", "ask", "tour"):  # are of scenarios
        expect(page.locator(f"#{name}")).to_be_hidden()
    page.fill("[id='lever-inflow-box']", "7.25")
    page.press("[id='lever-inflow-box']", "Enter")
    page.locator(".chart summary").first.click()
    run = sim.load_model(model).simulate({"inflow": 7.25})
    shown = [row[1] for row in page.evaluate(CHART)]
    assert shown == [f"{value:,.5g}" for value in np.ravel(run["level"])]
    page.fill("[id='lever-inflow-box']", "9")
    page.press("[id='lever-inflow-box']", "Enter")
    expect(page.locator("[role=alert]:visible")).to_have_text("9 超出 0–8，没有采用。")
    assert opened.foreign == []
    assert opened.said == []
