"""Whether every constant says how uncertain it is, and whether those held are the screening's choice."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.registry.influence import REMAKE
from sim.scenario.workspace import Workspace


def distribution_faults(workspace: Workspace) -> Iterator[Fault]:
    """Yield constants without a distribution, and ranges unknown to the screening or held against it."""
    registry = workspace.registry
    document, screening = registry.documents["parameters"], registry.screening
    for name, entry in registry.parameters.items():
        place = document.place(name, "distribution")
        if entry.distribution is None:
            yield Fault(
                "missing",
                f'"{name}" 没有分布；请写明范围，或写 {{kind: fixed, by: …}}。',
                f'"{name}" has no distribution; give its range, or {{kind: fixed, by: …}}.',
                document.place(name),
            )
        elif entry.spread and screening:
            known = screening.found.get(name)
            if known is None or known.is_drawn == entry.spread.held:
                yield _unscreened(name, place, known is not None)
        elif entry.spread and entry.spread.held:
            yield _unscreened(name, place, False)


def _unscreened(name: str, place: str, is_known: bool) -> Fault:
    zh = "抽样与否和筛选结果不符" if is_known else "没有经过筛选"
    en = "is held or drawn otherwise than the screening chose" if is_known else "was not screened"
    return Fault("stale", f'"{name}" {zh}；请运行 {REMAKE}。', f'"{name}" {en}; run {REMAKE}.', place)
