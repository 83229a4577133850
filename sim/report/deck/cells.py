"""Brings the cells of a table up to date: each is found by its row's first cell and its column's heading."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn

from sim.report.briefing.page import Grid, Page
from sim.report.deck.changes import Change, Refreshed, stale_in, words, write
from sim.report.deck.recipe import PREFIX, Recipe
from sim.report.words.numbers import typeset

Row = dict[str, str]  # text by heading


def renew_table(shape: Any, page: Page, recipe: Recipe, name: str, slide: int, found: Refreshed) -> None:
    """Bring the cells up to date that are as they were generated; rows and columns of others stay.

    A row that people have added and named after one of ours is filled where it is empty. Rows of ours that
    no part of the table has are told.
    """
    kept = recipe.texts.get(name)
    if not isinstance(page.body, Grid) or not isinstance(kept, list):
        return
    new, what = _rows_of(page.body), name.removeprefix(PREFIX)
    old = {row[0]: dict(zip(kept[0], row, strict=True)) for row in kept[1:]}
    known = _known(recipe, name)
    rows = [[_cell(cell) for cell in row.iter(qn("a:tc"))] for row in shape.iter(qn("a:tr"))]
    names = [_text(cell) for cell in rows[0]]
    for row in rows[1:]:
        key = _text(row[0])
        if key in new and key not in known:
            old[key] = {head: key if head == kept[0][0] else "" for head in kept[0]}
            known.add(key)
        if key in old and key not in new:
            found.changes.append(Change(slide, what, is_kept=True, cell=key))
        if key not in new or key not in old:
            continue
        for head, cell in list(zip(names, row, strict=False))[1:]:
            if head in new[key] and head in old[key]:
                _renew_cell(cell, old[key], new[key][head], head, (what, key, slide), found)
    recipe.texts[name] = [kept[0], *([row[head] for head in kept[0]] for row in old.values())]
    if name == _first(recipe, name):
        lacking = [key for key in new if key not in known]
        found.changes += [
            Change(slide, what, after=" | ".join(new[key].values()), cell=key, is_missing=True)
            for key in lacking
        ]


def _rows_of(grid: Grid) -> dict[str, Row]:
    """Return the rows of a table by their first cells, as a deck prints them."""
    columns = grid.columns
    return {
        row[0]: {
            column.heading: typeset(text) if column.is_figure else text
            for column, text in zip(columns, row, strict=True)
        }
        for row in grid.rows
    }


def _parts(recipe: Recipe, name: str) -> list[str]:
    """Return the names of all parts of a table that goes on on further slides."""
    key, _, part = name.rpartition(":")
    key = key.partition("#")[0]
    return [each for each in recipe.texts if each.endswith(f":{part}") and
            each.rpartition(":")[0].partition("#")[0] == key]  # fmt: skip


def _first(recipe: Recipe, name: str) -> str:
    return min(_parts(recipe, name), key=len)


def _known(recipe: Recipe, name: str) -> set[str]:
    """Return the first cells of the rows of all parts of a table."""
    return {row[0] for each in _parts(recipe, name) for row in recipe.texts[each][1:]}


def _renew_cell(
    cell: Any, old: Row, new: str, head: str, place: tuple[str, str, int], found: Refreshed
) -> None:
    now, (what, key, slide) = _text(cell), place
    at = f"{key}, {head}"
    if now == new or old[head] == new:
        return
    if now != old[head]:
        found.changes.append(Change(slide, what, now, new, True, stale_in(now, old[head], new), at))
        return
    if cell is not None:
        write(cell, new)
        found.changes.append(Change(slide, what, now, new, cell=at))
        old[head] = new


def _cell(cell: Any) -> Any:
    """Return the only paragraph of a cell that holds text, or the only one; None where it has several."""
    every = list(cell.iter(qn("a:p")))
    held = [each for each in every if words(each)]
    return held[0] if len(held) == 1 else every[0] if len(every) == 1 else None


def _text(paragraph: Any) -> str:
    return "" if paragraph is None else words(paragraph)
