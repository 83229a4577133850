"""``teda sensitivity``: output in both languages and all formats, and refused requests."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.analysis.sensitivity.uncertain_home import make_uncertain
from tests.command_line import CommandResult, report

Capture = pytest.CaptureFixture[str]
ASK = ("sensitivity", "trend", "--indicator", "energy_intensity", "--year", "2025", "--members", "2560")


@pytest.fixture
def home(at_home: Path) -> Path:
    make_uncertain(at_home)
    return at_home


def test_the_sentence_comes_first_and_then_a_row_for_each_parameter(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == "情景 trend：趋势"
    # Of the variance of energy / output per capital, both by themselves make up 67% and 33%.
    assert lines[2].startswith(
        "2025 年“单位产值能耗”（2020 年不变价）的不确定性（方差）约六成半（66%）来自“能源消费”，"
    )
    assert "约三成半（3" in result.out.replace("\n", "")
    row = next(line for line in lines if line.startswith("能源消费 "))
    assert row.split()[1] == "D"
    assert "820 至 1,180 万吨标准煤/年 0.109 → 0.157" in row
    row = next(line for line in lines if line.startswith("产出资本比 "))
    assert row.split()[1] == "B"
    assert "收敛：从一半运行到全部" in result.out
    assert "各参数独立变动，不计登记的相关系数" in result.out
    assert result.out.splitlines()[-1].startswith(
        "方法：方差分解（Sobol），基点 512 个，共运行 2,567 次，种子 7；"
    )


def test_it_says_the_same_in_english(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK, "--lang", "en")
    assert result.code == 0
    text = " ".join(result.out.split())
    assert (
        "Of the uncertainty (variance) of Energy use per output in 2025 (constant 2020 prices), about 6"
        in text
    )
    assert "comes from Energy use" in text
    assert "820 to 1,180 × 10k tce/year" in text
    assert "Parameters vary independently, without the registry's correlations" in text
    assert not [char for char in result.out if "一" <= char <= "鿿"]


@pytest.mark.parametrize(
    ("method", "sentence", "note"),
    [
        ("morris", "粗看，最能推动 2025 年“单位产值能耗”（2020 年不变价）的是“能源消费”：", "各参数独立变动"),
        ("pawn", "对 2025 年“单位产值能耗”（2020 年不变价）的分布影响最大的依次是“能源消费”", "计入相关系数"),
        (
            "regional",
            "2025 年“单位产值能耗”（2020 年不变价）最低的五分之一结果，多出现在“能源消费”偏低时；"
            "最高的五分之一，多出现在“能源消费”偏高时。",
            "计入相关系数",
        ),
        (
            "main",
            "若能弄清“能源消费”，2025 年“单位产值能耗”（2020 年不变价）的不确定性（方差）可减少约",
            "按先验变动",
        ),
    ],
)
def test_each_method_has_its_sentence(
    home: Path, capsys: Capture, method: str, sentence: str, note: str
) -> None:
    result = CommandResult(capsys, *ASK, "--method", method)
    assert result.code == 0
    whole = result.out.replace("\n", "")
    assert sentence in whole
    assert note in whole


def test_a_figure_that_no_parameter_moves_is_reported_as_such(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "sensitivity", "--indicator", "investment_sum", "--members", "700")
    assert result.code == 0
    assert "没有一个参数能使 2021–2025 年“累计固定资产投资总额”（当年价）变动。" in result.out


def test_the_json_has_every_figure(home: Path, capsys: Capture) -> None:
    record = json.loads(CommandResult(capsys, *ASK, "--format", "json").out)
    assert (record["method"], record["seed"], record["correlations"]) == ("sobol", 7, False)
    (figure,) = record["figures"]
    assert (figure["indicator"], figure["year"], figure["own"]) == ("energy_intensity", 2025, 0.133333333)
    energy = figure["parameters"][0]
    assert energy["key"] == "energy"
    assert energy["name"] == {"zh": "能源消费", "en": "Energy use"}
    assert energy["unit"] == {"zh": "万吨标准煤/年", "en": "10k tce/year"}
    assert (energy["grade"], energy["low"], energy["high"]) == ("D", 820, 1180)
    assert energy["index"] == energy["total"] == energy["course"]["all"]
    assert 0 < energy["total_error"] < 0.2


def test_the_csv_of_several_figures_is_a_matrix(home: Path, capsys: Capture) -> None:
    result = CommandResult(
        capsys, "sensitivity", "--all", "--members", "1280", "--format", "csv", "--lang", "en"
    )
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["id"] for row in rows][:2] == ["gross_output", "output_growth"]
    residents = next(row for row in rows if row["id"] == "resident_population")
    assert residents["year"] == "2025"
    assert float(residents["Net migration [migration]"]) == pytest.approx(1, abs=0.1)
    assert float(residents["Energy use [energy]"]) == 0


def test_several_figures_are_reported_in_short(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "sensitivity", "--all", "--members", "1280")
    assert result.code == 0
    lines = result.out.splitlines()
    assert next(line for line in lines if line.startswith("常住人口规模 ")).split()[1:] == [
        "2025",
        "净迁入（1.00）",
    ]
    assert next(line for line in lines if line.startswith("累计固定资产投资总额")).split()[1:] == [
        "2025",
        "—",
    ]


def test_charts_are_written_with_the_table_in_a_file_or_shown(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK, "--chart", "one.svg", "--out", "one.csv")
    assert (result.code, result.out, result.err) == (0, "", "已写入 one.csv\n已写入 one.svg\n")
    assert Path("one.csv").read_bytes().startswith("\ufeff参数,名称,单位,等级".encode())
    assert "<svg" in Path("one.svg").read_text("utf-8")
    result = CommandResult(capsys, "sensitivity", "--headline", "--members", "700", "--out", "heat.png")
    assert result.err == "已写入 heat.png\n"
    assert result.out.startswith("情景 trend：趋势\n")
    assert Path("heat.png").read_bytes().startswith(b"\x89PNG")


def test_equal_requests_give_equal_bytes(home: Path, capsys: Capture) -> None:
    first, again = (CommandResult(capsys, *ASK, "--format", "json").out for _ in range(2))
    assert first == again
    assert CommandResult(capsys, *ASK, "--format", "json", "--seed", "8").out != first


def test_bad_options_are_reported_together(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK[:4], "--all", "--year", "soon", "--lang", "fr", "--chart", "a.bmp")
    assert (result.code, result.out) == (2, "")
    assert result.err == "".join(
        [
            report(
                "teda sensitivity",
                "--indicator、--all、--headline 只能用一个。",
                "give only one of --indicator, --all and --headline.",
            ),
            report(
                "--lang fr",
                '"fr" 不可用，应是以下之一：zh, en。',
                '"fr" is invalid; it must be one of: zh, en.',
            ),
            report("--year", '"soon" 不是整数。', '"soon" is not a whole number.'),
            report(
                "--chart a.bmp",
                '后缀 ".bmp" 不可用，应是以下之一：.png, .svg, .pdf。',
                'the suffix ".bmp" is invalid; it must be one of: .png, .svg, .pdf.',
            ),
        ]
    )


def test_without_an_indicator_it_says_how_to_name_one(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "sensitivity", "trend")
    assert result.code == 2
    assert result.err.startswith("--indicator: 请给出指标的 id 或名称，如 gross_output；")


def test_too_few_members_report_how_many_are_needed(home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, *ASK[:-1], "100")
    assert result.code == 2
    assert result.err == report(
        "--members 100",
        "成员数为 100，太少：至少要 640（sobol 的 128 个基点，每个 5 次：参数 3 个，另加 2 次）。",
        "100 members are too few: at least 640 are needed (128 base points of sobol with 5 runs each: "
        "3 parameters, and 2).",
    )
