"""Parameters: constants that are not levers, with evidence, reason and uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from sim.errors import Fault
from sim.registry.distributions import Distribution
from sim.registry.levers import Grade
from sim.registry.schema import Bilingual, Filled, Names, Record

FixedBy = Literal["definition", "published", "account", "choice"]


class Fixed(Record):
    """The reason why a constant has no range.

    ``by`` is what fixes it: a definition; a published figure, exact at its printed precision; the
    account of the base year, whose published totals hold only for all its figures together; or a
    choice of how the model is built.
    """

    kind: Literal["fixed"]
    by: FixedBy


class Account(Record):
    """A constant that follows from a published figure of the base year, given all others.

    ``of`` is the indicator. The figure itself is drawn within its printed digits, and the constant is
    solved for, beginning with ``start``, so that every member reproduces the figure [unit of the
    constant].
    """

    kind: Literal["account"]
    of: Filled
    start: float


class Yearly(Record):
    """A disturbance that differs from year to year; the model file has zeros.

    e(y) = p e(y - 1) + √(1 - p²) d (√c w(y) + √(1 - c) v(y)), with w common to all such constants and v
    its own, both standard normal.

    Parameters
    ----------
    deviation : d, standard deviation of e [unit of the constant]
    persistence : p, correlation of one year with the next
    common : c, share of the variance that the common cycle accounts for
    """

    kind: Literal["yearly"]
    deviation: Annotated[float, Field(gt=0)]
    persistence: Annotated[float, Field(ge=0, lt=1)]
    common: Annotated[float, Field(ge=0, le=1)]


class Choice(Record):
    """Alternatives between which experts differ, with the prior weight of each.

    Parameters
    ----------
    values : of the constant, the model file's among them [unit of the constant]
    weights : prior probability of each, 0 to 1, which sum to 1
    """

    kind: Literal["choice"]
    values: tuple[float, ...] = Field(strict=False, min_length=2)
    weights: tuple[Annotated[float, Field(gt=0)], ...] = Field(strict=False, min_length=2)

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the faults between the fields."""
        if len(self.values) != len(self.weights) or abs(sum(self.weights) - 1) > LEAST_ERROR:
            yield (
                ("distribution", "weights"),
                Fault(
                    "mismatch",
                    f'"weights" 应与 "values" 一样有 {len(self.values)} 个，合计为 1；'
                    f"这里有 {len(self.weights)} 个，合计 {sum(self.weights):g}。",
                    f'"weights" must be {len(self.values)} numbers, as "values" are, and sum to 1; here are '
                    f"{len(self.weights)}, which sum to {sum(self.weights):g}.",
                ),
            )


KINDS = ("fixed", "account", "yearly", "choice")  # further kinds than distributions
LEAST_ERROR = 1e-9  # of a sum of weights


def _what(data: object) -> str:
    """Return the kind of a distribution, ``range`` for those that have one."""
    kind = data.get("kind") if isinstance(data, dict) else getattr(data, "kind", None)
    return str(kind) if kind in KINDS else "range"


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
            Annotated[Distribution, Tag("range")]
            | Annotated[Fixed, Tag("fixed")]
            | Annotated[Account, Tag("account")]
            | Annotated[Yearly, Tag("yearly")]
            | Annotated[Choice, Tag("choice")],
            Discriminator(_what),
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
        if isinstance(self.distribution, Choice):
            yield from self.distribution.faults()
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
