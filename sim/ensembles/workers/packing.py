"""Compact serialization of objects that are sent from one machine to another."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

_CODEC = "zstd"  # counts in bins shrink to a twentieth; compressed data cost hardly any time


@dataclass(frozen=True)
class Parcel:
    """An object, compressed.

    Parameters
    ----------
    size : size before compression [byte]
    content : compressed bytes
    """

    size: int
    content: bytes

    def open(self) -> Any:
        """Return the object."""
        return pickle.loads(pa.decompress(self.content, self.size, _CODEC))


def pack(thing: Any) -> Parcel:
    """Return an object as a parcel."""
    content = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return Parcel(len(content), pa.compress(content, _CODEC, asbytes=True))
