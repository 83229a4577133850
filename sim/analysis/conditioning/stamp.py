"""What determines a forecast: model, prior, observations and request, as hashes and words."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sim.analysis.calibration.observations import Point
from sim.document import decode_text
from sim.engine.constant_text import with_constants
from sim.sampling.forecast import prior_hash
from sim.sampling.prior import joint_prior
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

SKETCH = "\\\\\\---///"  # begins the part of the file that is drawn


@dataclass(frozen=True)
class Stamp:
    """What determines a forecast; equal stamps have equal draws.

    Parameters
    ----------
    structure : SHA-256 of the model's text with every uncertain constant at zero, so that new central
        values leave it as it is
    prior : SHA-256 of ranges, correlations, indicators and seasons
    observations : SHA-256 of the figures and their errors
    """

    scenario: str
    scenario_constants: str
    structure: str
    prior: str
    observations: str
    known_by: str
    members: int
    seed: int

    def as_record(self) -> dict[str, object]:
        """Return it as fields of a manifest."""
        return asdict(self)


def stamp_of(
    workspace: Workspace,
    scenario: Scenario,
    points: Sequence[Point],
    members: int,
    seed: int,
    known_by: date | None,
) -> Stamp:
    """Return the stamp of a request."""
    return Stamp(
        scenario.name,
        _hash(f"{key}={value!r}" for key, value in sorted(scenario.constants.items())),
        structure_hash(workspace),
        prior_hash(workspace.registry),
        _hash(map(_point_text, points)),
        "" if known_by is None else known_by.isoformat(),
        members,
        seed,
    )


def _point_text(point: Point) -> str:
    seen = point.seen
    return f"{point.id} {seen.measure} {seen.period} {seen.bound}{seen.value!r} {point.error!r}"


def structure_hash(workspace: Workspace) -> str:
    """Return the SHA-256 of the model's text with every uncertain constant at zero."""
    place = os.fspath(workspace.home.model_file)
    equations, _, _ = decode_text(workspace.home.model_file.read_bytes(), place).partition(SKETCH)
    blank = dict.fromkeys(joint_prior(workspace).keys, 0.0)
    text = with_constants(equations, blank, workspace.model.variables, place)
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
