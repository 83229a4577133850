"""Pages in Chromium, opened from the disk: figures are those of the engine, and what readers do works."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

import sim
from sim.analysis.decision import backcast
from sim.analysis.decision.reach import reaches
from sim.analysis.decision.shapley import exact_parts
from sim.analysis.evaluation.known import last_known
from sim.outcomes.board_of_fan import fan_board
from sim.outcomes.fan import LEVELS, Fan, run_fan
from sim.outcomes.indicators import IndicatorTable
from sim.report.html.study import MEMBERS
from sim.report.words.definitions import page_definitions
from sim.report.words.figures import figure_of
from sim.report.words.numbers import print_chance, print_change, print_figure
from sim.sampling.request import SEED
from sim.sampling.sampler import draw
from sim.scenario.settable import LeverSlot
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace, load_workspace
from tests.report.html.browser import WAIT, Opened, chromium
from tests.ui.axe import violations
from tests.ui.latin import TEXTS, foreign_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SETTINGS = 100
RESEARCH, INVESTMENT = "fiscal research support", "public investment"

# What the table of targets shows, by indicator and column.
CELLS = """() => Object.fromEntries([...document.querySelectorAll(".targets tr[data-id]")].map((row) =>
  [row.dataset.id, Object.fromEntries([...row.querySelectorAll("[data-column]")].map((cell) =>
    [cell.dataset.column, cell.textContent]))]))"""
# Types numbers into the boxes of levers, in place of those of the scenario, and waits for the table.
TYPE = """async (values) => {
  document.getElementById("reset").click();
  for (const [name, text] of Object.entries(values)) {
    const box = document.getElementById(`lever-${name}-box`);
    box.value = text;
    box.dispatchEvent(new Event("change"));
  }
  const table = document.querySelector(".targets");
  do await new Promise(requestAnimationFrame); while (table.hasAttribute("aria-busy"));
}"""
# The table of the first chart, as (year, figures).
CHART = """() => [...document.querySelector(".chart table tbody").rows].map((row) =>
  [...row.cells].map((cell) => cell.textContent))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of all shipped scenarios, the plan first."""
    names = [each.name for each in sim.list_scenarios()]
    names.sort(key=lambda name: name != "plan")
    file = tmp_path_factory.mktemp("page") / "scenarios.html"
    file.write_bytes(sim.build_html(names))
    return file


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


@pytest.fixture(scope="module")
def opened(browser: Browser, shipped: Path) -> Opened:
    found = Opened(browser, shipped, viewport={"width": 1400, "height": 900})
    found.rest()
    return found


def figures_of(table: IndicatorTable) -> dict[tuple[str, int], str]:
    return {
        (row.id, year): print_figure(figure_of(row, year), row.entry.decimals)
        for row in table
        if row.series is not None
        for year in table.registry.plan.horizons
    }


def _shown(opened: Opened, table: IndicatorTable, column: str = "figure") -> dict[tuple[str, int], str]:
    """Return the figures on the page, of what is set or of a pinned study."""
    cells = opened.page.evaluate(CELLS)
    return {
        (key, year): texts[f"{column} {year}"].split("\n")[0]
        for key, texts in cells.items()
        for year in table.registry.plan.horizons
    }


def _figure(opened: Opened, key: str, year: int = 2025) -> Locator:
    return opened.page.locator(f"tr[data-id={key}] [data-column='figure {year}']")


def test_every_scenario_has_the_figures_of_the_engine(opened: Opened) -> None:
    for number, entry in enumerate(["plan"] + [e.name for e in sim.list_scenarios() if e.name != "plan"]):
        opened.page.select_option("#scenario", str(number))
        opened.rest()
        table = sim.indicators(entry)
        assert _shown(opened, table) == figures_of(table), entry
    opened.page.select_option("#scenario", "0")
    opened.rest()


def _settings(slots: list[LeverSlot], chance: random.Random) -> dict[str, float]:
    """Return end values of some levers, as a reader might type them."""
    found = {}
    for slot in chance.sample(slots, chance.randint(1, 6)):
        low, high = slot.lever.minimum, slot.lever.maximum
        value = float(f"{chance.uniform(low, high):.4g}")
        found[slot.key] = min(max(value, low), high)
    return found


def test_random_settings_have_the_figures_of_the_engine(opened: Opened, workspace: Workspace) -> None:
    chance = random.Random(13)
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    percent = opened.page.evaluate(
        """() => JSON.parse(document.getElementById("facts").textContent).groups
        .flatMap((group) => group.levers).filter((lever) => lever.percent).map((lever) => lever.name)"""
    )
    for _ in range(SETTINGS):
        settings = _settings(slots, chance)
        typed = {
            name: f"{100 * value!r}" if name in percent else repr(value) for name, value in settings.items()
        }
        exact = {  # what the page reads from what is typed
            name: float(text) / 100 if name in percent else float(text) for name, text in typed.items()
        }
        opened.page.evaluate(TYPE, typed)
        given = _command_settings(opened)
        assert exact.items() <= given.items()
        assert {name.partition("[")[0].rpartition(" ")[2] for name in given.keys() - exact} <= {
            "start",
            "end",
        }
        table = sim.indicators(sim.run_scenario("plan", set=given))
        assert _shown(opened, table) == figures_of(table), given
    opened.page.click("#reset")
    opened.rest()


def _command_settings(opened: Opened) -> dict[str, float]:
    """Return what the command on the page sets."""
    command = opened.page.locator("footer code").inner_text()
    return {name: float(value) for name, value in re.findall(r'--set "([^"=]+)=([^"]+)"', command)}


def test_what_is_moved_anew_leaves_the_years_gone_as_they_were(opened: Opened, workspace: Workspace) -> None:
    page = opened.page
    known = last_known(workspace.registry.observed, workspace)
    assert known + 1 == backcast.START  # searches begin there too
    page.select_option("#scenario", label="趋势")
    opened.rest()
    page.locator(".chart summary").first.click()
    before = page.evaluate(CHART)
    page.evaluate(TYPE, {RESEARCH: "30", INVESTMENT: "150", "ethylene project": "0"})
    opened.rest()
    after = page.evaluate(CHART)
    same = [one[:7] == other[:7] for one, other in zip(before, after, strict=True)]
    assert same == [int(row[0]) <= known for row in before]
    years = {f"{RESEARCH} start": 2025, f"{RESEARCH} end": 2027, RESEARCH: 30}
    assert years.items() <= _command_settings(opened).items()
    ramp = page.locator(f".lever[data-name='{RESEARCH}'] .ramp")
    expect(ramp).to_have_text("2025 年末 6 → 2027 年末 30")
    page.evaluate(TYPE.replace('document.getElementById("reset").click();', ""), {RESEARCH: "6"})
    assert RESEARCH not in " ".join(_command_settings(opened))  # back where it was, nothing is left
    page.evaluate(
        TYPE.replace("-box", "-start").replace('document.getElementById("reset").click();', ""),
        {INVESTMENT: "2020"},
    )
    expect(page.locator(f".lever[data-name='{INVESTMENT}'] .ramp")).to_contain_text(
        "含 2025 年及以前，属事后假设"
    )
    assert f"{INVESTMENT} start" not in _command_settings(opened)
    page.click("#reset")
    page.locator(".chart summary").first.click()
    page.select_option("#scenario", label="规划")
    opened.rest()


def test_measures_of_the_years_gone_stay_where_they_are(opened: Opened) -> None:
    page = opened.page
    page.evaluate(TYPE, {INVESTMENT: "120", "carbon cap": "1000"})
    opened.rest()
    assert _command_settings(opened) == {INVESTMENT: 120, "carbon cap": 1000}
    expect(page.locator(f".lever[data-name='{INVESTMENT}'] .ramp")).to_contain_text("属事后假设")
    expect(page.locator(".lever[data-name='carbon cap'] .ramp")).not_to_contain_text("属事后假设")
    page.click("#reset")
    opened.rest()


@pytest.fixture(scope="module")
def fan(workspace: Workspace) -> Fan:
    return run_fan(sim.load_scenario("plan"), workspace, draw(workspace, MEMBERS, SEED))


def _likelihood(share: float) -> str:
    words = ((0.9, "很可能达标"), (0.66, "较可能达标"), (0.33, "难料"), (0.1, "较难达标"), (0, "很难达标"))
    return next(word for least, word in words if share >= least)


def test_probabilities_and_bands_are_those_of_the_same_members(opened: Opened, fan: Fan) -> None:
    opened.page.locator(".chart summary").first.click()
    cells, horizons = opened.page.evaluate(CELLS), fan.table.registry.plan.horizons
    judged = 0
    for key, texts in cells.items():
        for year in horizons:
            share = fan.probability(key, year)
            word = "" if share is None else f"{_likelihood(share)} {print_chance(share)}"
            assert texts[f"chance {year}"] == word, (key, year)
            band = fan.figure_range(key, year)
            decimals = fan.table.rows[key].entry.decimals
            ends = "" if band is None else " 至 ".join(print_figure(end, decimals) for end in band)
            assert texts[f"range {year}"] == ends, (key, year)
            judged += share is not None
    assert judged > 30
    first = fan.table.registry.zone.headline[0]
    decimals = fan.table.rows[first].entry.decimals
    bands, line = fan.quantiles(first), fan.central(first)
    assert bands is not None
    assert line is not None
    expected = [
        [str(year), *(print_figure(value, decimals) for value in (line[place], *bands[:, place]))]
        for place, year in enumerate(fan.table.years)
    ]
    assert len(LEVELS) == 5
    shown = opened.page.evaluate(CHART)
    assert [cells[: 2 + len(LEVELS)] for cells in shown] == expected
    heads = opened.page.locator(".chart table thead").first.locator("th").all_inner_texts()
    assert heads[2 + len(LEVELS) :] == ["2020 基数", "远景：基数的 3 倍（年均 7.6%）", "目标"]
    last = {cells[0]: cells[-1] for cells in shown}
    assert (last["2025"], last["2035"], last["2034"]) == ("7,500", "15,270", "—")
    opened.page.locator(".chart summary").first.click()


def test_it_asks_for_nothing_and_reports_nothing(opened: Opened, shipped: Path) -> None:
    assert opened.foreign == []
    assert opened.requests[0] == shipped.as_uri()
    assert opened.said == []


def test_a_slider_moves_by_keyboard_and_by_mouse(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    slider, box = page.locator(f"[id='lever-{RESEARCH}']"), page.locator(f"[id='lever-{RESEARCH}-box']")
    figure = _figure(opened, "rd_intensity")
    before = figure.text_content()
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    moved = box.input_value()
    assert float(moved) > 9
    expect(figure).not_to_have_text(before or "")
    expect(page.locator("h2#results")).to_have_text("规划（已改 1 项）")
    opened.rest()
    bounds = slider.bounding_box()
    assert bounds
    middle = bounds["y"] + bounds["height"] / 2
    page.mouse.move(bounds["x"] + bounds["width"] / 2, middle)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(bounds["x"] + bounds["width"] * (0.5 + step / 30), middle)
    page.mouse.up()
    assert float(box.input_value()) > float(moved)
    opened.rest()
    expect(page.locator(".targets th.pin-1")).to_have_text(["2025 规划（原值）", "2035 规划（原值）"])
    expect(page.locator("footer code")).to_have_text(f'teda run plan --set "{RESEARCH}={box.input_value()}"')
    page.click("#reset")
    assert box.input_value() == "9"
    expect(figure).to_have_text(before or "")
    assert opened.said == []


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
    assert f'teda run plan --set "{RESEARCH}=30"' in notes
    assert [row[0] for row in rows] == [re.sub(r"^▸ ", "", _name_of(key)) for key in ids]
    table = sim.indicators(sim.run_scenario("plan", set={RESEARCH: 30}))
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


def test_changes_are_told_with_the_part_of_each(
    browser: Browser, shipped: Path, workspace: Workspace
) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    expect(page.locator(".changes")).to_be_hidden()
    given = {RESEARCH: 30.0, INVESTMENT: 120.0, "promotion effort": 2.0}
    page.evaluate(TYPE, {name: repr(value) for name, value in given.items()})
    opened.rest()
    page.locator(".changes > summary").click()
    assert page.locator(".changes li").all_inner_texts()[0] == "公共投资：85 → 120 亿元/年"
    order = (INVESTMENT, "promotion effort", RESEARCH)
    worth = []
    for coalition in range(2 ** len(order)):
        levers = {name: given[name] for player, name in enumerate(order) if coalition >> player & 1}
        table = sim.indicators(sim.run_scenario("plan", set=levers))
        worth.append(float(figure_of(table.rows["gross_industrial_output"], 2035)))
    parts = exact_parts(np.array(worth))
    cells = page.locator(".changes tbody tr").nth(1).locator("td").all_inner_texts()
    assert cells[0] == "2035"
    assert cells[1:4] == [
        print_figure(worth[0], 1),
        print_figure(worth[-1], 1),
        print_change(worth[-1] - worth[0], 1),
    ]
    assert cells[4:] == [print_change(part, 1) for part in parts]
    assert opened.said == []


def _column(opened: Opened, column: str) -> list[str]:
    """Return what a column of the grid shows, from top to bottom."""
    cells = opened.page.locator(f".targets [data-column='{column}']:visible").all_inner_texts()
    return [text.split("\n")[0] for text in cells]


def test_the_grid_is_sorted_and_filtered(opened: Opened, fan: Fan) -> None:
    page = opened.page
    head = page.locator(".targets th", has_text="2025 推演值")
    plain = _column(opened, "figure 2025")
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        shown = [float(text.replace(",", "")) for text in _column(opened, "figure 2025") if text != "—"]
        assert shown == sorted(shown, reverse=direction == "descending")
        assert len(shown) > 50
    head.get_by_role("button").click()
    assert _column(opened, "figure 2025") == plain
    page.get_by_label("查找指标").fill("产值")
    expect(page.locator(".tools [role=status]")).to_have_text(re.compile(r"^显示 \d+ / \d+$"))
    names = page.locator(".targets button.name:visible").all_inner_texts()
    assert names
    assert all("产值" in name for name in names)
    page.get_by_label("查找指标").fill("")
    page.get_by_label("全部达标可能").select_option(label="很难达标")
    for key in page.evaluate(
        "() => [...document.querySelectorAll('.targets tr[data-id]')].map((row) => row.dataset.id)"
    ):
        shares = [fan.probability(key, year) for year in fan.table.registry.plan.horizons]
        assert next(share for share in shares if share is not None) < 0.1
    page.get_by_label("全部达标可能").select_option("")
    page.get_by_label("全部属性").select_option(label="约束性")
    bound = [key for key, entry in fan.table.registry.plan.targets.items() if entry.attribute == "binding"]
    expect(page.locator(".targets tr[data-id]")).to_have_count(len(bound))
    page.get_by_label("全部属性").select_option("")
    assert _column(opened, "figure 2025") == plain


def test_the_grid_has_gaps_and_what_was_published(opened: Opened, fan: Fan, workspace: Workspace) -> None:
    cells = opened.page.evaluate(CELLS)
    registry = fan.table.registry
    for key in ("gross_industrial_output", "rd_intensity", "market_entities"):
        row = fan.table.rows[key]
        gap = float(figure_of(row, 2025)) - row.planned.values[2025]
        assert cells[key]["gap 2025"] == print_change(gap, row.entry.decimals)
        last = max(registry.observations.get(key, ()), key=lambda one: one.year, default=None)
        assert cells[key]["published"].endswith("—" if last is None else f"\n{last.year}")
    assert cells["fixed_asset_investment"]["base"] == "440.8/年"  # beside a target of five years
    assert "/年\n" in cells["fixed_asset_investment"]["published"]
    assert cells["gross_industrial_output"]["base"] == "5,090"
    board = fan_board(fan, workspace)
    table1 = board.group("table1", 2025)
    summary = opened.page.locator(".grid > .note").inner_text()
    low, middle, high = (table1.quantile(level) for level in (0.05, 0.5, 0.95))
    assert f"中位数为 {middle}（5%–95%：{low}–{high}）" in summary
    judged = [
        row
        for row in board
        if row.share is not None and row.target.year == 2025 and row.planned.kind == "plan"
    ]
    met = sum(row.share.value >= 0.5 for row in judged if row.share)
    assert f"2025 年可评的规划目标 {len(judged)} 个，达标概率不低于 50% 的 {met} 个" in summary


def test_a_row_says_what_levers_would_do(opened: Opened, workspace: Workspace) -> None:
    page = opened.page
    name = page.locator("tr[data-id=national_high_tech_firms] button.name")
    name.click()
    expect(name).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".reasons")).not_to_contain_text(re.compile("…|正在"), timeout=WAIT)
    found = [
        each
        for each in reaches(sim.load_scenario("plan"), "national_high_tech_firms", 2025, workspace)
        if each.change
    ]
    found = [each for place, each in enumerate(found) if place < 6 or each.needed is not None]
    rows = page.locator(".reasons tbody tr")
    assert rows.evaluate_all("(rows) => rows.map((row) => row.dataset.name)") == [
        each.slot.key for each in found
    ]
    ends = page.locator(".reasons tbody td:nth-child(3)").all_inner_texts()
    assert ends == [f"{print_figure(each.low, 1)} → {print_figure(each.high, 1)}" for each in found]
    needed = page.locator(".reasons tbody td:nth-child(4)").all_inner_texts()
    assert [text == "—" for text in needed] == [each.needed is None for each in found]
    strong = next(each for each in found if each.needed is not None and each.needed != each.own)
    page.locator(f".reasons tr[data-name='{strong.slot.key}']").get_by_role("button").click()
    opened.rest()
    table = sim.indicators(sim.run_scenario("plan", set={strong.slot.key: strong.needed}))
    assert _shown(opened, table) == figures_of(table)
    assert table.rows["national_high_tech_firms"].met(2025)[0]
    page.click("#reset")
    name.click()
    expect(page.locator(".reasons")).to_have_count(0)
    opened.rest()


def test_own_variants_are_pinned_and_compared(
    browser: Browser, shipped: Path, workspace: Workspace, fan: Fan
) -> None:
    opened = Opened(browser, shipped, viewport={"width": 1400, "height": 900})
    opened.rest()
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30", INVESTMENT: "120"})
    opened.rest()
    page.click("#pin")
    page.get_by_label("第 2 个对照的名称").fill("高投入；A&B;name:%")
    page.get_by_label("第 2 个对照的名称").press("Enter")
    page.select_option("#add-pin", label="趋势（原值）")
    expect(page.locator("#pin")).to_be_disabled()
    page.evaluate(TYPE, {INVESTMENT: "60"})
    opened.rest()
    variant = sim.run_scenario("plan", set={RESEARCH: 30, INVESTMENT: 120})
    for place, run in enumerate((sim.run_scenario("plan"), variant, sim.run_scenario("trend")), 1):
        table = sim.indicators(run)
        assert _shown(opened, table, f"pin-{place}") == figures_of(table)
    page.locator("summary", has_text="方案比较").click()
    texts = [row.split("\t") for row in page.locator(".comparison tr").all_inner_texts()]
    rows = {title: figures for title, *figures in texts}
    assert rows["公共投资（亿元/年）"] == ["60", "85", "120", "70"]
    assert rows["财政科技支持（亿元/年）"] == ["9", "9", "30", "6"]
    other = run_fan(variant.scenario, workspace, draw(workspace, MEMBERS, SEED))
    joint = [fan_board(each, workspace).group("headline", 2035).joint.value for each in (fan, other)]
    assert rows["2035 年主要指标同时达标的概率"][1:3] == [print_chance(share) for share in joint]
    known = page.url
    page.reload()
    opened.rest()
    assert page.url == known
    expect(page.get_by_label("第 2 个对照的名称")).to_have_value("高投入；A&B;name:%")
    page.get_by_role("button", name="移除 趋势").click()
    expect(page.locator(".pin")).to_have_count(2)
    page.click("#undo")
    expect(page.locator(".pin")).to_have_count(3)
    page.get_by_role("button", name="打开 高投入").click()
    opened.rest()
    assert page.input_value(f"[id='lever-{INVESTMENT}-box']") == "120"
    expect(page.locator(".targets th.pin-2")).to_have_count(0)  # it is what is set
    assert opened.said == []


def test_differences_from_a_pinned_study_are_paired(
    browser: Browser, shipped: Path, workspace: Workspace, fan: Fan
) -> None:
    opened = Opened(browser, shipped)
    page = opened.page
    opened.rest()
    page.evaluate(TYPE, {RESEARCH: "30"})
    opened.rest()
    page.select_option("#difference", label="与“规划（原值）”之差")
    page.locator(".chart summary").first.click()
    scenario = sim.run_scenario("plan", set={RESEARCH: 30}).scenario
    changed = run_fan(scenario, workspace, draw(workspace, MEMBERS, SEED))
    key = fan.table.registry.zone.headline[0]
    ours, theirs = (each.table.rows[key].series for each in (changed, fan))
    assert ours is not None
    assert theirs is not None
    bands = np.quantile((ours - theirs)[:, 1:], LEVELS, axis=1)
    row = page.evaluate(CHART)[-1]
    assert row[1:7] == [print_figure(float(value), 0) for value in ((ours - theirs)[-1, 0], *bands[:, -1])]
    page.get_by_role("button", name="移除 规划").click()
    expect(page.locator("#difference")).to_be_hidden()


def test_a_chinese_page_has_no_english(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30"})
    opened.rest()
    page.locator("tr[data-id=rd_intensity] button.name").click()
    for details in page.locator("details").all():
        details.evaluate("(each) => { each.open = true; }")
    expect(page.locator(".comparison td").first).to_be_visible()
    assert foreign_words(page.evaluate(TEXTS)) == {}


def test_another_scenario_keeps_the_levers_that_were_moved(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30"})
    page.select_option("#scenario", label="趋势")
    opened.rest()
    assert page.input_value(f"[id='lever-{RESEARCH}-box']") == "30"
    table = sim.indicators(sim.run_scenario("trend", set={RESEARCH: 30}))
    assert _shown(opened, table) == figures_of(table)


def test_the_language_switches_every_word(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.fill(f"[id='lever-{INVESTMENT}-box']", "120")
    page.press(f"[id='lever-{INVESTMENT}-box']", "Enter")
    page.click("#language")
    opened.rest()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#language")).to_be_focused()
    assert page.input_value(f"[id='lever-{INVESTMENT}-box']") == "120"
    for details in page.locator("details").all():
        details.evaluate("(each) => { each.open = true; }")
    words = page.evaluate("() => document.getElementById('page').innerText")
    evidence = page.evaluate(
        "() => [...document.querySelectorAll('dl')].map((each) => each.innerText).join()"
    )
    left = re.sub("[中文]", "", words)
    for text in evidence.split("\n"):
        left = left.replace(text, "")
    assert not re.findall("[\u4e00-\u9fff]+", left)
    page.reload()
    opened.rest()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.input_value(f"[id='lever-{INVESTMENT}-box']") == "120"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("999", "999 超出 0–250，没有采用。"),
        ("-1", "-1 超出 0–250，没有采用。"),
        ("一百", "“一百”不是数字。"),
        ("1e999", "“1e999”不是数字。"),
        ("", "“”不是数字。"),
    ],
)
def test_a_number_that_cannot_be_used_is_told(opened: Opened, text: str, told: str) -> None:
    page, box = opened.page, f"[id='lever-{INVESTMENT}-box']"
    opened.rest()
    before = page.evaluate(CELLS)
    page.fill(box, text)
    page.press(box, "Tab")
    lever = page.locator(f".lever[data-name='{INVESTMENT}']")
    expect(lever.locator("[role=alert]")).to_have_text(told)
    expect(page.locator(box)).to_have_attribute("aria-invalid", "true")
    assert page.evaluate(CELLS) == before
    page.fill(box, "８５")
    page.press(box, "Tab")
    expect(lever.locator("[role=alert]")).to_be_hidden()
    assert page.input_value(box) == "85"


def test_the_years_of_a_ramp_have_the_figures_of_the_engine(opened: Opened) -> None:
    page = opened.page
    lever = page.locator(f".lever[data-name='{INVESTMENT}']")
    lever.locator("summary").click()
    for field, value in (("start", "2025"), ("end", "2030")):
        if field == "end":
            page.fill(f"[id='lever-{INVESTMENT}-{field}']", value)
            page.press(f"[id='lever-{INVESTMENT}-{field}']", "Enter")
    page.fill(f"[id='lever-{INVESTMENT}-start']", "2026")
    page.press(f"[id='lever-{INVESTMENT}-start']", "Enter")
    expect(page.locator("footer code")).to_contain_text('--set "public investment start=2026"')
    opened.rest()
    table = sim.indicators(
        sim.run_scenario("plan", set={f"{INVESTMENT} start": 2026, f"{INVESTMENT} end": 2030})
    )
    assert _shown(opened, table) == figures_of(table)
    page.fill(f"[id='lever-{INVESTMENT}-start']", "2031")
    page.press(f"[id='lever-{INVESTMENT}-start']", "Enter")
    expect(lever.locator("[role=alert]")).to_have_text("开始（2031）不能晚于结束（2030），没有采用。")
    page.click("#reset")


def test_less_motion_computes_at_rest_only(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped, reduced_motion="reduce")
    opened.rest()
    before = opened.page.evaluate(CELLS)
    now = opened.page.evaluate(
        f"""async () => {{
          const slider = document.getElementById("lever-{RESEARCH}");
          slider.value = Number(slider.value) + 200;
          slider.dispatchEvent(new Event("input"));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return ({CELLS})();
        }}"""
    )
    assert now == before
    expect(_figure(opened, "rd_intensity")).not_to_have_text(
        before["rd_intensity"]["figure 2025"], timeout=WAIT
    )


def test_a_frame_that_comes_late_changes_nothing(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    page.evaluate(
        """() => { // as in a tab that is hidden
          window.held = new Map();
          window.requestAnimationFrame = (act) => window.held.set(window.held.size + 1, act).size;
          window.cancelAnimationFrame = (number) => window.held.delete(number);
        }"""
    )
    page.fill(f"[id='lever-{RESEARCH}-box']", "25")
    page.press(f"[id='lever-{RESEARCH}-box']", "Enter")
    page.wait_for_url(re.compile("fiscal_research_support:25"))
    opened.rest()
    page.evaluate("() => window.held.forEach((act) => act(performance.now()))")
    opened.rest()
    expect(page.locator(".targets")).not_to_have_attribute("aria-busy", "true")


def test_a_browser_without_workers_computes_all_the_same(
    opened: Opened, browser: Browser, shipped: Path
) -> None:
    alone = Opened(browser, shipped, lacking="Worker")
    alone.rest()
    opened.rest()
    assert alone.page.evaluate(CELLS) == opened.page.evaluate(CELLS)
    assert not [url for url in alone.requests if url.startswith("blob:")]


def test_a_browser_without_web_assembly_is_told(browser: Browser, shipped: Path) -> None:
    page = Opened(browser, shipped, lacking="WebAssembly").page
    expect(page.locator("[role=alert]")).to_contain_text("请用 2023 年以后的 Chrome、Edge、Firefox 或 Safari")
    expect(page.locator("[role=alert]")).to_contain_text("cannot run WebAssembly")


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
    assert saved["command"] == f'teda run plan --set "{INVESTMENT}=120"'
    table = sim.indicators(sim.run_scenario("plan", set={INVESTMENT: 120}))
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


def test_a_lever_that_a_scenario_gives_by_year(browser: Browser, tmp_path: Path) -> None:
    """The other scenarios of the page have their own equations in its place."""
    scenario, file = tmp_path / "history.yaml", tmp_path / "history.html"
    scenario.write_text(
        "extends: plan\n"
        "title: {zh: 已执行, en: As carried out}\n"
        "about: {zh: 试, en: try}\n"
        f"levers: {{{INVESTMENT}: {{path: {{2021: 60, 2022: 95, 2024: 70}}}}}}\n",
        "utf-8",
    )
    file.write_bytes(sim.build_html([scenario, "plan"]))
    opened = Opened(browser, file)
    page = opened.page
    opened.rest()
    table = sim.indicators(scenario)
    assert _shown(opened, table) == figures_of(table)
    page.locator(f".lever[data-name='{INVESTMENT}'] summary").click()
    expect(page.locator(f"[id='lever-{INVESTMENT}-from']")).to_be_disabled()
    page.fill(f"[id='lever-{INVESTMENT}-start']", "2023")
    page.press(f"[id='lever-{INVESTMENT}-start']", "Enter")
    expect(page.locator(f".lever[data-name='{INVESTMENT}'] [role=alert]")).to_have_text(
        "已逐年给值到 2024 年，不能更早开始；没有采用。"
    )
    page.select_option("#scenario", "1")
    opened.rest()
    table = sim.indicators("plan")
    assert _shown(opened, table) == figures_of(table)
    assert opened.said == []


def test_a_home_of_others(browser: Browser, small_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "small.html"
    file.write_bytes(sim.build_html(["plan", "trend"], home=small_home, language="en"))
    opened = Opened(browser, file)
    expect(opened.page.locator(".status")).to_have_text(re.compile(r"^(256 members)?$"), timeout=WAIT)
    table = sim.indicators(sim.run_scenario("plan", home=small_home))
    assert _shown(opened, table) == figures_of(table)
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


@pytest.fixture
def visitor(browser: Browser, shipped: Path) -> Opened:
    """Return the page as somebody sees it who was never here before, on a phone."""
    found = Opened(browser, shipped, viewport={"width": 390, "height": 844}, has_touch=True)
    found.rest()
    return found


def test_a_question_is_answered_and_one_step_leads_back(
    visitor: Opened, fan: Fan, workspace: Workspace
) -> None:
    page = visitor.page
    page.locator("#questions [data-id=research_doubled]").click()
    visitor.rest()
    assert page.evaluate("document.activeElement.id") == "results"
    key, place = "national_high_tech_firms", fan.table.years.tolist().index(2035)
    scenario = apply_settings(sim.load_scenario("plan"), {RESEARCH: 18}, workspace)
    other = run_fan(scenario, workspace, draw(workspace, MEMBERS, SEED))
    one, before = other.table.rows[key].series, fan.table.rows[key].series
    assert one is not None
    assert before is not None
    gap = one[place] - before[place]
    low, high = np.quantile(gap[1:], (LEVELS[0], LEVELS[-1]))
    expect(page.locator(".answer")).to_contain_text(
        f"2035 年 {print_figure(one[place, 0], 1)} 家，"
        f"“规划（原值）”为 {print_figure(before[place, 0], 1)} 家，相差 {print_change(gap[0], 1)} 家。"
        f"九成成员的差在 {print_change(low, 1)} 至 {print_change(high, 1)} 之间。"
    )
    assert page.locator(".unseen[aria-live]").text_content() == page.locator(".answer").text_content()
    assert page.locator("#difference").input_value() == "1"
    page.go_back()
    expect(page.locator(".answer")).to_be_hidden()
    expect(page.locator(f"[id='lever-{RESEARCH}-box']")).to_have_value("9")
    expect(page.locator("#questions")).to_be_hidden()
    page.reload()  # a later visit
    visitor.rest()
    expect(page.locator("#questions")).to_be_hidden()
    assert visitor.said == []


def test_every_question_has_an_answer_of_its_own(opened: Opened) -> None:
    page = opened.page
    answers = set()
    for card in page.locator("#questions li button").all():
        if not page.locator("#questions").is_visible():
            page.click("#ask")
        card.click()
        opened.rest()
        text = page.locator(".answer span").inner_text()
        assert re.search("九成成员|概率 .*%|95% 的成员", text), text
        answers.add(text)
    assert len(answers) == 6
    page.click("#language")
    answer = page.locator(".answer")
    for card, text in (
        ("no_ethylene", r" × 10k tce in 2035 "),
        ("investment_debt", r" percentage points\. "),
    ):
        page.click("#ask")
        page.click(f"#questions [data-id={card}]")
        expect(answer).to_contain_text(re.compile(text))
    page.click("#language")
    page.select_option("#scenario", "0")
    page.click("#reset")
    expect(page.locator(".answer")).to_be_hidden()


SIZES = [(390, 844), (820, 1180), (1440, 900)]


def test_the_page_keeps_the_rules_of_accessibility(visitor: Opened) -> None:
    page = visitor.page
    page.locator("tr[data-id=gross_industrial_output] button.name").click()
    page.locator(".legend .term").first.focus()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], width
        page.click("#language")
    page.click("#tour")
    assert violations(page) == []
    assert visitor.said == []


# Whether the box and what it speaks of are within the window, one beside the other.
APART = """() => {
  const bounds = (each) => document.querySelector(each).getBoundingClientRect();
  const [box, other] = [bounds(".tour"), bounds(".pointed")];
  const isIn = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
    && other.top >= 0 && other.bottom <= innerHeight;
  const isAside = box.right <= other.left || other.right <= box.left;
  return isIn && (isAside || box.bottom <= other.top || other.bottom <= box.top);
}"""


def test_the_tour_covers_nothing_of_what_it_speaks_of(visitor: Opened) -> None:
    page = visitor.page
    page.get_by_role("button", name="看四步导览").click()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for number in range(1, 5):
            expect(page.locator(".tour h2")).to_have_text(re.compile(rf"^{number}/4 "))
            page.wait_for_function(APART)
            page.keyboard.press("ArrowRight")
        expect(page.locator(".tour")).to_have_count(0)
        assert page.evaluate("document.activeElement.id") == "tour"
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tour h2")).to_have_text(re.compile("^1/4 "))
    page.keyboard.press("Escape")
    expect(page.locator(".tour")).to_have_count(0)
    assert page.locator(".pointed").count() == 0
    assert visitor.said == []


def test_terms_are_explained_by_pointer_by_keyboard_and_by_touch(visitor: Opened) -> None:
    page = visitor.page
    meanings = {name: meaning for _, name, meaning in page_definitions("zh")}
    note = page.locator("#term-note")
    term = page.locator(".legend .term", has_text="基准参数")
    for show in (term.tap, term.focus, term.hover):
        show()
        expect(note).to_be_visible()
        expect(note).to_have_text(f"基准参数 {meanings['基准参数']}")
        assert term.get_attribute("aria-describedby") == "term-note"
        bounds = note.bounding_box()
        assert bounds
        assert bounds["x"] >= 0
        assert bounds["x"] + bounds["width"] <= 390
        page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        page.evaluate("document.activeElement.blur()")
    page.locator("tr[data-id=gdp_growth] button.name").hover()
    expect(note).to_contain_text("地区生产总值增长率")
    page.keyboard.press("Escape")
    page.locator(".card[data-id=national_high_tech_firms] .term").tap()
    expect(note).to_contain_text(meanings["高新技术企业"])
    page.click("#language")
    page.locator(".legend .term", has_text="Central run").tap()
    expect(note).to_contain_text("The single run with every parameter")
    assert visitor.said == []
