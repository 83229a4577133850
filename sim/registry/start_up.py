"""What is known of the first two years, so that a jump without a cause stands out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from sim.document import Document, read_yaml
from sim.errors import SimError
from sim.registry.home import Home
from sim.registry.schema import Bilingual, Record, check_record

FILE = "start_up.yaml"


class StartUp(Record):
    """Published events of 2021 and later, and stocks that change their pace for a known cause.

    ``without`` are constants of those events, at values at which they do not happen; ``causes`` say
    by stock why it may change its pace.
    """

    without: dict[str, float] = Field(default_factory=dict)
    causes: dict[str, Bilingual] = Field(default_factory=dict)


@dataclass(frozen=True)
class StartUpFile:
    """The file, and how it reads; a home may have none."""

    entries: StartUp = field(default_factory=StartUp)
    document: Document | None = None

    def place(self, *keys: Any) -> str:
        """Return file and line of an entry."""
        return self.document.place(*keys) if self.document else FILE


def load_start_up(home: Home) -> StartUpFile:
    """Return what a home says of the first years.

    Raises
    ------
    SimError: a file that cannot be read, or that has other fields.
    """
    path = home.model / FILE
    if not path.exists():
        return StartUpFile()
    document = read_yaml(path)
    entries, faults = check_record(document, (), document.data, StartUp)
    if entries is None:
        raise SimError(faults)
    return StartUpFile(entries, document)
