"""The forecast that a home ships: its draws, and the model's constants at their centre."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from sim.analysis.calibration.observations import known_points
from sim.analysis.calibration.writing import write_constants
from sim.analysis.conditioning.condition import MEMBERS, SEED, condition
from sim.analysis.conditioning.files import TABLES
from sim.analysis.conditioning.stamp import stamp_of
from sim.files import write_files
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.sampling.disturbances import disturbances_of
from sim.sampling.forecast import DRAWS, FOLDER, MANIFEST, forecast_facts, shipped_forecast
from sim.scenario.workspace import Workspace, load_workspace

DIGITS = 10  # significant digits of the constants; the accounts of the base year need nearly as many
ARRAY_DECIMALS = 8
KEPT = (DRAWS, *(f"{name}.csv" for name in TABLES))


def ship(work: Path, home: str | os.PathLike[str] | None = None, progress: Progress | None = None) -> None:
    """Condition the prior of a home on all its observations, and make the result the forecast it ships.

    The model's constants become those of the forecast's centre, so that a single run is near the middle of
    the members; disturbances of single years stay at zero in the file.

    Parameters
    ----------
    work : folder for the work, from which an interrupted run is taken up again
    """
    workspace = load_workspace(home)
    condition(members=MEMBERS, seed=SEED, out=work, home=workspace.home.folder, progress=progress)
    facts = json.loads((work / MANIFEST).read_text("utf-8"))
    write_constants(_file_constants(facts["centre"], workspace), workspace)
    facts["model"] = load_workspace(home).model.hash
    folder = workspace.home.model / FOLDER
    folder.mkdir(exist_ok=True)
    contents = {name: (work / name).read_bytes() for name in KEPT}
    contents[MANIFEST] = f"{json.dumps(facts, ensure_ascii=False, indent=1)}\n".encode()
    write_files({os.fspath(folder / name): content for name, content in contents.items()})


def is_fresh(workspace: Workspace) -> bool:
    """Return whether a home ships the forecast of its very model, prior and observations."""
    facts = forecast_facts(workspace.home.model)
    reference = prepare(workspace.registry.zone.reference, (), workspace)
    stamp = stamp_of(workspace, reference, known_points(workspace), MEMBERS, SEED, None)
    is_own = facts is not None and facts["request"] == stamp.as_record()
    return is_own and shipped_forecast(workspace) is not None


def _file_constants(centre: Mapping[str, float], workspace: Workspace) -> dict[str, float]:
    """Return the constants for the model file.

    Disturbances are zero. Elements of an array are rounded to the decimals that PySD keeps.
    """
    yearly = {key for each in disturbances_of(workspace) for key in each.keys}
    owners = {key: one for one in workspace.model.variables.values() for key in one.elements}
    found = {}
    for key, value in centre.items():
        if key in yearly:
            found[key] = 0.0
        else:
            found[key] = round(value, ARRAY_DECIMALS) if len(owners[key].elements) > 1 else _rounded(value)
    return found


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
