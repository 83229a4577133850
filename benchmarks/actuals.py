"""Files of actuals changed at random: none may crash, hang, or shift a figure by a unit or a year in silence.

    python -m benchmarks.actuals             # 2,000 files
    python -m benchmarks.actuals 100 11      # number of files, seed

Imports into a temporary folder, for the small home of the tests. What goes wrong is printed; the exit code
is 1 when anything did.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sim.errors import SimError
from tests.actuals.importing import figures, import_bytes, wrong
from tests.actuals.mutations import mutants, verdict

SLOW = 10.0  # s for one file


def main(count: int = 2_000, seed: int = 7) -> int:
    """Import changed files and report what went wrong."""
    tally: Counter[str] = Counter()
    longest, bad = 0.0, 0
    with tempfile.TemporaryDirectory() as place:
        for number, mutant in enumerate(mutants(count, seed)):
            begun = time.perf_counter()
            try:
                found = import_bytes(Path(place), {mutant.source.name: mutant.content})
                what = verdict(mutant, figures(found), wrong(found))
                refused = bool(found.faults or found.doubts)
            except SimError as error:
                what, refused = ("harmless: " + str(error) if mutant.is_harmless else ""), True
            except Exception as error:  # a crash is what is looked for
                what, refused = f"crash: {type(error).__name__}: {error}", False
            taken = time.perf_counter() - begun
            longest = max(longest, taken)
            what = what or (f"slow: {taken:.1f} s" if taken > SLOW else "")
            tally["wrong" if what else "refused" if refused else "read"] += 1
            if what:
                bad += 1
                print(f"{number} {mutant.source.name} {mutant.what}: {what}")
    print(f"{sum(tally.values())} files: {dict(tally)}; the slowest took {longest:.2f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
