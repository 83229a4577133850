"""Expected directions: how each lever moves the headline indicators from its low end to its high end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import unknown
from sim.registry.schema import Bilingual, Record
from sim.registry.zone import Zone

Sign = Literal["+", "-", "0", "±"]
EITHER: Sign = "±"


class LeverSigns(Record):
    """Expected directions of a lever's effects.

    Parameters
    ----------
    signs : by headline indicator: higher, lower, hardly any, or either way
    reason : why some effect may go either way
    """

    signs: dict[str, Sign]
    reason: Bilingual | None = None

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield effects that may go either way without a reason."""
        if EITHER in self.signs.values() and self.reason is None:
            yield (
                ("signs",),
                Fault(
                    "missing",
                    f'有 "{EITHER}" 就要在 "reason" 中说明原因。',
                    f'"{EITHER}" needs a "reason".',
                ),
            )


@dataclass(frozen=True)
class SignsFile:
    """The expected directions of a home by lever; a home may state none."""

    levers: Mapping[str, LeverSigns]
    document: Document


def sign_faults(
    levers: Mapping[str, LeverSigns], document: Document, known: Mapping[str, object], zone: Zone
) -> Iterator[Fault]:
    """Yield levers that do not exist, and headline indicators that are missing or unknown."""
    for key, entry in levers.items():
        if key not in known:
            yield unknown("杠杆", "lever", key, known, document.place(key))
        yield from _row_faults(key, entry, document, zone.headline)
    for key in (key for key in known if levers and key not in levers):
        yield Fault(
            "missing",
            f'杠杆 "{key}" 没有写明方向。',
            f'the lever "{key}" has no directions.',
            document.place(),
        )


def _row_faults(key: str, entry: LeverSigns, document: Document, headline: Sequence[str]) -> Iterator[Fault]:
    for name in entry.signs:
        if name not in headline:
            place = document.place(key, "signs", name)
            yield unknown("主要指标", "headline indicator", name, headline, place)
    for name in (name for name in headline if name not in entry.signs):
        yield Fault(
            "missing",
            f'"{key}" 缺少主要指标 "{name}" 的方向。',
            f'"{key}" lacks the direction of the headline indicator "{name}".',
            document.place(key, "signs"),
        )
