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
    file = tmp_path / "model" / "observations.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("indicator,"))
    names = lines[head].split(",")
    scrambled = [*lines[: head + 1]]
    for line in lines[head + 1 :]:
        cells = line.split(",")
        if cells[names.index("known")] > "2022-12-31":
            cells[names.index("value")] = str(1.5 * float(cells[names.index("value")]))
        scrambled.append(",".join(cells))
    assert scrambled != lines
    file.write_text("\n".join(scrambled) + "\n", encoding="utf-8")
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
