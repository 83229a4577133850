"""``teda model check``, ``show`` and ``bench``: output, exit codes and messages."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from sim.report.layout import width_of
from tests.command_line import GROWTH, CommandResult, report
from tests.waiting import PATIENCE, program, wait_until

ROOT = Path(__file__).resolve().parents[2]
TELLING_ITS_START = """
import os, pathlib
from sim.cli.main import main
from sim.run import bench
inner = bench._Work.seconds
def seconds(work, threads):
    pathlib.Path(os.environ["STARTED"]).touch()
    return inner(work, threads)
bench._Work.seconds = seconds
main()
"""
SECTOR = """\
{UTF-8}
branch: cars, health ~~|
capital[branch] = INTEG(investment[branch]-wear[branch], opening[branch]) ~ 亿元 ~ 资本 / Capital |
investment[branch] = reinvestment*output[branch]*climate(Time/horizon) ~ 亿元/年 [0,?] ~ |
wear[branch] = capital[branch]/life ~ 亿元/年 ~ |
output[branch] = capital[branch]*yield ~ 亿元/年 ~ |
yield = 0.2 ~ 1/年 [0,1] ~ |
life = 10 ~ 年 [?,50] ~ |
reinvestment = 0.6 ~ Dmnl ~ |
opening[branch] = 100, 200 ~ 亿元 ~ |
total output = SUM(output[branch!]) ~ 亿元/年 ~ |
horizon = 9 ~ 年 ~ |
forgotten = 3 ~ 家 ~ |
climate((0,1),(1,1)) ~ Dmnl ~ |
INITIAL TIME = 0 ~ 年 ~ |
FINAL TIME = 2 ~ 年 ~ |
TIME STEP = 1 ~ 年 ~ |
SAVEPER = 1 ~ 年 ~ |
"""


@pytest.fixture
def sector(at_home: Path) -> Path:
    """Return a model with subscripts, a lookup and what is not used."""
    path = at_home / "sector.mdl"
    path.write_text(SECTOR, encoding="utf-8")
    return path


# --- check ----------------------------------------------------------------------------------


def test_a_check_shows_the_structure(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "check", "any.mdl")
    assert result.code == 0
    lines = [line.split() for line in result.out.splitlines()]
    assert ["变量", "7"] in lines
    assert ["存量", "1"] in lines
    assert ["外部数据", "0"] in lines
    assert ["没有用到的常量、查找表与数据", "0"] in lines
    assert result.out.endswith(
        "✓ 语法、函数、代数环：没有问题；按默认值试算，所有变量都是有限的数字。\n✓ 单位：左右一致。\n"
    )
    counts = json.loads(CommandResult(capsys, "model", "check", "any.mdl", "--format", "json").out)
    assert (counts["stock"], counts["constant"], counts["passed"]) == (1, 5, True)
    text = CommandResult(capsys, "model", "check", "any.mdl", "--format", "csv").out
    assert ["stock", "1"] in list(csv.reader(io.StringIO(text)))


def test_a_check_that_does_not_pass(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = GROWTH.replace("birth rate = 0.5", "birth rate = 1e308")
    (at_home / "any.mdl").write_text(broken, encoding="utf-8")
    result = CommandResult(capsys, "model", "check", "any.mdl")
    assert result.code == 1
    assert '✗ 按默认值试算，变量 "births" 从时间 0 起不是有限的数字。\n' in result.out
    result = CommandResult(capsys, "model", "check", "any.mdl", "--lang", "en")
    assert '✗ In a run of the defaults "births" is not a finite number from time 0 on.\n' in result.out


RULES = """no births :TEST INPUT: births = 0 ~~|
falling :THE CONDITION: no births :IMPLIES: population <= 1000 ~~|
rising :THE CONDITION: Time > 1 :IMPLIES: population < 0 ~~|
lost :THE CONDITION: Time > 1 :IMPLIES: nobody = 0 ~~|
"""


def test_a_check_runs_the_reality_checks_of_the_file(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (at_home / "any.mdl").write_text(RULES + GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "check", "any.mdl")
    assert result.code == 1
    assert '✓ 现实性检验 "falling" 成立。\n' in result.out
    assert '✗ 现实性检验 "rising" 不成立，最早在时间 ' in result.out
    assert '· 现实性检验 "lost" 没有执行：没有定义变量 "nobody"' in result.out
    english = CommandResult(capsys, "model", "check", "any.mdl", "--lang", "en").out
    assert '✓ Reality check "falling" holds.\n' in english
    assert '✗ Reality check "rising" is broken, first at time ' in english
    found = json.loads(CommandResult(capsys, "model", "check", "any.mdl", "--format", "json").out)
    assert [one["holds"] for one in found["reality_checks"]] == [True, False, None]
    assert CommandResult(capsys, "model", "run", "any.mdl").code == 0


def test_a_check_lists_unused_variables_and_feedback(
    sector: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "model", "check", "sector.mdl")
    assert result.code == 0
    assert result.out.split("\n\n")[1].splitlines()[:4] == [
        "没有用到：forgotten",
        "反馈组 1（变量 4 个，独立回路 2 条），存量：capital",
        "  capital → output → investment → capital",
        "  另有 1 条，见 JSON 格式。",
    ]
    result = CommandResult(capsys, "model", "check", "sector.mdl", "--lang", "en")
    assert result.out.split("\n\n")[1].splitlines() == [
        "Not used: forgotten",
        "Feedback group 1 (variables: 4, independent loops: 2), stocks: capital",
        "  capital → output → investment → capital",
        "  More loops in JSON: 1.",
        "✓ Syntax, functions and loops are in order; a run of the defaults stays finite.",
        "✓ Units balance.",
    ]


def test_a_check_as_json_and_csv(sector: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(CommandResult(capsys, "model", "check", "sector.mdl", "--format", "json").out)
    assert record["unused"] == ["forgotten"]
    assert record["results"] == ["total output"]
    assert record["units"] == record["broken"] == []
    assert record["feedback"] == [
        {
            "variables": ["capital", "investment", "wear", "output"],
            "stocks": ["capital"],
            "independent_loops": 2,
            "loops": [["capital", "wear"], ["capital", "output", "investment"]],
        }
    ]
    text = CommandResult(capsys, "model", "check", "sector.mdl", "--format", "csv").out
    rows = list(csv.reader(io.StringIO(text)))
    for row in (
        ["unused variable", "forgotten"],
        ["result", "total output"],
        ["loop", "capital → wear → capital"],
        ["independent_loops", "2"],
        ["passed", "True"],
    ):
        assert row in rows


def test_units_that_do_not_balance_fail_a_check(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = GROWTH.replace("births = population*birth rate ~ 人/年", "births = population*birth rate ~ 人")
    (at_home / "any.mdl").write_text(wrong, encoding="utf-8")
    result = CommandResult(capsys, "model", "check", "any.mdl")
    assert (result.code, result.err) == (1, "")
    lines = result.out.split("\n\n")[1].splitlines()
    assert '✗ any.mdl:3: "births"：左边是 [人]，右边 "population*birth rate" 是 [人/年]' in "".join(lines)
    assert lines[-1] == "✗ 单位：有 2 处不一致。"
    result = CommandResult(capsys, "model", "check", "any.mdl", "--lang", "en")
    assert result.out.endswith("✗ Units do not balance; faults: 2.\n")
    assert max(map(width_of, result.out.splitlines())) <= 100
    record = json.loads(CommandResult(capsys, "model", "check", "any.mdl", "--format", "json").out)
    assert [(one["kind"], one["line"]) for one in record["units"]] == [("imbalance", 2), ("imbalance", 3)]
    assert record["passed"] is False
    text = CommandResult(capsys, "model", "check", "any.mdl", "--format", "csv", "--lang", "en").out
    assert [row[0] for row in csv.reader(io.StringIO(text))].count("units imbalance") == 2


def test_doubtful_findings_are_reported_and_pass(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doubtful = GROWTH + "known = seen(Time) ~ 人 ~ |\nseen((0,1),(9,2)) ~ 人 ~ |\n"
    (at_home / "any.mdl").write_text(doubtful, encoding="utf-8")
    result = CommandResult(capsys, "model", "check", "any.mdl")
    assert result.code == 0
    assert [line for line in result.out.splitlines() if line.startswith("·")] == [
        '· any.mdl:9: "known"：查找表 seen 的自变量 "Time" 是 [年]，最好是 [无量纲]。'
    ]


def test_many_findings_are_cut_short(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = "".join(f"wrong {number} = population + FINAL TIME ~ 人 ~ |\n" for number in range(60))
    (at_home / "any.mdl").write_text(GROWTH + wrong, encoding="utf-8")
    lines = CommandResult(capsys, "model", "check", "any.mdl").out.splitlines()
    assert sum(line.startswith("✗ any.mdl:") for line in lines) == 50
    assert "另有 10 处，见 JSON 格式。" in [line.strip() for line in lines]
    lines = CommandResult(capsys, "model", "check", "any.mdl", "--lang", "en").out.splitlines()
    assert "More findings in JSON: 10." in [line.strip() for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_model_passes_its_check(capsys: pytest.CaptureFixture[str], language: str) -> None:
    result = CommandResult(capsys, "model", "check", str(ROOT / "model" / "teda.mdl"), "--lang", language)
    assert (result.code, result.err) == (0, "")
    assert max(map(width_of, result.out.splitlines())) <= 100


# --- show -----------------------------------------------------------------------------------


def test_a_variable_is_shown(sector: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "model", "show", "sector.mdl", "Capital")
    assert (result.code, result.err) == (0, "")
    first, second = (
        [line.split(maxsplit=1) for line in part.splitlines()] for part in result.out.split("\n\n")
    )
    assert first[0] == ["变量", "capital"]
    assert first[2:] == [
        ["类别", "存量"],
        ["单位", "亿元"],
        ["下标", "branch"],
        ["注释", "资本 / Capital"],
        ["行", "3"],
        ["方程", "capital[branch] = INTEG(investment[branch]-wear[branch], opening[branch])"],
        ["取决于", "investment, wear, opening"],
        ["用于", "wear, output"],
    ]
    assert [line[0] for line in second] == ["数值", second[1][0], "capital[cars]", "capital[health]"]
    assert second[2][1].split() == ["100", "104.04"]


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("investment", "0 以上", "0 and above"),
        ("yield", "0–1", "0–1"),
        ("life", "50 以下", "50 and below"),
    ],
)
def test_limits_are_shown(
    sector: Path, capsys: pytest.CaptureFixture[str], name: str, zh: str, en: str
) -> None:
    chinese = [
        line.split(maxsplit=1)
        for line in CommandResult(capsys, "model", "show", "sector.mdl", name).out.splitlines()
    ]
    assert ["范围", zh] in chinese
    result = CommandResult(capsys, "model", "show", "sector.mdl", name, "--lang", "en")
    assert ["Range", en] in [line.split(maxsplit=1) for line in result.out.splitlines()]


def test_a_lookup_has_no_values(sector: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "model", "show", "sector.mdl", "climate", "--lang", "en")
    assert ["Type", "lookup"] in [line.split() for line in result.out.splitlines()]
    assert "\n\n" not in result.out
    record = json.loads(
        CommandResult(capsys, "model", "show", "sector.mdl", "climate", "--format", "json").out
    )
    assert (record["times"], record["values"]) == ([], {})


def test_a_variable_of_the_home_is_reported_with_its_evidence(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "model", "show", "model/teda.mdl", "output per capital")
    lines = [line.split(maxsplit=1) for line in result.out.splitlines()]
    assert ["不确定范围", "4–6 1/年（三角分布）"] in lines
    assert ["理由", "便于手算。"] in lines
    assert ["来源", "规划纲要, 2021：“工业总产值”"] in lines
    result = CommandResult(capsys, "model", "show", "model/teda.mdl", "output per capital", "--lang", "en")
    assert "Sources         s1, 2021\n" in result.out  # its title is Chinese alone
    text = CommandResult(
        capsys, "model", "show", "model/teda.mdl", "switch R1", "--lang", "en", "--format", "csv"
    ).out
    assert ["loop", "R1 Reinvestment: output → investment → capital"] in list(csv.reader(io.StringIO(text)))
    record = json.loads(
        CommandResult(capsys, "model", "show", "model/teda.mdl", "demand growth to", "--format", "json").out
    )
    assert list(record["registry"]["levers"]) == ["demand growth[automobiles]", "demand growth[health]"]
    assert record["registry"]["levers"]["demand growth[health]"]["max"] == 0.2


def test_a_copy_of_the_model_has_no_registry(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "copy.mdl").write_bytes((at_home / "model" / "teda.mdl").read_bytes())
    result = CommandResult(capsys, "model", "show", "copy.mdl", "output per capital", "--format", "json")
    assert "registry" not in json.loads(result.out)


def test_a_variable_as_json_and_csv(sector: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(
        CommandResult(capsys, "model", "show", "sector.mdl", "investment", "--format", "json").out
    )
    assert record == {
        "name": "investment",
        "kind": "auxiliary",
        "group": "",
        "units": "亿元/年",
        "dimensions": ["branch"],
        "elements": ["investment[cars]", "investment[health]"],
        "limits": [0, None],
        "comment": "",
        "line": 4,
        "equation": "investment[branch] = reinvestment*output[branch]*climate(Time/horizon)",
        "causes": ["climate", "reinvestment", "output", "horizon"],
        "uses": ["capital"],
        "times": [0, 2],
        "values": {
            "investment[cars]": [12, pytest.approx(12.4848)],
            "investment[health]": [24, pytest.approx(24.9696)],
        },
    }
    text = CommandResult(capsys, "model", "show", "sector.mdl", "investment", "--format", "csv").out
    rows = dict(csv.reader(io.StringIO(text)))
    assert rows["causes"] == "climate; reinvestment; output; horizon"
    assert rows["limits"] == "0.0; "
    assert float(rows["investment[health] at 0"]) == 24


def test_an_unknown_variable_is_bad_input(sector: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "model", "show", "sector.mdl", "capitol")
    assert (result.code, result.out) == (2, "")
    assert result.err == report(
        "sector.mdl",
        '模型没有变量 "capitol"。最接近的是 "capital"。',
        'the model has no variable "capitol". Nearest: "capital".',
    )


# --- bench ----------------------------------------------------------------------------------


def test_a_bench_measures(sector: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(
        CommandResult(capsys, "model", "bench", "sector.mdl", "--members", "50", "--format", "json").out
    )
    assert (record["members"], record["steps"], record["variables"]) == (50, 2, 16)
    assert record["outputs"] == ["capital", "investment", "wear", "output", "total output"]
    assert record["result_bytes"] == 50 * 9 * 3 * 8
    threads = list(map(int, record["runs_per_second"]))
    assert threads[0] == 1
    assert threads[-1] == os.cpu_count()
    assert threads == sorted(set(threads))
    measured = [record[key] for key in ("read_seconds", "compile_seconds", "single_run_seconds")]
    assert all(figure > 0 for figure in [*measured, *record["runs_per_second"].values()])


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ["读取", "1 线程", "次/s"]), ("en", ["read", "threads: 1"])]
)
def test_a_bench_as_table_and_csv(
    sector: Path, capsys: pytest.CaptureFixture[str], language: str, words: list[str]
) -> None:
    result = CommandResult(capsys, "model", "bench", "sector.mdl", "--members", "9", "--lang", language)
    assert (result.code, result.err) == (0, "")
    assert all(word in result.out for word in words)
    text = CommandResult(capsys, "model", "bench", "sector.mdl", "--members", "9", "--format", "csv").out
    rows = dict(csv.reader(io.StringIO(text)))
    assert rows["members"] == "9"
    assert float(rows["runs_per_second, threads 1"]) > 0


@pytest.mark.parametrize("members", ["0", "1,000,001", "-5"])
def test_members_of_a_bench_are_checked(
    sector: Path, capsys: pytest.CaptureFixture[str], members: str
) -> None:
    result = CommandResult(capsys, "model", "bench", "sector.mdl", "--members", members)
    assert (result.code, result.out, result.err) == (
        2,
        "",
        report(
            "--members",
            f"成员数为 {members}，应在 1 到 1,000,000 之间。",
            f"{members} members; the number must be from 1 to 1,000,000.",
        ),
    )


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            GROWTH.replace("birth rate = 0.5", "birth rate = Time"),
            "除时间设置外，模型没有常量，成员之间无从不同。",
            "the model has no constant but its time settings; members have nothing to differ in.",
        ),
        (
            "rate = 1 ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nTIME STEP = 1 ~~|\n",
            "模型中没有随时间计算的变量。",
            "the model computes no variable over time.",
        ),
    ],
)
def test_a_model_with_nothing_to_measure(
    at_home: Path, capsys: pytest.CaptureFixture[str], text: str, zh: str, en: str
) -> None:
    (at_home / "any.mdl").write_text(text, encoding="utf-8")
    result = CommandResult(capsys, "model", "bench", "any.mdl")
    assert (result.code, result.out, result.err) == (2, "", report("any.mdl", zh, en))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_control_c_stops_a_bench(sector: Path, tmp_path: Path) -> None:
    long = SECTOR.replace("TIME STEP = 1", "TIME STEP = 0.0001").replace("SAVEPER = 1", "SAVEPER = 2")
    sector.write_text(long, encoding="utf-8")
    command = [sys.executable, "-c", TELLING_ITS_START, "model", "bench", str(sector), "--members", "1000000"]
    with program(command, cwd=ROOT, env={**os.environ, "STARTED": str(tmp_path / "started")}) as bench:
        wait_until((tmp_path / "started").exists, bench)
        bench.send_signal(signal.SIGINT)
        out, err = bench.communicate(timeout=PATIENCE)
    assert (bench.returncode, out, err) == (130, "", "")


def test_control_characters_of_a_file_never_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "m.mdl"
    model.write_text('"a\x1b[31m" = nothing ~~|\nINITIAL TIME=0~~|\nFINAL TIME=1~~|\nTIME STEP=1~~|\n')
    result = CommandResult(capsys, "model", "run", str(model))
    assert "\x1b" not in result.err
    assert "a␛[31m" in result.err
    model.write_text(model.read_text().replace("nothing", "1"))
    assert "\x1b" not in CommandResult(capsys, "model", "run", str(model)).out


def test_data_and_partial_runs_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, data = tmp_path / "m.mdl", tmp_path / "d.csv"
    model.write_text(
        "births ~~|\ns = INTEG(births, 1) ~~|\nx = DELAY BATCH(0,1,1,0,1,0) ~~|\n"
        "INITIAL TIME=0~~|\nFINAL TIME=1~~|\nTIME STEP=1~~|\n"
    )
    data.write_text("Time,births\n0,3\n")
    assert CommandResult(capsys, "model", "run", str(model), "--data", str(data)).code == 2
    result = CommandResult(
        capsys, "model", "run", str(model), "--data", str(data), "--partial", "--format", "csv"
    )
    assert result.code == 0
    assert result.out.splitlines()[-1].startswith("1,3,4")
    assert "DELAY BATCH" in result.err
