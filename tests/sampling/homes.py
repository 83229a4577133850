"""A home with several uncertain constants and varied levers, and all its draws."""

from __future__ import annotations

from pathlib import Path

from sim.arrays import Array
from sim.sampling.sampler import Sampler
from sim.scenario.settable import Settable
from sim.scenario.vary import Varied

MIGRATION = Settable("migration", "migration", "万人/年")
CLEAN_SHARE = Settable("clean share to", "clean share", "Dmnl", 0, 1)
VARIED = (
    Varied("migration=0..3", (MIGRATION,), 0.0, 3.0),
    Varied("clean share=0.2..0.6", (CLEAN_SHARE,), 0.2, 0.6),
)


def uncertain_home(home: Path, rank: float | None) -> Path:
    """Give three more constants of the small home a range, and two of them a rank correlation."""
    file = home / "model" / "parameters.yaml"
    text = file.read_text(encoding="utf-8")
    ranges = {
        "reinvestment share": "kind: uniform, low: 0, high: 0.2",
        "migration": "kind: triangular, low: 0.5, high: 2",
        "energy": "kind: lognormal, low: 800, high: 1300",
    }
    for name, words in ranges.items():
        start = text.index(f"\n{name}:")
        text = text[:start] + text[start:].replace("kind: fixed, by: choice", words, 1)
    file.write_text(text, encoding="utf-8")
    if rank is not None:
        correlate(home, "migration", "energy", rank)
    return home


def correlate(home: Path, one: str, other: str, rank: float) -> None:
    """Give two constants a rank correlation, the only one of the home."""
    (home / "model" / "correlations.yaml").write_text(
        "group: {name: {zh: 组, en: Group}, reason: {zh: 理由。, en: Reason.}, "
        f"pairs: [{{of: [{one}, {other}], rank: {rank}}}]}}\n",
        encoding="utf-8",
    )


def whole(sampler: Sampler) -> Array:
    """Return the values of all members, (constant, member)."""
    return sampler.block(0, sampler.members)


def by_key(sampler: Sampler) -> dict[str, Array]:
    """Return the values of all members, (member,) by constant."""
    return dict(zip(sampler.keys, whole(sampler), strict=True))
