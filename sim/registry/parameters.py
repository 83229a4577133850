"""The constants that are no levers: evidence, reason and uncertainty of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from sim.registry.levers import Grade
from sim.registry.schema import Bilingual, Filled, Names, Record
from sim.registry.scipy_kinds import scipy_faults

FixedBy = Literal["definition", "published", "account", "choice"]


class Distribution(Record):
    """How uncertain a constant is; the value in the model file is the mode of a triangle.

    ``kind`` is ``triangular``, ``uniform``, ``lognormal``, or the name of a continuous distribution of
    ``scipy.stats`` with its parameters there: ``shape`` by name, ``loc`` and ``scale``.

    ``low`` and ``high`` are the ends of a triangular or uniform distribution and the points of
    5% and 95% of a lognormal one, in the unit of the constant; one of ``scipy.stats`` is cut to them.
    One that is ``held`` stays at its value in draws, because a screening found that it hardly moves
    any target; its range still counts in the checks of extreme values.
    """

    own_kinds: ClassVar[tuple[str, ...]] = ("triangular", "uniform", "lognormal")

    kind: Filled
    low: float
    high: float
    held: bool = False
    shape: dict[str, float] = Field(default_factory=dict)
    loc: float = 0.0
    scale: float = 1.0

    def order_faults(self) -> Iterator[tuple[tuple[Any, ...], str, str]]:
        """Yield what is wrong between the fields."""
        if self.low >= self.high:
            yield (
                ("distribution", "high"),
                f'"high" 为 {self.high:g}，应大于 "low"（{self.low:g}）。',
                f'"high" is {self.high:g}; it must be above "low" ({self.low:g}).',
            )
        if self.kind == "lognormal" and self.low <= 0:
            yield (
                ("distribution", "low"),
                f'对数正态分布的 "low" 为 {self.low:g}，应大于 0。',
                f'"low" of a lognormal is {self.low:g}; it must be above 0.',
            )
        yield from self._own_faults() if self.kind in self.own_kinds else scipy_faults(self)

    def _own_faults(self) -> Iterator[tuple[tuple[Any, ...], str, str]]:
        for name in sorted({"shape", "loc", "scale"} & self.model_fields_set):
            yield (
                ("distribution", name),
                f'"{name}" 只用于 scipy.stats 的分布；{self.kind} 由 "low" 和 "high" 给定。',
                f'"{name}" belongs to distributions of scipy.stats; "low" and "high" give {self.kind}.',
            )


class Fixed(Record):
    """That a constant has no range, and why.

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

    ``prior`` marks a constant that the calibration fits: it is what the constant is thought to be
    before the observations are looked at, and where the fit starts, whatever was fitted before.
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
        """Return the range of an uncertain constant, drawn or held."""
        return self.distribution if isinstance(self.distribution, Distribution) else None

    @property
    def drawn(self) -> Distribution | None:
        """Return the range of a constant that varies in draws."""
        return self.spread if self.spread and not self.spread.held else None

    def faults(self) -> Iterator[tuple[tuple[Any, ...], str, str]]:
        """Yield what is wrong between the fields."""
        if self.spread:
            yield from self.spread.order_faults()
        if self.prior is not None:
            yield from self._prior_faults(self.prior)

    def _prior_faults(self, prior: float) -> Iterator[tuple[tuple[Any, ...], str, str]]:
        spread = self.spread
        if spread is None:
            yield (
                ("prior",),
                '"prior" 只用于 "distribution" 为区间的参数。',
                '"prior" belongs to a parameter whose "distribution" is a range.',
            )
        elif not spread.low < prior < spread.high:
            yield (
                ("prior",),
                f'"prior" 为 {prior:g}，应在 "low" 和 "high"（{spread.low:g}–{spread.high:g}）之间，'
                "不含两端。",
                f'"prior" is {prior:g}; it must lie between "low" and "high" '
                f"({spread.low:g} to {spread.high:g}, ends excluded).",
            )
