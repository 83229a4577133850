"""The evaluation of the shipped plan: sums, replays that read nothing later, and reports."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import sim
from sim.analysis.evaluation.result import Evaluation
from sim.errors import SimError
from sim.registry.home import find_home
from tests.analysis.evaluation.scrambled import scrambled
from tests.command_line import CommandResult

pytestmark = pytest.mark.slow
MEMBERS = 64


@pytest.fixture(scope="module")
def closing() -> Evaluation:
    return sim.evaluate(members=MEMBERS)


def test_every_judged_target_of_the_period_has_a_standing(closing: Evaluation) -> None:
    assert closing.year == 2025
    assert len(closing.standings) > 40
    assert sum(closing.counts().values()) == len(closing.standings)


def test_the_parts_of_every_gap_add_up_to_it(closing: Evaluation) -> None:
    for one in closing:
        gap = one.gap
        assert gap.ambition + sum(gap.causes.values()) + gap.rest == pytest.approx(gap.whole, abs=1e-9)
        if not one.is_published:
            assert gap.rest == pytest.approx(0, abs=1e-9)


def test_equal_requests_give_equal_bits(closing: Evaluation) -> None:
    assert repr(sim.evaluate(members=MEMBERS, threads=1).standings) == repr(closing.standings)


def test_a_replay_reads_nothing_that_became_known_later(tmp_path: Path) -> None:
    home = find_home()
    for name in ("model", "scenarios"):
        shutil.copytree(home.folder / name, tmp_path / name)
    assert scrambled(tmp_path, 2022) > 0
    one, two = (sim.evaluate(2022, members=MEMBERS, home=place) for place in (home.folder, tmp_path))
    assert repr(one.standings) == repr(two.standings)
    published = {each.target.indicator: each for each in one if each.is_published}
    assert published["national_high_tech_firms"].figure == 1055


def test_a_year_outside_the_plan_is_refused() -> None:
    with pytest.raises(SimError, match="2021"):
        sim.evaluate(2019)


def test_the_command_writes_terminal_json_excel_and_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import docx
    import openpyxl

    word, book = tmp_path / "annex.docx", tmp_path / "annex.xlsx"
    asked = ("evaluate", "--members", str(MEMBERS))
    told = CommandResult(capsys, *asked, "--word", str(word), "--out", str(book))
    assert told.code == 0, told.err
    tables = docx.Document(str(word)).tables
    assert [cell.text for cell in tables[0].rows[0].cells][:2] == ["序号", "指标"]
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert sheet.max_row >= len(tables[0].rows)
    found = json.loads(CommandResult(capsys, *asked, "--format", "json").out)
    assert len(found["targets"]) == len(tables[0].rows) - 1


def test_the_word_file_is_the_same_bytes_again(closing: Evaluation) -> None:
    from sim.report.annex import annex_bytes

    assert annex_bytes(closing, "zh") == annex_bytes(closing, "zh")


def test_wrong_options_are_named_as_they_were_given(capsys: pytest.CaptureFixture[str]) -> None:
    told = CommandResult(capsys, "evaluate", "--as-of", "abc", "--word", "x.pdf")
    assert told.code == 2
    assert [line for line in told.err.splitlines() if line.startswith("--")] == [
        '--as-of: "abc" 不是整数。',
        '--word x.pdf: 后缀 ".pdf" 不可用，应是以下之一：.docx。',
    ]


# --- figures and policies of one's own --------------------------------------------------------

ONE_MEASURE = """\
extends: trend
title: {zh: 一项措施, en: One measure}
about: {zh: 只动公共投资。, en: Public investment only.}
levers:
  public investment: {path: {2021: 120, 2025: 120}}
"""


def _folder(tmp_path: Path, value: float) -> Path:
    """Return a folder of actuals: the shipped figures, and a record of one lever."""
    folder = tmp_path / f"actuals-{value:g}"
    folder.mkdir()
    shutil.copy(find_home().model / "observations.csv", folder)
    rows = [f"public investment,{year},{value:g},亿元/年,own,,," for year in range(2021, 2026)]
    text = "\n".join(["lever,year,value,unit,source,file,sheet,cell", *rows, ""])
    (folder / "policies.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_measure_with_a_record_has_no_unidentified_part(tmp_path: Path) -> None:
    """Carried out as planned, policy has no part in any gap; carried out less, its part is negative."""
    scenario = tmp_path / "one-measure.yaml"
    scenario.write_text(ONE_MEASURE, encoding="utf-8")
    as_planned, halved = (
        sim.evaluate(2021, str(scenario), MEMBERS, actuals=_folder(tmp_path, value)) for value in (120, 60)
    )
    assert as_planned.is_policy_known
    for one in as_planned:
        assert one.gap.causes["policy"] == 0
        assert one.gap.policy_band == (0, 0)
    found = {one.target.indicator: one.gap for one in halved}
    low, high = found["fixed_asset_investment"].policy_band
    assert low <= found["fixed_asset_investment"].causes["policy"] <= high < 0


def test_a_folder_without_figures_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = CommandResult(capsys, "evaluate", "--actuals", str(tmp_path))
    assert told.code == 2
    assert "observations.csv" in told.err


def test_levers_that_move_a_target_most_come_first(closing: Evaluation) -> None:
    behind = {one.target.indicator: one for one in closing.lagging()}
    for one in closing:
        assert [each.closes for each in one.remedies] == sorted(
            (each.closes for each in one.remedies), reverse=True
        )
        assert len(one.remedies) <= 3
        assert not one.remedies or one.target.indicator in behind
    assert behind["national_high_tech_firms"].remedies[0].lever == "certification effort"


def test_the_slides_hold_every_row_within_their_page(closing: Evaluation) -> None:
    import io

    from pptx import Presentation

    from sim.report.deck.evaluation import evaluation_deck

    made = evaluation_deck(closing, "zh")
    assert made == evaluation_deck(closing, "zh")
    deck = Presentation(io.BytesIO(made))
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    for shape in tables:
        assert shape.top + sum(row.height for row in shape.table.rows) <= deck.slide_height
    rows = sum(len(shape.table.rows) - 1 for shape in tables)
    assert rows == len(closing.standings) + len(closing.lagging())
