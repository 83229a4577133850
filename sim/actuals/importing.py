"""Import of actuals: files are read, everything is checked, and only then is anything kept."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.actuals import kept, names, policies
from sim.actuals.actual import Actual
from sim.actuals.files import grids_of, read_file
from sim.actuals.grid import Grid
from sim.actuals.kept import Merged, merge, read_kept, settled
from sim.actuals.names import Glossary, Meaning
from sim.actuals.plausibility import Doubt, doubts
from sim.actuals.policies import Policy
from sim.actuals.subjects import Reason
from sim.actuals.understanding import Occasion, understand, unknown_names
from sim.document import read_text
from sim.errors import Fault, Faults, fail
from sim.files import expand, os_reason, write_files
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Import:
    """What files say and what keeping it would change; nothing is kept yet.

    Parameters
    ----------
    actuals : figures, each once
    policies : what levers were, by year
    merged, merged_policies : with what the folder holds
    new_policies : those that were not there
    doubts : figures that the model can hardly have reached, about which the user is asked
    faults : all else that is wrong; with any of them, or a doubt, nothing can be kept
    unknown : names that mean nothing yet, the cell of each, and the indicator most like it
    left_out : figures that are not kept, by reason
    """

    folder: Path
    actuals: tuple[Actual, ...]
    policies: tuple[Policy, ...]
    merged: Merged
    merged_policies: tuple[Policy, ...]
    new_policies: tuple[Policy, ...]
    doubts: tuple[Doubt, ...]
    faults: tuple[Fault, ...]
    unknown: tuple[tuple[str, str, str], ...]
    left_out: Mapping[Reason, Sequence[str]]
    names: Mapping[str, Meaning | None]

    @property
    def is_new(self) -> bool:
        """Return whether keeping it changes any figure or policy, or lists names for the user to explain."""
        return bool(self.merged.new or self.merged.replaced or self.new_policies or self.unknown)

    def check(self) -> None:
        """Raise all that is wrong, unanswered doubts among it.

        Raises
        ------
        SimError: faults, in the order of the files.
        """
        Faults([*self.faults, *(doubt.fault() for doubt in self.doubts)]).check()


@dataclass(frozen=True)
class Upload:
    """A file as it came to the page: its name, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Request:
    """Files to import, and what the user says of them.

    Parameters
    ----------
    files : paths, or files that are not on this machine
    folder : of actuals, which need not exist
    units : unit that the figures of a name or an indicator are in
    occasion : vintage and day of publication
    accepted : cells whose figures the user has found right, though the model is far from them
    is_replacing : whether new figures take the place of kept ones that differ
    """

    files: Sequence[str | os.PathLike[str] | Upload]
    folder: str | os.PathLike[str]
    units: Mapping[str, str]
    occasion: Occasion
    accepted: Sequence[str] = ()
    is_replacing: bool = False


def read_actuals(request: Request, workspace: Workspace) -> Import:
    """Return what files say, with everything that is wrong with it.

    Raises
    ------
    SimError: faults of the mapping of names, of what the folder holds, or of a unit that was stated.
    """
    folder = expand(request.folder)
    with Faults() as faults:
        glossary = faults.take(Glossary, workspace, folder, request.units)
        held = faults.take(read_kept, folder, workspace)
        before = faults.take(policies.read_kept, folder, workspace)
    wrong = Faults()
    grids = [grid for path in request.files for grid in wrong.take(_grids, path) or ()]
    found_policies = policies.read_policies(grids, workspace)
    wrong += found_policies.faults
    understood = understand(
        [grid for grid in grids if not policies.is_of_policies(grid)], glossary, request.occasion, workspace
    )
    wrong += understood.faults
    if not wrong and not understood.tables and not found_policies.policies:
        wrong += [_no_table(grids)]
    actuals, disagreeing = settled(understood.actuals)
    merged, contradicting = merge(held, actuals, replace=request.is_replacing)
    merged_policies, changed = policies.merge(before, found_policies.policies, replace=request.is_replacing)
    return Import(
        folder,
        tuple(actuals),
        found_policies.policies,
        merged,
        merged_policies,
        tuple(one for one in found_policies.policies if one not in before),
        tuple(doubts(actuals, request.accepted, workspace)),
        tuple(dict.fromkeys([*wrong, *disagreeing, *contradicting, *changed])),
        tuple(unknown_names(understood, glossary)),
        understood.left_out,
        understood.names,
    )


def _grids(file: str | os.PathLike[str] | Upload) -> list[Grid]:
    return grids_of(file.content, file.name) if isinstance(file, Upload) else read_file(file)


def with_answers(request: Request, units: Mapping[str, str], accepted: Sequence[str]) -> Request:
    """Return a request with what the user has answered to doubts: units, and figures that are right."""
    return replace(request, units={**request.units, **units}, accepted=[*request.accepted, *accepted])


def keep(found: Import) -> list[str]:
    """Write what was imported into its folder, all of its files or none, and return their paths.

    Raises
    ------
    SimError: anything is wrong with what was found, or the folder cannot be written.
    """
    found.check()
    folder = found.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        zh, en = os_reason(error)
        raise fail(
            "unwritable", f"无法建立文件夹：{zh}。", f"the folder cannot be made: {en}.", str(folder)
        ) from error
    contents = {folder / names.FILE: _names_text(found)}
    if found.merged.rows:
        contents[folder / kept.FILE] = kept.kept_text(found.merged.rows)
    if found.merged_policies:
        contents[folder / policies.FILE] = policies.kept_text(found.merged_policies)
    write_files({os.fspath(path): text.encode("utf-8-sig") for path, text in contents.items()})
    return [os.fspath(path) for path in contents]


def _names_text(found: Import) -> str:
    """Return the mapping with names that it lacks; what the user wrote stays as it is."""
    path = found.folder / names.FILE
    before = read_text(path) if path.is_file() else ""
    listed = names.listed(path)
    return names.names_text(((name, one) for name, one in found.names.items() if name not in listed), before)


def _no_table(grids: Sequence[Grid]) -> Fault:
    place = grids[0].file if grids else ""
    return Fault(
        "no-data",
        "没有找到表：应有一行写着年份（如 2021年、2022年），或“总量”“比上年同期增长”，或一列年份。",
        "no table was found: a row of years is needed (2021年, 2022年), or of 总量 and 比上年同期增长, or a "
        "column of years.",
        place,
    )
