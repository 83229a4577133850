"""Record that a home keeps, ``model/record.csv``, and the hash that tells whether it is of today's model."""

from __future__ import annotations

import csv
import hashlib
import io
import math

from sim.analysis.calibration.observations import Point, known_on, known_points
from sim.analysis.conditioning.stamp import stamp_of
from sim.analysis.record.naive import RULES
from sim.analysis.record.record import LEVELS, Prediction, Record
from sim.errors import SimError
from sim.files import display, write_text
from sim.run.single import prepare
from sim.sampling.prior import joint_prior
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace

FILE = "record.csv"
FORMAT = 1  # rises when equal requests give other scores
POINTS = tuple(f"p{round(100 * level):02d}" for level in LEVELS)
IDENTITY = ("id", "measure", "period", "bound", "observed")
COLUMNS = ("origin", *IDENTITY, *POINTS, "percentile", "crps", *RULES)
DIGITS = 8  # of a figure
_MARK = "# format={0} scenario={1.scenario} members={1.members} seed={1.seed} request={1.request}"


def record_text(record: Record) -> str:
    """Return a record as the text of its file."""
    text = io.StringIO()
    text.write(f"{_MARK.format(FORMAT, record)} origins={'-'.join(map(str, record.origins))}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in record.predictions:
        figures = (*one.quantiles, one.percentile, one.crps, *one.naive)
        writer.writerow((one.origin, *_identity(one.point), *map(_written, figures)))
    return text.getvalue()


def write_record(record: Record, workspace: Workspace) -> Record:
    """Keep a record in its home; return it as it will be read, its figures rounded.

    Raises
    ------
    SimError: the file cannot be written.
    """
    text = record_text(record)
    write_text(display(workspace.home.model / FILE), text)
    kept = read_record(text, workspace)
    assert kept is not None
    return kept


def kept_record(workspace: Workspace) -> Record | None:
    """Return the record that a home keeps, None without one or where it is not of today's model.

    It is stale when the model, the prior, an observation, the plan's targets or the scenario has changed.
    """
    try:
        return read_record((workspace.home.model / FILE).read_text("utf-8"), workspace)
    except OSError:
        return None


def read_record(text: str, workspace: Workspace) -> Record | None:
    """Return the record of a file's text, None where it is damaged or not of today's model."""
    mark, _, table = text.partition("\n")
    try:
        given = dict(part.split("=", 1) for part in mark.removeprefix("#").split())
        members, seed = int(given["members"]), int(given["seed"])
        scenario = prepare(given["scenario"], (), workspace)
        request = request_of(workspace, scenario, members, seed)
        if (given["format"], given["request"]) != (str(FORMAT), request):
            return None
        origins = tuple(map(int, given["origins"].split("-")))
        points = {_identity(point): point for point in known_points(workspace)}
        rows = [_prediction(row, points) for row in csv.DictReader(io.StringIO(table), strict=True)]
    except (KeyError, TypeError, ValueError, csv.Error, SimError):
        return None
    return Record(scenario.name, members, seed, origins, tuple(rows), request)


def request_of(workspace: Workspace, scenario: Scenario, members: int, seed: int) -> str:
    """Return the SHA-256 of all that a record follows from."""
    points = known_points(workspace)
    stamp = stamp_of(workspace, scenario, points, members, seed, None)
    plan = workspace.registry.plan
    lines = [
        *(f"{key}={value}" for key, value in stamp.as_record().items()),
        *(f"{known_on(point.seen)} {point.seen.use}" for point in points),
        *(f"{one.key} {one.mode!r}" for one in joint_prior(workspace).ranged),
        f"{plan.base_year} {plan.period}",
        *(f"{key} {entry.values}" for key, entry in sorted(plan.targets.items())),
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _identity(point: Point) -> tuple[str, ...]:
    seen = point.seen
    return point.id, seen.measure, seen.period.code, seen.bound, repr(seen.value)


def _written(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else f"{value:.{DIGITS}g}"


def _prediction(row: dict[str, str], points: dict[tuple[str, ...], Point]) -> Prediction:
    naive = tuple(float(row[rule]) if row[rule] else None for rule in RULES)
    return Prediction(
        int(row["origin"]),
        points[tuple(row[name] for name in IDENTITY)],
        tuple(float(row[name]) for name in POINTS),
        float(row["percentile"]),
        float(row["crps"] or "nan"),
        naive,
    )
