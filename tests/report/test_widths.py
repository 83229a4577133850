"""No report is wider than its page: those of all commands that print one, on the model that is shipped."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import typer

from sim.analysis.model_changes.kept import FILE
from sim.cli.main import app, main
from sim.cli.output import Output
from sim.report.layout import Page, width_in_old_console, width_of
from sim.report.record import Block, Report, Table
from sim.report.tables.listing import KINDS
from sim.report.writers import plain_text
from sim.units import Language

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
WIDTHS = (70, 80, 120)
MODEL = "model/teda.mdl"
COMMANDS: dict[str, tuple[str, ...]] = {  # a colon tells forms of one command apart
    "run": ("plan",),
    "run:binding": ("plan", "--binding"),
    "run:every": ("plan", "--binding", "--every", "year"),
    "compare": ("plan", "trend"),
    "compare-models": ("OLD",),
    "ensemble": ("plan", "trend", "--members", "64", "--out", "RUNS"),
    "probability": ("RUNS/plan",),
    "probability:two": ("RUNS/plan", "RUNS/trend"),
    "runs": ("RUNS",),
    "sensitivity": ("plan", "--indicator", "pm25", "--method", "pawn", "--members", "1000"),
    "sensitivity:headline": ("plan", "--headline", "--method", "regional", "--members", "512"),
    "discover": ("plan", "--indicator", "pm25", "--members", "512"),
    "condition": ("--known-by", "2021-12-31", "--members", "64"),
    "validate": ("--members", "64", "--out", "RECORD"),
    "evaluate": ("--members", "64"),
    "appraise": ("plan", "--members", "64"),
    "contribute": (
        "plan",
        "--indicator",
        "pm25",
        "--year",
        "2025",
        "--groups",
        "examples/departments.yaml",
        "--members",
        "16",
    ),
    "backcast": (
        *("--target", "resident_population>=26@2030", "--levers", "registration openness"),
        *("--members", "64"),
    ),
    "gradient": ("plan", "--indicator", "pm25", "--year", "2025"),
    "signposts": ("trend", "--target", "gross_industrial_output>=8000@2030", "--members", "128"),
    "likeliest": ("trend", "--target", "gross_industrial_output>=8000@2030", "--members", "128"),
    "measure-next": ("trend", "--target", "gross_industrial_output>=8000@2030", "--members", "128"),
    "loops": ("trend", "--members", "1", "--until", "2026"),
    "pareto": (
        *("--objective", "mean:resident_population@2028", "--objective", "change"),
        *("--levers", "registration openness, housing supply", "--members", "16", "--generations", "2"),
    ),
    "why": ("plan", "--indicator", "pm25", "--year", "2025"),
    "ledger seal": ("trend", "--members", "64", "--out", "LEDGER"),
    "ledger score": ("LEDGER",),
    "ledger check": ("LEDGER",),
    "actuals import": ("ACTUALS", "--dry-run"),
    "actuals check": ("KEPT",),
    "audit": (),
    "check": ("--only", "completeness"),
    "calibrate": (),
    "doctor": (),
    "list": (),
    **{f"list:{kind}": (kind,) for kind in KINDS},
    "model run": (MODEL,),
    "model check": (MODEL,),
    "model show": (MODEL, "常住人口"),
    "model sketch": (MODEL,),
    "model bench": (MODEL, "--members", "8"),
}


def named() -> set[str]:
    """Return the commands that have a format."""
    found = set()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        for second, each in getattr(command, "commands", {"": command}).items():
            if any("--format" in option.opts for option in each.params):
                found.add(f"{name} {second}".strip())
    return found


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, shipped_record: Path) -> dict[str, Report]:
    """Return what the commands report, by command."""
    runs = tmp_path_factory.mktemp("runs")
    actuals = runs.parent / "actuals.csv"
    actuals.write_text("指标,2021年,2022年\n国家高新技术企业数量(家),892,1055\n", "utf-8")
    kept = runs.parent / "kept"
    with pytest.raises(SystemExit):
        main(["actuals", "import", str(actuals), "--yes", "--out", str(kept)])
    places = {
        "ACTUALS": str(actuals),
        "KEPT": str(kept),
        "LEDGER": str(runs.parent / "ledger.jsonl"),
        "RUNS": str(runs),
        "RECORD": str(shipped_record),
        "OLD": str(runs.parent / "old.csv"),
    }
    Path(places["OLD"]).write_text(another_model((ROOT / "model" / FILE).read_text("utf-8")), "utf-8")
    found: dict[str, Report] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for name, arguments in COMMANDS.items():
            patch.setattr(Output, "write_report", lambda _, report, name=name: found.update({name: report}))
            words = [
                re.sub("^(RUNS|RECORD|OLD|ACTUALS|KEPT|LEDGER)", lambda name: places[name[0]], word)
                for word in arguments
            ]
            command = name.split(":")[0].split()
            with pytest.raises(SystemExit) as ended:
                main([*command, *words])
            assert ended.value.code in (0, 1), name
    return found


def test_every_command_with_a_format_is_looked_at(reports: dict[str, Report]) -> None:
    assert named() == {name.split(":")[0] for name in reports}
    assert {name.partition(":")[2] for name in reports if name.startswith("list:")} == {*KINDS}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_page(reports: dict[str, Report], language: Language) -> None:
    for name, report in reports.items():
        blocks = [listed(block) for block in report.blocks(language)]
        for width in WIDTHS:
            for is_whole in (True, False):
                for measure in (width_of, width_in_old_console):
                    lines = plain_text(blocks, Page(width, is_whole, measure), language).splitlines()
                    several_words = [line for line in lines if len(line.split()) > 1]
                    widest = max(several_words, key=measure)
                    assert measure(widest) <= width, (name, width, widest)


def another_model(kept: str) -> str:
    """Return the kept results of a model in which every number, range and equation is another."""
    rows = list(csv.reader(io.StringIO(kept)))
    for row in rows[1:]:
        if row[0] in ("figure", "setting", "constant"):
            row[4] = str(float(row[4]) * 1.07 + 0.01)
        elif row[0] in ("variable", "lever", "range"):
            row[4] += "1"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def listed(block: Block) -> Block:
    """Return a block whose rows can be read more than once."""
    return Table(block.columns, list(block.rows)) if isinstance(block, Table) else block
