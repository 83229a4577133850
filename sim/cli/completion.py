"""Names that a shell completes: those of the scenarios, from the names of their files."""

from __future__ import annotations

from sim.errors import SimError

SUFFIXES = (".yaml", ".yml")


def complete_scenarios(incomplete: str) -> list[str]:
    """Return the scenarios that begin as what was typed; none where there is no home."""
    from sim.registry.home import find_home

    try:
        files = find_home().scenarios.iterdir()
        return sorted(
            file.stem for file in files if file.suffix in SUFFIXES and file.stem.startswith(incomplete)
        )
    except (SimError, OSError):
        return []
