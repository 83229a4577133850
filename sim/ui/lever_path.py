"""The table of a lever by year, opened next to its slider."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from sim.errors import SimError
from sim.report.words.glossary import heading
from sim.report.words.lever_scale import Scale, lever_unit
from sim.scenario.paths import LeverPath, read_path
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace
from sim.ui.faults import fault_list
from sim.ui.texts import say
from sim.ui.view import lever_name
from sim.units import Language

if TYPE_CHECKING:
    import pandas as pd

YEAR, VALUE = "year", "value"
_HEIGHT = 260


@st.fragment
def draw_lever_path(
    slot: LeverSlot, shown: LeverPath | None, scale: Scale, workspace: Workspace, language: Language
) -> None:
    """Draw the button; its table is built when it is opened, and counts when it is applied.

    Parameters
    ----------
    shown : the lever's path, the user's or else the scenario's; None where it has none
    """
    name = lever_name(slot)
    label = say("path_of", language, years=_years(shown)) if shown else heading("by_year", language)
    box = st.popover(label, type="tertiary", key=f"card:path:{name}:{language}", on_change="rerun")
    if not box.open:
        return
    with box:
        st.html(f'<div class="teda note">{say("path_note", language)}</div>')
        edited = st.data_editor(
            _frame(slot, shown, workspace),
            hide_index=True,
            height=_HEIGHT,
            placeholder="",
            key=f"path:{name}:{shown}",  # another path is another table, without the edits of this one
            column_config={
                YEAR: st.column_config.NumberColumn(heading("year", language), format="%d", disabled=True),
                VALUE: st.column_config.NumberColumn(
                    say("path_value", language, unit=lever_unit(slot, language)),
                    min_value=slot.lever.minimum,
                    max_value=slot.lever.maximum,
                    format=None if scale.format != "percent" else "percent",
                ),
            },
        )
        take, clear = st.columns(2)
        if take.button(say("path_apply", language), key=f"take:{name}", type="primary", width="stretch"):
            _apply(slot, edited)
        is_own = name in st.session_state["paths"]
        if clear.button(
            say("path_clear", language), key=f"clear:{name}", disabled=not is_own, width="stretch"
        ):
            _keep(slot, None)


def _years(path: LeverPath) -> str:
    first = min(path.values)
    return str(first) if first == path.last else f"{first}–{path.last}"


def _frame(slot: LeverSlot, shown: LeverPath | None, workspace: Workspace) -> pd.DataFrame:
    """Return a row for each year of policy, its value empty where none is given."""
    import pandas as pd  # takes a second, which a page without an open table does not need

    years = range(workspace.registry.base_year + 1, slot.years[1] + 1)
    given = shown.values if shown else {}
    return pd.DataFrame({YEAR: [*years], VALUE: [given.get(year) for year in years]}).astype({VALUE: float})


def _apply(slot: LeverSlot, edited: pd.DataFrame) -> None:
    """Take the values of a table as the lever's path; a table without any takes it away."""
    kept = edited.dropna(subset=[VALUE])
    values = {int(year): float(value) for year, value in zip(kept[YEAR], kept[VALUE], strict=True)}
    try:
        _keep(slot, read_path(slot, values, "") if values else None)
    except SimError as error:
        st.html(f'<div class="teda fault" role="alert">{fault_list(error.faults)}</div>')


def _keep(slot: LeverSlot, path: LeverPath | None) -> None:
    paths = dict(st.session_state["paths"])
    paths.pop(lever_name(slot), None)
    if path is not None:
        paths[lever_name(slot)] = path
    st.session_state["paths"] = paths
    moved = dict(st.session_state["moved"])
    moved.pop(lever_name(slot), None)  # the slider goes on from the path
    st.session_state["moved"] = moved
    st.rerun()


def path_of(slot: LeverSlot, own: LeverPath | None) -> LeverPath | None:
    """Return the path of a lever in the session, or else the scenario's own."""
    return cast("LeverPath | None", st.session_state["paths"].get(lever_name(slot), own))
