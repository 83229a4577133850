"""Actuals: observed figures with the file, sheet and cell in which they stand."""

from __future__ import annotations

from dataclasses import dataclass

from sim.actuals.subjects import Subject
from sim.registry.observations import Observation
from sim.registry.periods import Period

GRADES = {"快报": "B", "年报": "A", "普查修订": "A", "": "B"}  # of evidence, by vintage


def when(period: Period) -> tuple[str, str]:
    """Return a period within a sentence, in Chinese and English."""
    return (f"{period.text('zh')} 年" if period.is_year else period.text("zh")), period.text("en")


@dataclass(frozen=True)
class Actual:
    """A figure as it was understood.

    Parameters
    ----------
    subject : what it is of
    period : of the figure
    value : in the subject's unit
    given, given_unit : the figure as the file has it, and its unit, "" where none was stated
    status : vintage, 快报, 年报 or 普查修订; "" where nothing says
    known : day on which it was published, as in 2022-01-28; "" where none is given
    error : stated standard deviation [unit of the subject], None without one
    name : as the file calls it
    file, sheet, cell : in which it stands
    is_assumed : whether no unit was stated, and the subject's was taken
    """

    subject: Subject
    period: Period
    value: float
    given: str
    given_unit: str
    bound: str
    status: str
    known: str
    source: str
    error: float | None
    name: str
    file: str
    sheet: str
    cell: str
    is_assumed: bool = False

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Return what may have one figure: subject, period and vintage."""
        return (
            self.subject.indicator,
            self.subject.variable,
            self.subject.measure,
            self.period.code,
            self.status,
        )

    @property
    def id(self) -> str:
        """Return the indicator, or the variable."""
        return self.subject.indicator or self.subject.variable

    @property
    def place(self) -> str:
        """Return file, sheet and cell as messages name them."""
        return ":".join(filter(None, (self.file, self.sheet, self.cell)))

    def observation(self) -> Observation:
        """Return it as an observation."""
        subject = self.subject
        return Observation(
            period=self.period, value=self.value, grade=GRADES[self.status], source=self.source, use="",
            indicator=subject.indicator, variable=subject.variable, measure=subject.measure, bound=self.bound,
            unit=subject.unit, price_basis=subject.price_basis, line=0, error=self.error, known=self.known,
            file=self.file, sheet=self.sheet, cell=self.cell, status=self.status,
        )  # fmt: skip
