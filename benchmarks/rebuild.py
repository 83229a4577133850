"""Makes again, in order, what follows from the model after a change of it or of the prior.

python -m benchmarks.rebuild [--work DIR]

The forecast and the model's central constants, the screening, the golden results, then the documents. An
interrupted forecast is taken up again from the folder for the work.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from sim.analysis.conditioning.shipping import ship
from sim.cli.progress import Bar

STEPS = (
    ("benchmarks/screening.py", "--write"),
    ("-m", "tests.model.golden_results"),
    ("-m", "sim", "model", "document"),
    ("-m", "sim", "check", "--document"),
    ("-m", "sim", "findings", "--document"),
)


def main() -> int:
    """Make everything again; stop at the first step that fails, and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "teda-rebuild")
    asked = parser.parse_args()
    with Bar("en") as bar:
        ship(asked.work, progress=bar.show)
    for step in STEPS:
        sys.stdout.write(f"{' '.join(step)}\n")
        sys.stdout.flush()
        code = subprocess.run([sys.executable, *step], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
