"""Model and registry in a form that can be sent: opened once in each process that runs shards."""

from __future__ import annotations

import functools
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
    """A workspace that becomes bytes when it is sent: the text of the model, its data files and the registry.

    Two worlds are equal when their hashes are; machine code is never sent.

    Parameters
    ----------
    hash : SHA-256 of model, registry and the indicators that are computed
    content : the workspace, or bytes from which `open` builds it
    """

    hash: str
    content: Workspace | bytes = field(compare=False, repr=False)

    def __reduce__(self) -> tuple[type[World], tuple[str, bytes]]:
        """Return what makes the world again where it is sent to."""
        return World, (self.hash, self._packed)

    @functools.cached_property
    def _packed(self) -> bytes:
        """Return the workspace as bytes, made once for all tasks."""
        if isinstance(self.content, bytes):
            return self.content
        return zlib.compress(pickle.dumps(self.content, pickle.HIGHEST_PROTOCOL))

    def open(self) -> Workspace:
        """Return the workspace, built on the first call in a process and cached."""
        with _lock:
            found = _open.pop(self.hash, self.content)
            workspace = pickle.loads(zlib.decompress(found)) if isinstance(found, bytes) else found
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
    world = World(hashlib.sha256("\n".join(facts).encode()).hexdigest(), narrow)
    with _lock:
        _keep(world.hash, narrow)
    return world


def _keep(key: str, workspace: Workspace) -> None:
    """Keep a workspace open; the least recently used one is dropped."""
    _open[key] = workspace
    while len(_open) > _KEPT:
        del _open[next(iter(_open))]
