"""Flips, cuts and losses in the files of an ensemble: each must be found on reading, named, and mended.

    python -m benchmarks.flips            # 2,000 cases
    python -m benchmarks.flips 100 11     # number of cases, seed

Works in a temporary folder, with the small model of the tests.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import sim
from sim.ensembles import plan as plans
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.opening import open_ensemble
from sim.ensembles.result import Ensemble
from sim.errors import SimError

HOME = Path(__file__).parents[1] / "tests" / "small"
MANIFEST = "manifest.json"
MEMBERS, SHARD, SEED = 45, 10, 3
Damage = Callable[[Path, random.Random], None]


def make(folder: Path, *, resume: bool = False) -> Ensemble:
    """Run the ensemble that is damaged, in five shards, or mend it."""
    plans.SHARD = SHARD
    return run_ensemble("plan", MEMBERS, SEED, folder, None, HOME, resume=resume, workers=1)


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def read_all(folder: Path) -> None:
    """Read all that an ensemble holds."""
    ensemble = open_ensemble(folder)
    ensemble.members(next(iter(ensemble)))
    ensemble.draws()
    sim.probability(folder, HOME)


def flip(path: Path, chance: random.Random) -> None:
    """Change one bit."""
    raw = bytearray(path.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def cut(path: Path, chance: random.Random) -> None:
    """Lose the end of a file."""
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def lose(path: Path, _chance: random.Random) -> None:
    """Lose a file."""
    path.unlink()


DAMAGES: tuple[Damage, ...] = (flip, flip, flip, cut, lose)


def outcome(whole: Path, damage: Damage, name: str, chance: random.Random) -> str:
    """Return what became of a damaged copy: found and mended, or how it was not."""
    peace = content(whole)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(whole, Path(place) / "run"))
        damage(folder / name, chance)
        try:
            read_all(folder)
            return "not found"
        except SimError as error:
            if not any(name in f"{fault.place} {fault.en}" for fault in error.faults):
                return "not named"
        if name == MANIFEST and damage is lose:
            return "found, no ensemble any more"
        make(folder, resume=True)
        mended = {key: raw for key, raw in content(folder).items() if ".damaged-" not in key}
        return "found and mended" if mended == peace else "not mended to the same bytes"


def main() -> None:
    """Print how often each outcome occurred."""
    cases, seed = map(int, [*sys.argv[1:], *("2000", "7")[len(sys.argv) - 1 :]])
    chance = random.Random(seed)
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place) / "whole"
        make(whole)
        names = sorted(content(whole))
        for _ in range(cases):
            damage = chance.choice(DAMAGES)
            counts[damage.__name__, outcome(whole, damage, chance.choice(names), chance)] += 1
    for (kind, found), count in sorted(counts.items()):
        print(f"{kind:5} {found}: {count:,}")


if __name__ == "__main__":
    main()
