"""Model and registry in a form that can be sent: opened once in each process that runs shards."""

from __future__ import annotations

import hashlib
import pickle
import threading
import zlib
from dataclasses import dataclass, field, replace

from sim.scenario.workspace import Workspace

_KEPT = 4  # number of worlds that a process keeps open
_open: dict[str, Workspace] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class World:
    """A workspace as bytes: the text of the model, its data files and the registry.

    Two worlds are equal when their hashes are; machine code is never sent.

    Parameters
    ----------
    hash : SHA-256 of model, registry and the indicators that are computed
    payload : bytes from which `open` builds the workspace
    """

    hash: str
    payload: bytes = field(compare=False, repr=False)

    def open(self) -> Workspace:
        """Return the workspace, built on the first call in a process and cached."""
        with _lock:
            workspace = _open.pop(self.hash, None)
            if workspace is None:
                workspace = pickle.loads(zlib.decompress(self.payload))
            _keep(self.hash, workspace)
        return workspace


def world_of(workspace: Workspace, outputs: tuple[str, ...]) -> World:
    """Return a workspace, narrowed to some of its indicators, in a form to be sent; this process has it open.

    Parameters
    ----------
    outputs : ids of indicators, in the order of the registry
    """
    known = workspace.registry.indicators
    registry = replace(workspace.registry, indicators={key: known[key] for key in outputs})
    narrow = replace(workspace, registry=registry)
    facts = (workspace.model.hash, workspace.registry.hash, *outputs)
    world = World(
        hashlib.sha256("\n".join(facts).encode()).hexdigest(),
        zlib.compress(pickle.dumps(narrow, pickle.HIGHEST_PROTOCOL)),
    )
    with _lock:
        _keep(world.hash, narrow)
    return world


def _keep(key: str, workspace: Workspace) -> None:
    """Keep a workspace open; the least recently used one is dropped."""
    _open[key] = workspace
    while len(_open) > _KEPT:
        del _open[next(iter(_open))]
