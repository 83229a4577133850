"""The command ``teda ensemble``: files, output and refused requests."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sim.ensembles.opening import open_ensemble
from tests.command_line import CommandResult, report
from tests.waiting import program, wait_until

ROOT = Path(__file__).parents[2]
SMALL_SHARDS = (
    "import sim.ensembles.plan as e, sim.ensembles.ledger as l; e.SHARD, l.PAUSE = 20, 0.0; "
    "from sim.cli.main import main; main()"
)


def test_an_ensemble_from_the_command_line(
    at_home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = str(tmp_path / "runs" / "mine")
    result = CommandResult(capsys, "ensemble", "plan", "--members", "50", "--out", folder)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == "情景 plan：规划，50 个成员，种子 7，抽样自先验（未向观测学习）"
    again = CommandResult(capsys, "ensemble", "plan", "--members", "50", "--out", folder)
    assert (again.code, again.out) == (0, result.out)
    assert again.err == report(
        folder,
        "这个集合已经在这里，没有重新计算。",
        "this ensemble exists already; nothing was recomputed.",
    )
    other = CommandResult(capsys, "ensemble", "plan", "--members", "60", "--out", folder)
    assert (other.code, other.out) == (2, "")
    assert other.err == report(
        folder,
        "这里是另一个集合，不会覆盖；请换一个文件夹，或先删除它。不同之处如下。",
        "another ensemble is here and is not overwritten; choose another folder, or delete it. "
        "They differ in this:",
    ) + report(folder, "成员数：原为 50，现为 60。", "the number of members: 50 there, 60 now.")


def test_several_scenarios_one_after_the_other(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(
        capsys, "ensemble", "plan", "trend", "--members", "8", "--out", "runs/both", "--lang", "en"
    )
    assert result.code == 0
    titles = [line.split(":")[0] for line in result.out.splitlines() if line.startswith("Scenario ")]
    assert titles == ["Scenario plan", "Scenario trend"]
    assert sorted(path.name for path in (at_home / "runs" / "both").iterdir()) == ["plan", "trend"]


def test_an_ensemble_in_english_holds_no_chinese(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "ensemble", "plan", "--members", "8", "--lang", "en", "--summary")
    assert result.out.startswith("Scenario plan: ")
    assert not re.search("[一-鿿]", result.out)


def test_all_faults_of_a_request_are_reported_together(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(
        capsys, "ensemble", "plan", "--members", "many", "--seed", "1.5", "--workers", "two"
    )
    assert (result.code, result.err) == (
        2,
        report("--members", '"many" 不是整数。', '"many" is not a whole number.')
        + report("--seed", '"1.5" 不是整数。', '"1.5" is not a whole number.')
        + report("--workers", '"two" 不是整数。', '"two" is not a whole number.'),
    )
    result = CommandResult(
        capsys, "ensemble", "plann", "--members", "2,000,000,000", "--outputs", "gros_output,clean_share",
        "--every", "step", "--summary",
    )  # fmt: skip
    assert result.code == 2
    assert [line.strip() for line in result.err.splitlines()[1::2]] == [
        'no indicator "gros_output". Nearest: "gross_output".',
        "--summary keeps no members, so it does not go with --every step.",
        'no scenario "plann". Nearest: "plan". There are: plan, trend.',
        "2,000,000,000 members; the number must be from 1 to 1,073,741,824.",
    ]
    assert not (at_home / "runs").exists()


@pytest.mark.parametrize("given", ["0", "-3"])
def test_workers_that_cannot_be(at_home: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    result = CommandResult(capsys, "ensemble", "plan", "--members", "8", "--workers", given)
    assert (result.code, result.err) == (
        2,
        report(
            "--workers",
            f"{given} 不可用，应在 1 到 1,024 之间。",
            f"{given} is invalid; it must be from 1 to 1,024.",
        ),
    )


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143)])
def test_a_stopped_command_says_how_to_continue(
    small_home: Path, tmp_path: Path, number: int, code: int
) -> None:
    folder = tmp_path / "run"
    command = [
        sys.executable, "-c", SMALL_SHARDS, "ensemble", "plan", "--members", "1000000", "--workers", "1",
        "--home", str(small_home), "--out", str(folder),
    ]  # fmt: skip
    with program(command, cwd=ROOT) as running:
        wait_until((folder / "ledger.zip").exists, running)
        running.send_signal(number)
        out, err = running.communicate()
    assert (running.returncode, out) == (code, "")
    zh, en = err.strip().splitlines()
    assert re.fullmatch(
        rf"{folder}: 已停止，1,000,000 个成员中完成了 [\d,]+ 个。加上 --resume 再次运行即可继续。", zh
    )
    assert en.strip().endswith("of 1,000,000 members done. Run it again with --resume to continue.")


def test_a_summary_says_how_far_its_quantiles_may_be_off(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "ensemble", "plan", "--members", "500", "--summary")
    (note,) = [line for line in result.out.splitlines() if "分箱" in line]
    assert re.fullmatch(r"分位数来自固定分箱的计数，误差最多为 5%–95% 区间宽度的 0\.\d%（.*）。", note)
    exact = CommandResult(capsys, "ensemble", "plan", "--members", "500", "--out", "runs/exact")
    assert "分箱" not in exact.out


@pytest.mark.parametrize(
    "option", ["--draws", "--seed", "--members", "--out", "--outputs", "--set", "--vary"]
)
def test_an_option_without_a_value(at_home: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    result = CommandResult(capsys, "ensemble", "plan", option, "")
    assert (result.code, result.out) == (2, "")
    assert result.err == report(option, "不能为空。", "must not be empty.")
    assert not (at_home / "runs").exists()


@pytest.mark.parametrize(
    ("option", "given", "english"),
    [
        ("--seed", "-1", "-1 is invalid; it must be from 0 to 9,223,372,036,854,775,807."),
        ("--seed", str(2**63), f"{2**63} is invalid; it must be from 0 to 9,223,372,036,854,775,807."),
        ("--workers", "1025", "1025 is invalid; it must be from 1 to 1,024."),
        ("--members", "1,20", '"1,20" is not a whole number.'),
        ("--members", "９", '"９" is not a whole number.'),
        ("--members", "9" * 5000, f'"{"9" * 5000}" is not a whole number.'),
        ("--draws", "s3://bucket/own.csv", "this must be a file or folder of this machine, not a URL."),
    ],
)
def test_a_value_beyond_its_limits(
    at_home: Path, capsys: pytest.CaptureFixture[str], option: str, given: str, english: str
) -> None:
    result = CommandResult(capsys, "ensemble", "plan", option, given)
    assert result.code == 2
    assert result.err.splitlines()[1].strip() == english


def test_the_largest_seed(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for method in ("sobol", "lhs", "mc"):
        result = CommandResult(
            capsys, "ensemble", "plan", "--seed", str(2**63 - 1), "--members", "1,000", "--sampling", method,
            "--out", f"runs/{method}",
        )  # fmt: skip
        assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("given", ["20%", "0.2", "20％"])
def test_members_until_an_error(at_home: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    result = CommandResult(capsys, "ensemble", "plan", "--until-error", given)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("情景 plan：规划，1,000 个成员，")


def test_an_error_that_is_none(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "ensemble", "plan", "--until-error", "little")
    assert result.err == report(
        "--until-error", '"little" 不是误差，应如 1%。', '"little" is no error; write it as 1%.'
    )
    result = CommandResult(capsys, "ensemble", "plan", "--until-error", "1%", "--members", "9")
    assert "the error decides on the number of members; leave out --members." in result.err


@pytest.mark.parametrize("other", [["--sampling", "lhs"], ["--sampling", "forecast"], ["--draws", "own.csv"]])
def test_the_prior_goes_with_no_other_draws(
    capsys: pytest.CaptureFixture[str], at_home: Path, other: list[str]
) -> None:
    given = " ".join(other)
    assert CommandResult(capsys, "ensemble", "plan", "--prior", *other).err == report(
        "--prior",
        f"--prior 不能与 {given} 同用，请去掉其一。",
        f"--prior does not go with {given}; leave out one.",
    )


def test_the_prior_is_drawn_by_sobol(capsys: pytest.CaptureFixture[str], at_home: Path) -> None:
    for option in (["--prior"], ["--prior", "--sampling", "sobol"]):
        assert (
            CommandResult(capsys, "ensemble", "plan", "--members", "8", "--out", "prior", *option).code == 0
        )
    assert open_ensemble("prior").manifest["method"] == "sobol"
