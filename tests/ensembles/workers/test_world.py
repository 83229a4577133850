"""Worlds: a workspace as it is here, and bytes where it is sent to."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from sim.ensembles.workers import world as worlds
from sim.ensembles.workers.world import world_of
from sim.scenario.load import workspace_for


def test_a_world_is_packed_when_it_is_sent_and_not_before(
    small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[bytes] = []
    compress = worlds.zlib.compress
    monkeypatch.setattr(worlds.zlib, "compress", lambda content: packed.append(content) or compress(content))
    workspace = workspace_for(["plan"], small_home)
    outputs = tuple(key for key, one in workspace.registry.indicators.items() if one.is_modelled)[:2]
    here = world_of(workspace, outputs)
    assert here.open().model is workspace.model
    assert not packed
    there = pickle.loads(pickle.dumps((here, here)))[0]
    pickle.dumps(here)
    assert len(packed) == 1  # for all tasks
    assert there == here
    monkeypatch.setattr(worlds, "_open", {})  # as in another process
    sent = there.open()
    assert sent.model is not workspace.model
    assert sent.model.hash == workspace.model.hash
    assert tuple(sent.registry.indicators) == outputs
    assert there.open() is sent
    assert pickle.loads(pickle.dumps(there)) == there  # passed on
