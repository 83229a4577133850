"""Faults in the same words: scripts see names of arguments, users of the command line see options."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import sim
from sim.analysis.discovery.study import discover
from sim.analysis.sensitivity.questions import Question
from sim.analysis.sensitivity.runs import check_sound
from sim.cli.main import app
from sim.cli.option_names import option_names, with_options
from sim.errors import Argument, Fault, SimError
from sim.report.charts.suffixes import suffix_faults
from sim.run.bench import bench_model
from tests.command_line import CommandResult

OPTIONS = option_names(typer.main.get_command(app))
PACKAGE = Path(sim.__file__).parent
LIBRARY = [path for path in PACKAGE.rglob("*.py") if path.parent.name not in ("cli", "environment")]
SCRIPTS: dict[str, tuple[Callable[[], object], list[str]]] = {
    "members": (lambda: sim.run_ensemble("plan", 0), ["ensemble", "plan", "--members", "0"]),
    "seed": (lambda: sim.run_ensemble("plan", seed=-1), ["ensemble", "plan", "--seed", "-1"]),
    "every": (lambda: sim.run_ensemble("plan", every="day"), ["ensemble", "plan", "--every", "day"]),
    "summary": (
        lambda: sim.run_ensemble("plan", every="step", summary=True),
        ["ensemble", "plan", "--every", "step", "--summary"],
    ),
    "outputs": (lambda: sim.run_ensemble("plan", outputs=["a"]), ["ensemble", "plan", "--outputs", "a"]),
    "not modelled": (
        lambda: sim.run_ensemble("plan", outputs=["satisfaction"]),
        ["ensemble", "plan", "--outputs", "satisfaction"],
    ),
    "sampling": (lambda: sim.run_ensemble("plan", sampling="x"), ["ensemble", "plan", "--sampling", "x"]),
    "rows": (
        lambda: sim.run_ensemble("plan", 9, draws="own.csv"),
        ["ensemble", "plan", "--draws", "own.csv", "--members", "9"],
    ),
    "sampling of a table": (
        lambda: sim.run_ensemble("plan", draws="own.csv", sampling="lhs"),
        ["ensemble", "plan", "--draws", "own.csv", "--sampling", "lhs"],
    ),
    "set and draws": (
        lambda: sim.run_ensemble("plan", draws="own.csv", set={"migration": 1.5}),
        ["ensemble", "plan", "--draws", "own.csv", "--set", "migration=1.5"],
    ),
    "workers": (lambda: sim.run_ensemble("plan", workers=0), ["ensemble", "plan", "--workers", "0"]),
    "cluster": (lambda: sim.run_ensemble("plan", cluster="x"), ["ensemble", "plan", "--cluster", "x"]),
    "workers and cluster": (
        lambda: sim.run_ensemble("plan", workers=2, cluster="local:2"),
        ["ensemble", "plan", "--workers", "2", "--cluster", "local:2"],
    ),
    "home": (lambda: sim.run_scenario("plan", home="none"), ["run", "plan", "--home", "none"]),
    "bench": (
        lambda: bench_model("model/teda.mdl", 0),
        ["model", "bench", "model/teda.mdl", "--members", "0"],
    ),
    "method": (
        lambda: sim.sensitivity("plan", "gross_output", method="x", members=10**6),  # type: ignore[arg-type]
        ["sensitivity", "plan", "--indicator", "gross_output", "--method", "x", "--members", "1000000"],
    ),
    "indicator": (lambda: sim.sensitivity("plan", "a"), ["sensitivity", "plan", "--indicator", "a"]),
    "no indicator": (lambda: sim.sensitivity("plan", ""), ["sensitivity", "plan"]),
    "no figures": (
        lambda: sim.sensitivity("plan", "satisfaction"),
        ["sensitivity", "plan", "--indicator", "satisfaction"],
    ),
    "year": (
        lambda: sim.sensitivity("plan", "gross_output", 1999),
        ["sensitivity", "plan", "--indicator", "gross_output", "--year", "1999"],
    ),
    "any indicator of a year": (
        lambda: sim.sensitivity("plan", "all", 1999),
        ["sensitivity", "plan", "--all", "--year", "1999"],
    ),
    "too few members": (
        lambda: sim.sensitivity("plan", "gross_output", method="pawn", members=9),
        ["sensitivity", "plan", "--indicator", "gross_output", "--method", "pawn", "--members", "9"],
    ),
    "target": (
        lambda: discover("plan", "gross_output", 2030, members=9),
        ["discover", "plan", "--indicator", "gross_output", "--year", "2030", "--members", "9"],
    ),
    "no target": (
        lambda: discover("plan", "energy_intensity"),
        ["discover", "plan", "--indicator", "energy_intensity"],
    ),
    "chart": (
        lambda: sim.build_chart(sim.run_scenario("plan"), "satisfaction"),
        ["chart", "plan", "--indicator", "satisfaction", "--out", "a.png"],
    ),
}


def _faults(script: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(SimError) as caught:
        script()
    return caught.value.faults


@pytest.mark.parametrize("what", SCRIPTS)
def test_a_script_reads_of_arguments_where_a_command_reads_of_options(
    at_home: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    (at_home / "own.csv").write_text("migration\n1.5\n", encoding="utf-8")
    script, command = SCRIPTS[what]
    faults = _faults(script)
    assert "--" not in str(SimError(faults))
    assert any(isinstance(fault.place, Argument) for fault in faults)
    result = CommandResult(capsys, *command)
    assert (result.code, result.out) == (2, "")
    assert result.err == str(SimError(with_options(fault, OPTIONS) for fault in faults)) + "\n"
    assert "`" not in result.err


def test_an_argument_and_its_value_become_an_option() -> None:
    fault = Fault(
        "conflict",
        '`members` 与 `every="step"`、`resume=True` 冲突；`none` 不变。',
        '`members` and `every="step"`, `resume=True` exclude each other; `none` stays.',
        Argument("older_than=3"),
    )
    assert with_options(fault, OPTIONS) == Fault(
        "conflict",
        "--members 与 --every step、--resume 冲突；`none` 不变。",
        "--members and --every step, --resume exclude each other; `none` stays.",
        "--older-than 3",
    )


@pytest.mark.parametrize("place", ["seed", "members.yaml:3", Argument("unheard_of"), ""])
def test_no_other_place_becomes_an_option(place: str) -> None:
    fault = Fault("missing", "缺。", "missing.", place)
    assert with_options(fault, OPTIONS) == fault


def test_the_place_of_a_file_to_be_written_is_the_argument_that_names_it() -> None:
    (fault,) = suffix_faults("a.bmp", (".png",), "chart")
    assert (fault.place, with_options(fault, OPTIONS).place) == ("chart=a.bmp", "--chart a.bmp")


def test_too_few_whole_samples_are_mended_by_arguments() -> None:
    (fault,) = _faults(lambda: check_sound(Question("gross_output", 2025), 3, 9))
    assert fault.en.endswith('Use `method="pawn"`, or raise `members`.')
    assert with_options(fault, OPTIONS).en.endswith("Use --method pawn, or raise --members.")


# --- every message of the library ------------------------------------------------------------


@functools.cache
def _texts() -> tuple[tuple[str, str], ...]:
    """Return the texts of the library by file: all that is no docstring and no mark of generated files."""
    found = []
    for path in LIBRARY:
        tree = ast.parse(path.read_text("utf-8"))
        remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
                found.append((path.relative_to(PACKAGE).as_posix(), node.value))
    return tuple(found)


def test_no_text_of_the_library_names_an_option() -> None:
    found = {file for file, text in _texts() if re.search(r"--[a-z]", text)}
    assert found == {
        "actuals/kept.py",  # of a command alone, which no function stands for
        "actuals/names.py",
        "actuals/plausibility.py",
        "actuals/policies.py",
        "report/actuals/template.py",
        "report/words/ledger.py",
        "report/tables/gradient.py",
        "ui/texts.py",  # where the page leaves an answer to the command
        "ensembles/workers/processes.py",  # how a worker of Dask is started
        "places.py",
        "report/documents/confidence/document.py",  # how generated files are made anew
        "report/documents/findings/page.py",
        "report/documents/model_changes/document.py",
        "report/documents/record/document.py",
    }


def test_every_argument_that_a_text_names_is_an_option_of_a_command() -> None:
    named = {name for _, text in _texts() for name in re.findall(r"`([a-z_]+)(?:=[^`]*)?`", text)}
    assert {"members", "resume", "every", "summary", "set", "workers", "cluster"} <= named <= set(OPTIONS)
