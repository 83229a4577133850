"""The ensemble that a user means: one that there is, in a folder, or one of a scenario, yet to be run."""

from __future__ import annotations

import os
from pathlib import PurePath

from sim.arguments import path_of
from sim.ensembles.drawn import drawn_ensemble
from sim.ensembles.folder.remote import folder_at
from sim.ensembles.folder.store import MANIFEST
from sim.ensembles.opening import open_ensemble
from sim.ensembles.result import Ensemble
from sim.errors import Argument, fail
from sim.registry.home import find_home
from sim.run.single import prepare
from sim.sampling.methods import Drawn
from sim.scenario.load import SUFFIXES, AnyScenario, Scenario, shipped_names, workspace_for
from sim.scenario.workspace import Workspace

_SEPARATORS = ("/", "\\")
_GIVEN = Argument("folder")


def find_ensemble(
    given: Ensemble | AnyScenario, home: str | os.PathLike[str] | None, draws: Drawn = "forecast"
) -> Ensemble:
    """Return an ensemble as it is, the one that a folder holds, or that of a scenario, run in memory.

    A word that may be both is the folder, if that holds an ensemble.

    Raises
    ------
    SimError: no ensemble and no scenario; an ensemble that there is already, where the prior is asked for; a
        home that draws nothing.
    """
    if isinstance(given, Ensemble):
        _check_drawn(given.files.place, draws)
        return given
    if isinstance(given, Scenario) or _is_scenario(path_of(given, _GIVEN), home):
        return _of_scenario(given, workspace_for([given], home), draws)
    _check_known(path_of(given, _GIVEN), home)
    found = open_ensemble(given)
    _check_drawn(found.files.place, draws)
    return found


def _of_scenario(given: AnyScenario, workspace: Workspace, draws: Drawn) -> Ensemble:
    found = drawn_ensemble(prepare(given, (), workspace), workspace, draws)
    if found is None:
        raise fail(
            "no-data",
            "没有一个参数给出要抽样的分布，没有达标概率。",
            "no parameter has a distribution that is drawn: there are no probabilities.",
            workspace.registry.documents["parameters"].path,
        )
    return found


def _is_scenario(given: str, home: str | os.PathLike[str] | None) -> bool:
    """Return whether a word means a scenario, and is no folder with an ensemble."""
    if PurePath(given).suffix.lower() in SUFFIXES:
        return True
    return bool(shipped_names(find_home(home)).find(given)) and not folder_at(given).has(MANIFEST)


def _check_known(given: str, home: str | os.PathLike[str] | None) -> None:
    """Refuse a bare word that is neither a folder nor a scenario.

    Raises
    ------
    SimError: it is neither.
    """
    if any(sign in given for sign in _SEPARATORS) or folder_at(given).is_there():
        return
    names = shipped_names(find_home(home))
    zh, en = names.hint(given) if names.nearest(given) else ("", "")
    listed = ", ".join(names.ids)
    raise fail(
        "unknown-name",
        f'没有名为 "{given}" 的集合文件夹，也没有这个情景。{zh}情景有：{listed}。',
        f'neither an ensemble folder nor a scenario is called "{given}".{en} The scenarios are: {listed}.',
        given,
    )


def _check_drawn(place: str, draws: Drawn) -> None:
    """Refuse the prior for an ensemble that there is already.

    Raises
    ------
    SimError: it is asked for.
    """
    if draws == "prior":
        raise fail(
            "conflict",
            f"{place} 是已有的集合，`prior` 只用于情景；要看先验，请另算一个先验的集合。",
            f"{place} is an ensemble that there is already, and `prior` goes with scenarios only; for the "
            "prior, run an ensemble of it.",
            Argument("prior"),
        )
