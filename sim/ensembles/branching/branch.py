"""Branch: the members of an ensemble at the end of a year, from which scenarios go on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.arguments import path_of
from sim.arrays import Array
from sim.ensembles.branching.part import Part, joined, only, part_of
from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import folder_at
from sim.ensembles.folder.store import FINISHED, is_sealed, part_name, read_table
from sim.errors import SimError, fail
from sim.run.begin import Begin
from sim.sampling.earlier import EarlierDraws
from sim.sampling.sampler import Sampler

MANIFEST = "branch.json"
PARTS = "states"
FORMAT = 1
_NEEDS = {
    "format",
    "state",
    "year",
    "scenario",
    "constants",
    "model_hash",
    "seed",
    "members",
    "keys",
    "files",
}
_OF_DRAWS = ("forecast", "table", "tied_to_members")  # in a manifest, what determines draws


@dataclass(frozen=True, repr=False, eq=False)
class Branch:
    """The members of an ensemble at the end of a year, with what indicators need of their past.

    Parameters
    ----------
    manifest : the inputs that determine it
    files : its files, on disk or in memory
    """

    manifest: Mapping[str, Any]
    files: Folder
    _read: dict[int, Part] = field(default_factory=dict)  # the last part

    @property
    def year(self) -> int:
        """The year at whose end the members stand."""
        return int(self.manifest["year"])

    @property
    def scenario(self) -> str:
        """The name of the scenario that the past is of."""
        return str(self.manifest["scenario"])

    @property
    def members(self) -> int:
        """The number of members."""
        return int(self.manifest["members"])

    def __repr__(self) -> str:
        """Return scenario, year and members, in one line."""
        where = "in memory" if self.files.where is None else f"in {self.files.where}"
        return f"<Branch of {self.scenario} at the end of {self.year}: {self.members:,} members, {where}>"

    def begin(self, first: int, stop: int) -> Begin:
        """Return where members from the first to before the stop begin.

        Raises
        ------
        SimError: a part of the folder is missing or damaged.
        """
        return joined(self._parts_of(first, stop)).begin

    def sampler(self) -> Sampler:
        """Return the draws of the members, as they were."""
        facts = {key: self.manifest[key] for key in _OF_DRAWS if key in self.manifest}
        keys, asked_for = self.manifest["keys"], frozenset(self.manifest["asked_for"])
        draws = EarlierDraws(tuple(keys), self._draws, asked_for, facts)
        return Sampler(self.members, self.manifest["seed"], self.manifest["method"], (draws,))

    def origin(self) -> dict[str, Any]:
        """Return what tells an ensemble that goes on from here from others, for its manifest."""
        return {"year": self.year, "scenario": self.scenario, "checksum": self.manifest["checksum"]}

    def check(self) -> None:
        """Read every part.

        Raises
        ------
        SimError: one is missing or damaged.
        """
        for number in range(len(self.manifest["files"])):
            self._part(number)

    def _draws(self, first: int, stop: int) -> Array:
        return joined(self._parts_of(first, stop)).draws

    def _parts_of(self, first: int, stop: int) -> Iterator[Part]:
        """Yield members from the first to before the stop, part by part."""
        size = self.manifest["shard"]
        for number in range(first // size, -(-stop // size)):
            start = number * size
            yield only(self._part(number), max(first - start, 0), min(stop - start, size))

    def _part(self, number: int) -> Part:
        if number not in self._read:
            name = part_name(PARTS, number)
            table = read_table(
                self.files, name.removesuffix(".parquet"), known=self.manifest["files"].get(name, "")
            )
            self._read.clear()
            self._read[number] = part_of(table)
        return self._read[number]


def branch_of(value: object, place: str) -> Branch | str:
    """Return a branch, or the path of one."""
    return value if isinstance(value, Branch) else path_of(value, place)


def open_branch(place: Branch | str | os.PathLike[str] | Folder) -> Branch:
    """Return the branch that a folder holds.

    Raises
    ------
    SimError: no folder, no branch in it, an unfinished or a damaged one.
    """
    if isinstance(place, Branch):
        return place
    folder = place if isinstance(place, Folder) else folder_at(place)
    manifest = read_branch_manifest(folder)
    if manifest["state"] != FINISHED:
        raise fail(
            "unfinished",
            "这些状态没有存完；请再次运行同一条 teda branch 命令。",
            "these states are not complete; run the same command teda branch again.",
            folder.place,
        )
    return Branch(manifest, folder)


def read_branch_manifest(folder: Folder) -> dict[str, Any]:
    """Return the manifest of a branch.

    Raises
    ------
    SimError: no folder, no branch in it, or a damaged manifest.
    """
    if not folder.is_there():
        raise fail("missing-file", "找不到这个文件夹。", "there is no such folder.", folder.place)
    if not folder.has(MANIFEST):
        raise fail(
            "missing-file",
            f"这里没有存下的状态（{MANIFEST}）；请先用 teda branch 存到这里。",
            f"no states are kept here ({MANIFEST}); keep them with teda branch first.",
            folder.place,
        )
    content = folder.read(MANIFEST)
    try:
        manifest: dict[str, Any] = dict(json.loads(content.decode("utf-8")))
    except (ValueError, TypeError, RecursionError) as error:
        raise error if isinstance(error, SimError) else _damaged(folder) from error
    if not manifest.keys() >= _NEEDS or not is_sealed(manifest, content):
        raise _damaged(folder)
    return manifest


def _damaged(folder: Folder) -> SimError:
    return fail("damaged", "清单已损坏。", "the manifest is damaged.", folder.place_of(MANIFEST))
