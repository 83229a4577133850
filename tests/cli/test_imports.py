"""What commands do not load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import CommandResult

ROOT = Path(__file__).resolve().parents[2]


def test_help_imports_neither_engine_nor_tables() -> None:
    code = (
        "import sys\nfrom sim.cli.main import main\n"
        "try:\n    main(['run', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('numpy', 'pandas', 'pysd', 'llvmlite') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_first_visitor_waits_for_no_library_of_another_page() -> None:
    code = (
        "import sys, sim.ui.shell\n"
        "print([m for m in ('matplotlib', 'pandas', 'scipy', 'xarray') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (("deck", "plan", "--out", "a.pptx"), ("matplotlib", "pandas", "xarray", "scipy")),
        (("refresh", "a.pptx"), ("matplotlib", "pandas", "xarray", "scipy")),
        (("report", "plan", "--out", "a.docx"), ("pandas", "xarray", "scipy")),
        (
            ("chart", "plan", "--indicator", "gross_output", "--out", "a.png"),
            ("pandas", "xarray", "scipy", "urllib.request"),
        ),
    ],
)
def test_briefings_import_what_they_paint_with(
    at_home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], spared: tuple[str, ...]
) -> None:
    # The draws are kept on disk: the command under test finds them there, as people's second one does.
    before = ("deck", "plan", "--out", "a.pptx") if words[0] == "refresh" else words
    assert CommandResult(capsys, *before).code == 0
    code = (
        "import sys\nfrom sim.cli.main import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print([name for name in {spared!r} if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=at_home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
