"""Fingerprint of a machine: versions, code and arithmetic that the bytes of a result depend on."""

from __future__ import annotations

import functools
import hashlib
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np

PACKAGES = ("llvmlite", "numpy", "pandas", "pyarrow", "pydantic", "pysd", "scipy")
_SOURCE = Path(__file__).parents[2]
_APART = ("ui/", "report/", "cli/", "sketch/", "fonts/")  # rooms whose code no shard runs
_SHOWN = 12  # digits of a hash


@dataclass(frozen=True)
class Machine:
    """Fingerprint of a machine; machines with equal fingerprints give the same bytes for the same shard.

    Parameters
    ----------
    facts : names and values, in a fixed order
    """

    facts: tuple[tuple[str, str], ...]

    def unlike(self, other: Machine) -> list[tuple[str, str, str]]:
        """Return the differences: name, value here, value there."""
        there = dict(other.facts)
        return [(what, here, there[what]) for what, here in self.facts if here != there[what]]


@functools.cache
def this_machine() -> Machine:
    """Return the fingerprint of the calling process."""
    packages = tuple((name, _version(name)) for name in PACKAGES)
    python = ".".join(platform.python_version_tuple()[:2])
    return Machine(
        (("Python", python), *packages, ("simulator code", code_hash()), ("arithmetic", arithmetic_hash()))
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "-"


def code_hash(package: Path = _SOURCE) -> str:
    """Return a hash of the simulator's code that shards run, wherever it is installed."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(_APART):
            digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:_SHOWN]


def arithmetic_hash() -> str:
    """Return a hash of some figures whose last bits in NumPy depend on the processor.

    The engine's own arithmetic is the same everywhere; NumPy's powers, exponentials and logarithms
    differ in their last bit between processors with and without certain instructions.
    """
    grid = np.linspace(0.01, 40.0, 4_001)
    powers = [grid ** (1 / years) for years in range(1, 17)]
    figures = [*powers, np.exp(grid), np.log(grid), np.log1p(grid), np.tanh(grid)]
    sums = np.array([grid.sum(), np.prod(1 + grid[:50]), *np.array(powers).sum(axis=0)])
    return hashlib.sha256(np.concatenate([*figures, sums]).tobytes()).hexdigest()[:_SHOWN]
