"""Opens the ensemble that a folder holds."""

from __future__ import annotations

from sim import arguments
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import Place, folder_at
from sim.ensembles.folder.store import (
    FAILURES,
    FINISHED,
    QUANTILES,
    TARGETS,
    known_tables,
    read_manifest,
    read_table,
)
from sim.ensembles.labels import about_of
from sim.ensembles.result import Ensemble
from sim.errors import Faults, fail
from sim.scenario.workspace import Workspace


def open_ensemble(place: Place | Folder, workspace: Workspace | None = None) -> Ensemble:
    """Return the ensemble that a folder holds.

    Parameters
    ----------
    place : folder of the ensemble, a path or URL
    workspace : model and registry that the ensemble has to match; not checked by default

    Returns
    -------
    Ensemble : its summary; members are read on request

    Raises
    ------
    SimError: no ensemble, a damaged one, or one of another model.

    Examples
    --------
    >>> made = sim.run_ensemble("plan", members=64, out=folder / "opened")
    >>> sim.open_ensemble(folder / "opened").manifest["members"]
    64
    """
    folder = place if isinstance(place, Folder) else folder_at(arguments.path_of(place, "place"))
    manifest = read_manifest(folder)
    if manifest["state"] != FINISHED:
        raise fail(
            "unfinished",
            "这个集合尚未算完；加上 `resume=True` 再次运行即可继续。",
            "this ensemble is not finished; run it again with `resume=True` to continue.",
            folder.place,
        )
    if workspace is not None and manifest["model_hash"] != workspace.model.hash:
        raise fail(
            "stale",
            f"这个集合是用另一个模型算的（{manifest['model_hash'][:12]}），"
            f"当前模型是 {workspace.model.hash[:12]}；请重新运行这个集合。",
            f"this ensemble was run with another model ({manifest['model_hash'][:12]}); "
            f"the present one is {workspace.model.hash[:12]}. Run the ensemble again.",
            folder.place,
        )
    known = known_tables(manifest)
    with Faults() as faults:
        tables = [
            faults.take(read_table, folder, name, known=known.get(name))
            for name in (QUANTILES, TARGETS, FAILURES)
        ]
    quantiles, targets, failures = tables
    return Ensemble(manifest, quantiles, targets, failures, folder, about_of(quantiles.schema))
