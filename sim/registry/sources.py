"""Sources: published or derived figures that the other files refer to."""

from __future__ import annotations

from sim.registry.schema import Filled, Record


class Source(Record):
    """A source: its reference, its statement, and the conversion to the figure used here."""

    title: Filled
    publisher: str | None = None
    year: int | str | None = None
    address: str | None = None
    quote: str | None = None
    conversion: str | None = None
    confidence: str | None = None
