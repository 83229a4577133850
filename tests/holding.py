"""Constants of a home that are held fixed in draws, as a screening would write them."""

from __future__ import annotations

from pathlib import Path

from sim.registry.held import held_text
from sim.registry.load import load_registry


def hold(home: Path, *names: str) -> Path:
    """Hold some constants of a home and draw all others that have a range."""
    parameters = load_registry(home).parameters
    held = {name: name in names for name, one in parameters.items() if one.spread}
    (home / "model" / "held.csv").write_text(held_text(held), encoding="utf-8")
    return home
