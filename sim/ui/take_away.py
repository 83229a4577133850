"""Figures that the browser shows, as a workbook: made where the house's writer of workbooks is."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.report.record import Block, Cell, Column, Report, Table
from sim.report.workbook import workbook_bytes
from sim.units import Language

_MOST = 2_000  # rows of a table, and its columns: the largest has some sixty of each
_Text = Annotated[str, Field(max_length=4_000)]
_Pair = tuple[float | _Text | None, _Text]


class _Asked(BaseModel):
    """A table as the browser shows it.

    Parameters
    ----------
    rows : of pairs, a value and how it is printed
    notes : what the figures are of
    """

    model_config = ConfigDict(allow_inf_nan=False)

    title: _Text
    heads: list[_Text] = Field(max_length=_MOST)
    rows: list[list[_Pair]] = Field(max_length=_MOST)
    notes: list[_Text] = Field(max_length=_MOST)


def workbook_record(given: object, language: Language) -> dict[str, Any] | None:
    """Return a workbook for the browser, in base64, None where what it gave is no table."""
    try:
        asked = _Asked.model_validate(given)
    except ValidationError:
        return None
    width = len(asked.heads)
    if any(len(row) != width for row in asked.rows):
        return None
    columns = [Column(head, is_figure=place > 0) for place, head in enumerate(asked.heads)]
    rows = [[Cell(text if value is None else value, text) for value, text in row] for row in asked.rows]
    blocks: list[Block] = [Table(columns, rows, asked.title), *asked.notes]
    content = workbook_bytes(Report(lambda _language: blocks, None, dict), language)
    return {"content": base64.b64encode(content).decode("ascii")}
