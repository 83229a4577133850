"""Golden code: the text that tiny models compile to, in files that read well in a diff.

python -m tests.engine.golden_code            rewrites them after a change of the compiler
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from sim.engine.external.files import Files
from sim.engine.language.parser import parse_equations
from sim.engine.language.source import split_source
from sim.engine.machine.kernel import kernel_text
from sim.engine.machine.tape import lower
from sim.engine.system import build_system
from tests.engine.build import text_of

FOLDER = Path(__file__).parent / "golden"
COMMAND = "python -m tests.engine.golden_code"


@dataclass(frozen=True)
class Case:
    """A model and what is asked of it."""

    equations: tuple[str, ...]
    outputs: tuple[str, ...]
    integrals: tuple[str, ...] = ()
    method: str = "euler"


CASES = {
    "tank": Case(
        ("level = INTEG(inflow - level / life, 10)", "inflow = 2", "life = 5"), ("level",), ("inflow",)
    ),
    "tank_by_stages": Case(("level = INTEG(- level / life, 10)", "life = 5"), ("level",), method="rk4"),
    "delayed_curve": Case(
        (
            "late = DELAY FIXED(early, 3, 1)",
            "early = curve(Time)",
            "curve((0, 0), (1, 2), (4, 1))",
            "larger = IF THEN ELSE(late > early, EXP(late), MAX(early, 0))",
        ),
        ("larger",),
    ),
}


def file_of(name: str) -> Path:
    """Return the file of a case."""
    return FOLDER / f"{name}.ll"


def code_of(name: str) -> str:
    """Compile a case from its equations to the text of its machine code."""
    case = CASES[name]
    source = split_source(text_of(*case.equations), "model.mdl")
    system = build_system(parse_equations(source), source, Files.beside("model.mdl"))
    return kernel_text(lower(system.cells, case.outputs, case.integrals), case.method)


def rewrite() -> None:
    """Write the files of all cases and remove those of others."""
    for path in FOLDER.glob("*.ll"):
        path.unlink()
    for name in CASES:
        file_of(name).write_text(code_of(name), encoding="utf-8", newline="\n")
        sys.stdout.write(f"{file_of(name)}\n")


if __name__ == "__main__":
    rewrite()
