"""Parameters: constants that are not levers, with evidence, reason and uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from sim.errors import Fault
from sim.registry.distributions import Distribution
from sim.registry.levers import Grade
from sim.registry.schema import Bilingual, Names, Record

FixedBy = Literal["definition", "published", "account", "choice"]


class Fixed(Record):
    """The reason why a constant has no range.

    ``by`` is what fixes it: a definition; a published figure, exact at its printed precision; the
    account of the base year, whose published totals hold only for all its figures together; or a
    choice of how the model is built.
    """

    kind: Literal["fixed"]
    by: FixedBy


def _what(data: object) -> str:
    """Return whether a distribution is ``fixed`` or has a ``range``."""
    kind = data.get("kind") if isinstance(data, dict) else getattr(data, "kind", None)
    return "fixed" if kind == "fixed" else "range"


class Parameter(Record):
    """A constant of the model file; without a source it is an assumption, with its reason.

    ``prior`` marks a constant that the calibration fits: it is the value assumed for the constant
    before the observations are used, and the start of the fit, whatever was fitted before.
    """

    name: Bilingual
    grade: Grade
    source: Names = ()
    reason: Bilingual
    distribution: (
        Annotated[
            Annotated[Distribution, Tag("range")] | Annotated[Fixed, Tag("fixed")], Discriminator(_what)
        ]
        | None
    ) = None
    prior: float | None = None

    @property
    def spread(self) -> Distribution | None:
        """Return the range of an uncertain constant."""
        return self.distribution if isinstance(self.distribution, Distribution) else None

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the faults between the fields."""
        if self.spread:
            yield from self.spread.order_faults()
        if self.prior is not None:
            yield from self._prior_faults(self.prior)

    def _prior_faults(self, prior: float) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        spread = self.spread
        if spread is None:
            yield (
                ("prior",),
                Fault(
                    "conflict",
                    '"prior" 只用于 "distribution" 为区间的参数。',
                    '"prior" belongs to a parameter whose "distribution" is a range.',
                ),
            )
        elif not spread.low < prior < spread.high:
            yield (
                ("prior",),
                Fault(
                    "outside-limits",
                    f'"prior" 为 {prior:g}，应在 "low" 和 "high"（{spread.low:g}–{spread.high:g}）之间，'
                    "不含两端。",
                    f'"prior" is {prior:g}; it must lie between "low" and "high" '
                    f"({spread.low:g} to {spread.high:g}, ends excluded).",
                ),
            )
