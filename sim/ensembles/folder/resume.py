"""Resumption: decides whether a folder may take an ensemble that is new, partial or complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sim.ensembles.folder.local import Folder, busy
from sim.ensembles.folder.store import FINISHED, MANIFEST, read_manifest
from sim.errors import Fault, SimError, fail

State = Literal["new", "unfinished", "finished"]
_DRAWS = "draws_hash"  # reported only where nothing else differs: then the machine is another one
_NAMES = {
    "format": ("文件夹的格式", "the format of the folder"),
    "scenario": ("情景", "the scenario"),
    "options": ("`set`", "`set`"),
    "constants": ("情景所设的值", "the scenario's settings"),
    "model_hash": ("模型", "the model"),
    "registry_hash": ("参数与指标的登记", "the registry"),
    "method": ("抽样方法", "the method of sampling"),
    "seed": ("种子", "the seed"),
    "members": ("成员数", "the number of members"),
    "table": ("抽样表", "the table of draws"),
    "vary": ("`vary`", "`vary`"),
    _DRAWS: ("本机抽出的值", "this machine's draws"),
    "indicators": ("输出的指标", "the indicators computed"),
    "every": ("`every`", "`every`"),
    "keeps_members": ("是否保留成员", "whether members are kept"),
    "shard": ("每片的成员数", "the members of a shard"),
    "branch": ("接着算的状态", "the states to go on from"),
    "versions": ("程序库的版本", "the versions of libraries"),
}
_LABELS = {
    "title",
    "sources",
    "state",
    "failed",
    "files",
    "checksum",
}  # in a manifest, but without effect on results
_SHOWN = 12  # characters of a hash


def look_at(folder: Folder, facts: Mapping[str, Any], *, is_resumed: bool) -> State:
    """Return the state of a folder to which an ensemble is to be written.

    Parameters
    ----------
    facts : the inputs that determine the ensemble
    is_resumed : whether a partial ensemble is to be continued

    Raises
    ------
    SimError: another program writes it; it holds something else, another ensemble, or a partial one that is
        not to be resumed.
    """
    if folder.is_claimed():
        raise busy(folder.place)
    if not folder.exists():
        return "new"
    if not folder.has(MANIFEST):
        raise fail(
            "occupied",
            "这里已有内容，不会覆盖；请换一个文件夹，或先删除它。",
            "something is here already and is not overwritten; choose another folder, or delete it.",
            folder.place,
        )
    try:
        there = read_manifest(folder)
    except SimError as error:
        if is_resumed and error.faults[0].code == "damaged":
            return "unfinished"  # the ledger says whether what is there belongs to this ensemble
        raise
    changes = list(_changes(there, facts, folder.place))
    if changes:
        raise SimError([_another(folder.place), *changes])
    if there["state"] == FINISHED:
        return "finished"
    if not is_resumed:
        raise fail(
            "unfinished",
            "这里有一个未完成的集合。加上 `resume=True` 可从中断处继续。",
            "an unfinished ensemble is here. Add `resume=True` to continue from where it stopped.",
            folder.place,
        )
    return "unfinished"


def _another(place: str) -> Fault:
    return Fault(
        "occupied",
        "这里是另一个集合，不会覆盖；请换一个文件夹，或先删除它。不同之处如下。",
        "another ensemble is here and is not overwritten; choose another folder, or delete it. "
        "They differ in this:",
        place,
    )


def _changes(there: Mapping[str, Any], facts: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Yield the differences between an ensemble on disk and the one requested."""
    keys = dict.fromkeys([*facts, *there])
    changed = [key for key in keys if key not in _LABELS and there.get(key) != facts.get(key)]
    for key in changed if changed == [_DRAWS] else [key for key in changed if key != _DRAWS]:
        before, now = there.get(key), facts.get(key)
        zh, en = _NAMES.get(key, (key, key))
        old, new = _difference(before, now) if key != "members" else (f"{before:,}", f"{now:,}")
        yield Fault("occupied", f"{zh}：原为 {old}，现为 {new}。", f"{en}: {old} there, {new} now.", place)


def _difference(before: Any, now: Any) -> tuple[str, str]:
    """Return both as short texts; of mappings and lists only what differs."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        keys = [key for key in {**before, **now} if before.get(key) != now.get(key)]
        return _short({key: before.get(key) for key in keys}), _short({key: now.get(key) for key in keys})
    if isinstance(before, list) and isinstance(now, list):
        return (
            _short([one for one in before if one not in now]),
            _short([one for one in now if one not in before]),
        )
    return _short(before), _short(now)


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_short(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_short, value)) or "–"
    if isinstance(value, str) and len(value) == 64:
        return value[:_SHOWN]
    if isinstance(value, bool):
        return str(value).lower()
    return "–" if value is None else str(value)
