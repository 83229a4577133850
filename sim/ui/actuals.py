"""Actuals in the page: files are dropped, what they say is shown, and the folder to keep is downloaded."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

import streamlit as st

from sim.actuals.files import SUFFIXES
from sim.actuals.importing import Import, Request, Upload, keep, read_actuals
from sim.actuals.understanding import Occasion
from sim.errors import SimError
from sim.report.actuals.table import import_report
from sim.report.record import Paragraph, Table
from sim.scenario.workspace import Workspace
from sim.ui.fact_table import fact_table
from sim.ui.faults import fault_list
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.units import Language

FOLDER = "actuals"
_STYLE = """<style>
.st-key-actuals [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
</style>"""  # Streamlit's limit, which is not ours


def draw_actuals(scene: Scene) -> None:
    """Draw where files are dropped and, once there are some, what they say."""
    language = scene.view.language
    heading, note = say("actuals_heading", language), say("actuals_note", language)
    with st.container(key="actuals"):
        st.html(f'<div class="teda facts"><h2>{heading}</h2><p>{note}</p></div>{_STYLE}')
        chosen = st.file_uploader(
            say("actuals_files", language),
            [suffix.removeprefix(".") for suffix in SUFFIXES],
            accept_multiple_files=True,
            key="actuals_files",
        )
        if chosen:
            uploads = [Upload(one.name, one.getvalue()) for one in chosen]
            _show(uploads, scene.workspace, language)


def _show(uploads: Sequence[Upload], workspace: Workspace, language: Language) -> None:
    """Show what files say, and offer the folder; or all that is wrong with them."""
    try:
        folder, shown = folder_of(uploads, workspace, language)
    except SimError as error:
        heading = say("actuals_wrong", language)
        st.html(
            f'<div class="teda fault hard" role="alert"><h2>{heading}</h2>{fault_list(error.faults)}</div>'
        )
        return
    st.html(shown)
    name = f"{FOLDER}.zip"
    st.download_button(say("actuals_keep", language), folder, name, "application/zip", on_click="ignore")
    st.html(f'<div class="teda note">{escape(say("actuals_next", language))}</div>')


def folder_of(uploads: Sequence[Upload], workspace: Workspace, language: Language) -> tuple[bytes, str]:
    """Return the folder of actuals that files make, as a ZIP archive, and what was understood as HTML.

    Raises
    ------
    SimError: all that is wrong with the files; figures that would have to be asked about among it.
    """
    with tempfile.TemporaryDirectory() as place:
        found = read_actuals(Request(uploads, Path(place) / FOLDER, {}, Occasion()), workspace)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in keep(found):
                archive.write(path, f"{FOLDER}/{Path(path).name}")
    return stream.getvalue(), shown_html(found, workspace, language)


def shown_html(found: Import, workspace: Workspace, language: Language) -> str:
    """Return tables and sentences of what was understood."""
    parts = []
    for block in import_report(found, workspace).blocks(language):
        if isinstance(block, Table):
            parts.append(fact_table(tuple(block.headings), list(block.printed())))
        elif isinstance(block, Paragraph):
            parts.append(f'<div class="teda note">{escape(block.text)}</div>')
    return "".join(parts)
