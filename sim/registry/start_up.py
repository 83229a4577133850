"""Known causes of changes of pace in the first two years, which make an unexplained jump visible."""

from __future__ import annotations

from pydantic import Field

from sim.registry.schema import Bilingual, Record


class StartUp(Record):
    """Published events of 2021 and later, and stocks that change their pace for a known cause.

    ``without`` has constants of those events, at values without the events; ``causes`` says
    by stock why it may change its pace.
    """

    without: dict[str, float] = Field(default_factory=dict)
    causes: dict[str, Bilingual] = Field(default_factory=dict)
