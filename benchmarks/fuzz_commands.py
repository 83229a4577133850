"""Command lines at random: each must end with 0, 1 or 2 and leave no file half-written.

    python -m benchmarks.fuzz_commands            # 2,000 command lines
    python -m benchmarks.fuzz_commands 100 11     # number of command lines, seed

Runs in this process, in a temporary copy of the small home of the tests. A command line that fails is
printed with what it wrote on standard error; the exit code is 1 when there was any.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import typer

from sim.ensembles.ensemble import run_ensemble

HOME = Path(__file__).parents[1] / "tests" / "small"
ALLOWED = (0, 1, 2)
NOT_TRIED = {"app", "init", "sketch"}  # a server, a copy of the home, a rewritten model
FEW_MEMBERS = ("1", "8", "16", "512")

WORDS = (
    "plan", "trend", "规划", "趋势", "gross_output", "clean_share", "public investment=120", "公共投资=120",
    "public investment=60..120", "clean share=0.2..0.3", "2025", "2035", "zh", "en", "csv", "json", "xlsx",
    "table", "csv-long", "sobol", "lhs", "mc", "morris", "pawn", "regional", "year", "step", "levers",
    "indicators", "variables", "prune", "1", "8", "512",
)  # fmt: skip
ODD = (  # none names a place outside of the home that could be written
    "", " ", "-1", "0", "1.5", "1e9", "9" * 40, "1_000", "1,2", "nan", "inf", "１２", "a" * 300, "名" * 300,
    "\n", "\x00x", "\x1b[31m", "😀", "“”", "s3://bucket/name", "https://host/x.csv", "file:///proc/x",
    "memory://x", "/proc/none/made.csv", "~nobody/x", ".", "--", "-", "=", "=1", "x=", "x==1", "x=1..", "[",
    "plan[", "a\tb",
)  # fmt: skip
RIGHT: Mapping[str, tuple[str, ...]] = {  # by option, or by the name of an argument in the help
    "--indicator": ("gross_output", "output_growth"),
    "--outputs": ("gross_output", "gross_output,clean_share"),
    "--year": ("2025", "2035"),
    "--until": ("2025",),
    "--lang": ("zh", "en"),
    "--format": ("table", "csv", "json"),
    "--out": ("made.csv", "made.json", "made.txt", "made"),
    "--chart": ("made.svg",),
    "--members": ("16", "512"),
    "--seed": ("3",),
    "--sampling": ("lhs", "mc"),
    "--draws": ("own.csv",),
    "--workers": ("1", "2"),
    "--threads": ("1",),
    "--method": ("pawn", "euler"),
    "--vary": ("clean share=0.2..0.3",),
    "--set": ("public investment=120", "own.csv"),
    "--ensemble": ("runs/plan",),
    "--home": (".",),
    "--every": ("year",),
    "--older-than": ("0",),
    "SCENARIO": ("plan", "规划"),
    "SCENARIO…": ("plan", "trend"),
    "[SCENARIO]": ("plan",),
    "A B [C…]": ("plan", "trend"),
    "FILE": ("model/teda.mdl",),
    "DIR…": ("runs/plan",),
    "VARIABLE": ("capital",),
    "[prune] [DIR]": ("runs", "prune"),
}
FILES = (
    "made.csv", "made.json", "made.xlsx", "made.txt", "made.png", "made.svg", "made.pptx", "made.pdf", "made",
    "runs/plan", "runs/new", "model/teda.mdl", "scenarios/plan.yaml", "own.csv", "own.parquet", "odd.csv",
    "broken.mdl", "model", "made.CSV", "no/such/made.csv",
)  # fmt: skip


def commands() -> dict[tuple[str, ...], Any]:
    """Return every command that is tried, by its words."""
    from sim.cli.main import app

    found: dict[tuple[str, ...], Any] = {}

    def add(command: Any, words: tuple[str, ...]) -> None:
        inner = getattr(command, "commands", {})
        for name, one in inner.items():
            if name not in NOT_TRIED:
                add(one, (*words, name))
        if not inner:
            found[words] = command

    add(typer.main.get_command(app), ())
    return found


def command_lines(count: int, seed: int, known: Mapping[tuple[str, ...], Any]) -> Iterator[list[str]]:
    """Yield command lines: right words, odd ones, files and URLs behind every option."""
    for number in range(count):
        yield _command_line(random.Random(f"{seed}/{number}"), known)


def _command_line(chance: random.Random, known: Mapping[tuple[str, ...], Any]) -> list[str]:
    words = chance.choice(list(known))
    parameters = list(known[words].params)
    line = list(words)
    for argument in (one for one in parameters if one.param_type_name == "argument"):
        if argument.required or chance.random() < 0.7:
            line += [_value(chance, str(argument.metavar)) for _ in range(chance.choice((1, 1, 1, 2)))]
    options = [one for one in parameters if one.param_type_name == "option"]
    for option in chance.sample(options, min(len(options), chance.choice((0, 1, 1, 2, 3)))):
        name = max(option.opts, key=len)
        line += [name] if option.is_flag else [name, _value(chance, name)]
    if chance.random() < 0.05:
        line.insert(chance.randrange(len(line) + 1), chance.choice(ODD))
    return _small(line, {name for one in options for name in one.opts})


def _value(chance: random.Random, what: str) -> str:
    if what in RIGHT and chance.random() < 0.7:
        return chance.choice(RIGHT[what])
    return chance.choice(chance.choice((WORDS, ODD, FILES)))


def _small(line: list[str], options: set[str]) -> list[str]:
    """Return a command line with few members, so that none takes long."""
    if "--members" in options and "--members" not in line:
        line += ["--members", FEW_MEMBERS[len(line) % len(FEW_MEMBERS)]]
    return line


@dataclass(frozen=True)
class Failure:
    """A command line and what is wrong with how it ended."""

    line: list[str]
    what: str
    errors: str


def tried(line: list[str], home: Path) -> Failure | int:
    """Run a command line in a home; return its exit code, or what is wrong."""
    from sim.cli.main import main

    out, errors = io.StringIO(), io.StringIO()
    code: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors), _no_input():
        try:
            main(line)
        except SystemExit as ended:
            code = ended.code or 0
        except BaseException as error:  # what escapes is what is looked for
            code = f"{type(error).__name__}: {error}"
    if code not in ALLOWED:
        return Failure(line, f"ended with {code}", errors.getvalue())
    if half := [name for name in map(str, home.rglob("*")) if name.endswith((".draft", ".tmp"))]:
        return Failure(line, f"left {half}", errors.getvalue())
    if broken := [str(path) for path in home.rglob("*") if path.is_file() and not _is_whole(path)]:
        return Failure(line, f"half-written {broken}", errors.getvalue())
    return int(str(code))


@contextlib.contextmanager
def _no_input() -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.StringIO("")
    try:
        yield
    finally:
        sys.stdin = before


_READERS: Mapping[str, Callable[[Path], object]] = {
    ".json": lambda path: json.loads(path.read_text("utf-8-sig")),
    ".parquet": lambda path: pq.read_table(path),
}


def _is_whole(path: Path) -> bool:
    reader = _READERS.get(path.suffix)
    try:
        return reader is None or reader(path) is not None
    except Exception:
        return False


def prepare(home: Path, whole: Path) -> None:
    """Fill a copy of the small home with files and an ensemble that command lines name."""
    shutil.copytree(HOME, home, dirs_exist_ok=True)
    rows = "".join(f"{row},1.5\n" for row in range(600))
    (home / "own.csv").write_text(f"member,migration\n{rows}", "utf-8")
    shutil.copytree(whole, home / "runs" / "plan")
    (home / "odd.csv").write_bytes(b"\xff\x00,migration\n1")
    (home / "broken.mdl").write_text("a = b(\n", "utf-8")


def fuzz(count: int, seed: int) -> tuple[Counter[int], list[Failure]]:
    """Return how often each exit code came, and the failures."""
    known = commands()
    codes: Counter[int] = Counter()
    failures: list[Failure] = []
    before, variable = Path.cwd(), os.environ.get("TEDA_HOME")
    with tempfile.TemporaryDirectory() as place:
        whole, home = Path(place) / "whole", Path(place) / "home"
        run_ensemble("plan", 16, out=whole, home=HOME)
        try:
            for line in command_lines(count, seed, known):
                shutil.rmtree(home, ignore_errors=True)
                home.mkdir()
                prepare(home, whole)
                os.chdir(home)
                os.environ["TEDA_HOME"] = str(home)
                result = tried(line, home)
                if isinstance(result, Failure):
                    failures.append(result)
                else:
                    codes[result] += 1
        finally:
            os.chdir(before)
            os.environ.pop("TEDA_HOME", None)
            if variable is not None:
                os.environ["TEDA_HOME"] = variable
    return codes, failures


def main() -> int:
    """Print how many command lines ended how."""
    count, seed = map(int, [*sys.argv[1:], *("2000", "7")[len(sys.argv) - 1 :]])
    codes, failures = fuzz(count, seed)
    for failure in failures:
        print(f"{failure.line}\n  {failure.what}\n  {failure.errors[:600]}")
    print(f"exit codes {dict(sorted(codes.items()))}; {len(failures)} of {count:,} failed, seed {seed}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
