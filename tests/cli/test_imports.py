"""What commands do not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_help_imports_neither_engine_nor_tables() -> None:
    code = (
        "import sys\nfrom sim.cli.main import main\n"
        "try:\n    main(['run', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('numpy', 'pandas', 'pysd', 'llvmlite') if m in sys.modules])"
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
    own_home: Path, words: tuple[str, ...], spared: tuple[str, ...]
) -> None:
    code = (
        "import sys\nfrom sim.cli.main import main\n"
        f"def run(*words):\n    try:\n        main([*words, '--home', {str(own_home)!r}])\n"
        "    except SystemExit as end:\n        assert not end.code, words\n"
        f"words = {words!r}\n"
    )
    if words[0] == "refresh":
        first = subprocess.run(
            [sys.executable, "-c", f"{code}run('deck', 'plan', '--out', 'a.pptx')"], cwd=own_home, check=False
        )
        assert first.returncode == 0
    else:  # the draws are kept on disk: the command under test finds them there, as people's second one does
        subprocess.run([sys.executable, "-c", f"{code}run(*words)"], cwd=own_home, check=True)
    code += f"run(*words)\nprint([name for name in {spared!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=own_home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
