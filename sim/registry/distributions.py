"""Distributions of uncertain constants: three kinds of our own, and those of ``scipy.stats``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from pydantic import Field

from sim.errors import Fault, suggestion
from sim.registry.schema import Filled, Record

if TYPE_CHECKING:
    from scipy.stats import rv_continuous

Located = tuple[tuple[Any, ...], Fault]
LEAST_WITHIN = 1e-6  # least probability within a range


class Distribution(Record):
    """Distribution of an uncertain constant.

    ``kind`` is ``triangular``, ``uniform``, ``lognormal``, or the name of a continuous distribution of
    ``scipy.stats`` with its parameters there: ``shape`` by name, ``loc`` and ``scale``.

    ``low`` and ``high`` are the ends of a triangular or uniform distribution and the points of
    5% and 95% of a lognormal one [unit of the constant]; one of ``scipy.stats`` is truncated to them.

    ``mode`` is that of a triangle; without one it is the value in the model file.
    """

    own_kinds: ClassVar[tuple[str, ...]] = ("triangular", "uniform", "lognormal")

    kind: Filled
    low: float
    high: float
    mode: float | None = None
    shape: dict[str, float] = Field(default_factory=dict)
    loc: float = 0.0
    scale: float = 1.0

    def order_faults(self) -> Iterator[Located]:
        """Yield the faults between the fields."""
        if self.low >= self.high:
            yield (
                ("distribution", "high"),
                Fault(
                    "wrong-order",
                    f'"high" 为 {self.high:g}，应大于 "low"（{self.low:g}）。',
                    f'"high" is {self.high:g}; it must be above "low" ({self.low:g}).',
                ),
            )
        if self.mode is not None and not (self.kind == "triangular" and self.low <= self.mode <= self.high):
            yield (
                ("distribution", "mode"),
                Fault(
                    "outside-limits",
                    f'"mode" 为 {self.mode:g}；只有三角分布有众数，且应在 "low" 和 "high" 之间。',
                    f'"mode" is {self.mode:g}; only a triangle has one, between "low" and "high".',
                ),
            )
        if self.kind == "lognormal" and self.low <= 0:
            yield (
                ("distribution", "low"),
                Fault(
                    "outside-limits",
                    f'对数正态分布的 "low" 为 {self.low:g}，应大于 0。',
                    f'"low" of a lognormal is {self.low:g}; it must be above 0.',
                ),
            )
        yield from self._own_faults() if self.kind in self.own_kinds else scipy_faults(self)

    def _own_faults(self) -> Iterator[Located]:
        for name in sorted({"shape", "loc", "scale"} & self.model_fields_set):
            yield (
                ("distribution", name),
                Fault(
                    "conflict",
                    f'"{name}" 只用于 scipy.stats 的分布；{self.kind} 由 "low" 和 "high" 给定。',
                    f'"{name}" belongs to distributions of scipy.stats; "low" and "high" give {self.kind}.',
                ),
            )


def scipy_kinds() -> Mapping[str, rv_continuous]:
    """Return the continuous distributions of ``scipy.stats`` by name."""
    from scipy import stats

    return {name: one for name, one in vars(stats).items() if isinstance(one, stats.rv_continuous)}


def frozen(distribution: Distribution) -> Any:
    """Return the distribution of ``scipy.stats`` with its parameters, not truncated to a range."""
    known = scipy_kinds()[distribution.kind]
    return known(**distribution.shape, loc=distribution.loc, scale=distribution.scale)


def scipy_faults(distribution: Distribution) -> Iterator[Located]:
    """Yield the faults of a distribution of ``scipy.stats``: name, shape, scale, range."""
    known = scipy_kinds().get(distribution.kind)
    if known is None:
        zh, en = suggestion(distribution.kind, [*scipy_kinds(), *distribution.own_kinds, "fixed"])
        own = ", ".join((*distribution.own_kinds, "fixed"))
        yield (
            ("distribution", "kind"),
            Fault(
                "invalid-choice",
                f'"distribution.kind" 为 "{distribution.kind}"，应是 {own}，'
                f"或 scipy.stats 中一个连续分布的名称。{zh}",
                f'"distribution.kind" is "{distribution.kind}"; it must be {own}, or the name of a '
                f"continuous distribution of scipy.stats.{en}",
            ),
        )
        return
    wanted = known.shapes.split(", ") if known.shapes else []
    faults = [*_shape_faults(distribution, wanted), *_scale_faults(distribution)]
    yield from faults
    if not faults:
        yield from _range_faults(distribution, wanted)


def _shape_faults(distribution: Distribution, wanted: list[str]) -> Iterator[Located]:
    listed_zh = "、".join(wanted) or "（无）"
    listed_en = ", ".join(wanted) or "(none)"
    for name in distribution.shape:
        if name not in wanted:
            zh, en = suggestion(name, wanted)
            yield (
                ("distribution", "shape", name),
                Fault(
                    "unknown-name",
                    f'{distribution.kind} 没有形状参数 "{name}"。{zh}应有：{listed_zh}。',
                    f'{distribution.kind} has no shape parameter "{name}".{en} It has: {listed_en}.',
                ),
            )
    missing = [name for name in wanted if name not in distribution.shape]
    if missing:
        yield (
            ("distribution", "shape") if distribution.shape else ("distribution",),
            Fault(
                "missing",
                f"{distribution.kind} 缺少形状参数 {'、'.join(missing)}；"
                f"应写 shape: {{{_example(wanted)}}}。",
                f"{distribution.kind} lacks the shape parameters {', '.join(missing)}; write "
                f"shape: {{{_example(wanted)}}}.",
            ),
        )


def _example(wanted: list[str]) -> str:
    return ", ".join(f"{name}: …" for name in wanted)


def _scale_faults(distribution: Distribution) -> Iterator[Located]:
    if distribution.scale <= 0:
        yield (
            ("distribution", "scale"),
            Fault(
                "outside-limits",
                f'"scale" 为 {distribution.scale:g}，应大于 0。',
                f'"scale" is {distribution.scale:g}; it must be above 0.',
            ),
        )


def _range_faults(distribution: Distribution, wanted: list[str]) -> Iterator[Located]:
    below, above = frozen(distribution).cdf([distribution.low, distribution.high])
    if np.isnan(below):
        given = ", ".join(f"{name} = {distribution.shape[name]:g}" for name in wanted)
        yield (
            ("distribution", "shape"),
            Fault(
                "outside-limits",
                f"{distribution.kind} 不能取这组形状参数：{given}。",
                f"{distribution.kind} cannot have these shape parameters: {given}.",
            ),
        )
    elif distribution.low < distribution.high and above - below < LEAST_WITHIN:
        yield (
            ("distribution", "low"),
            Fault(
                "outside-limits",
                f"{distribution.kind} 几乎不落在 {distribution.low:g}–{distribution.high:g} 内"
                f"（概率 {above - below:.2g}）；请核对 loc 和 scale。",
                f"{distribution.kind} hardly ever falls between {distribution.low:g} and "
                f"{distribution.high:g} (probability {above - below:.2g}); check loc and scale.",
            ),
        )
