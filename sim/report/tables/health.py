"""Report of the state of an installation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sim.registry.schema import Bilingual
from sim.report.record import Block, Column, Report, Row, Table
from sim.report.words.figures import MET, NOT_MET
from sim.report.words.glossary import heading
from sim.units import Language


@dataclass(frozen=True)
class Finding:
    """A part of the installation.

    Parameters
    ----------
    part : what was looked at
    value : what was found
    cure : what to do, None where it is sound
    """

    part: Bilingual
    value: str
    cure: Bilingual | None = None

    @property
    def is_sound(self) -> bool:
        """Return whether nothing has to be done."""
        return self.cure is None


def health_report(findings: Sequence[Finding]) -> Report:
    """Return a row for each part, with what to do where it is not sound."""
    table = partial(_table, findings)
    return Report(partial(_blocks, findings), table, lambda: [_record(one) for one in findings])


def _blocks(findings: Sequence[Finding], language: Language) -> Iterator[Block]:
    yield _table(findings, language)
    wrong = sum(not one.is_sound for one in findings)
    done = {"zh": "一切正常。", "en": "All is well."}
    todo = {"zh": f"{wrong} 处要处理。", "en": f"To be mended: {wrong}."}
    yield from ("", (todo if wrong else done)[language])


def _table(findings: Sequence[Finding], language: Language) -> Table:
    columns = [
        Column("", is_figure=False),
        Column(heading("name", language), is_figure=False),
        Column(heading("state", language), is_figure=False, limit=48),
        Column({"zh": "办法", "en": "What to do"}[language], is_figure=False, limit=48),
    ]
    return Table(columns, [_row(one, language) for one in findings])


def _row(one: Finding, language: Language) -> Row:
    mark = MET if one.is_sound else NOT_MET
    return [mark, one.part.text(language), one.value, one.cure.text(language) if one.cure else None]


def _record(one: Finding) -> dict[str, object]:
    cure = one.cure.model_dump() if one.cure else None
    return {"part": one.part.model_dump(), "value": one.value, "sound": one.is_sound, "cure": cure}
