"""Models compared by their places: a folder, a model file, or the kept results of a release."""

from __future__ import annotations

import os
from pathlib import Path

from sim import arguments
from sim.analysis.model_changes.comparison import ModelComparison
from sim.analysis.model_changes.kept import FILE, read_results, results_text
from sim.analysis.model_changes.results import ModelResults, results_of
from sim.errors import Fault, Faults, fail
from sim.files import display, expand, is_folder, missing_file, write_text
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace, load_workspace

MODELS = (".mdl", ".xmile", ".stmx", ".itmx")
KEPT = ".csv"


@arguments.reading(old=arguments.path_of, new=arguments.path_of)
def compare_models(
    old: str | os.PathLike[str] | None = None,
    new: str | os.PathLike[str] | None = None,
    home: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> ModelComparison:
    """Run the same scenarios on two models and return what moved, and by how much.

    Parameters
    ----------
    old, new : a folder with ``model/`` and ``scenarios/``; a model file, which is run with the registry and
        the scenarios of ``home``; or the kept results of a release (.csv). By default the last release of
        ``home``, and ``home`` as it is
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME``, else the project's
    progress : called with the number of scenarios done and of all, for each of the two

    Returns
    -------
    ModelComparison : the figures that moved [unit of the indicator], probabilities of targets where both
        have a forecast, and what differs in variables, constants, levers and ranges

    Raises
    ------
    SimError: a place is none of the three; the faults of its model, registry and scenarios.

    Examples
    --------
    >>> found = sim.compare_models("model/teda.mdl", "model/teda.mdl")
    >>> found.is_same, found.scenarios[-3:]
    (True, ('plan', 'trend', 'vision'))
    """
    with Faults() as faults:
        before = faults.take(_results, old, home, progress, is_old=True)
        after = faults.take(_results, new, home, progress)
    return ModelComparison(before, after)


def compare_with_release(workspace: Workspace, progress: Progress | None = None) -> ModelComparison:
    """Return what moved since the last release of a home.

    Raises
    ------
    SimError: the home keeps no results of a release.
    """
    return ModelComparison(_released(workspace), results_of(workspace, _model_place(workspace), progress))


def has_release(workspace: Workspace) -> bool:
    """Return whether a home keeps the results of its last release."""
    return (workspace.home.model / FILE).is_file()


def keep_release(workspace: Workspace, progress: Progress | None = None) -> str:
    """Keep today's results of a home as those of its last release; return the path of their file.

    Raises
    ------
    SimError: the file cannot be written.
    """
    found = results_of(workspace, _model_place(workspace), progress)
    path = display(workspace.home.model / FILE)
    write_text(path, results_text(found))
    return path


def _released(workspace: Workspace) -> ModelResults:
    path = workspace.home.model / FILE
    if not path.is_file():
        raise fail(
            "missing-file",
            "这里没有上一版的结果。请给出旧模型，或先用 `teda compare-models` 记下一版。",
            "no results of a last release are here. Name the old model, or keep a release first with "
            "`teda compare-models`.",
            display(path),
        )
    return read_results(display(path))


def _results(
    given: str | os.PathLike[str] | None,
    home: str | os.PathLike[str] | None,
    progress: Progress | None,
    is_old: bool = False,
) -> ModelResults:
    """Return the results of what a place names; None names the home, or its last release."""
    if given is None:
        workspace = load_workspace(home)
        if is_old:
            return _released(workspace)
        return results_of(workspace, _model_place(workspace), progress)
    place = os.fspath(given)
    path = expand(place)
    if is_folder(path):
        return results_of(load_workspace(place), place, progress)
    suffix = path.suffix.lower()
    if suffix not in (*MODELS, KEPT):
        raise _none_of_these(place)
    if not path.exists():
        raise missing_file(path, place)
    return read_results(place) if suffix == KEPT else results_of(_joined(place, home), place, progress)


def _joined(place: str, home: str | os.PathLike[str] | None) -> Workspace:
    """Return a model file with the registry of a home; where they do not fit, that is told first."""
    with Faults() as faults:
        found = faults.take(load_workspace, home, place)
        if any(fault.code == "unknown-name" for fault in faults):
            zh = "这个模型与登记的资料不符（见下）。请改为给出它自己的文件夹（含 model 和 scenarios）。"
            en = (
                "this model does not fit the registry (see below). Name the folder of its own instead, "
                "which holds model and scenarios."
            )
            faults.insert(0, Fault("mismatch", zh, en, place))
    return found


def _model_place(workspace: Workspace) -> str:
    return display(Path(workspace.home.model_file))


def _none_of_these(place: str) -> Exception:
    allowed = ", ".join(MODELS)
    return fail(
        "invalid-choice",
        f"应是含有 model 和 scenarios 的文件夹、模型文件（{allowed}）或上一版的结果（{KEPT}）。",
        f"must be a folder that holds model and scenarios, a model file ({allowed}), or the kept results of "
        f"a release ({KEPT}).",
        place,
    )
