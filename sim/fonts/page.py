"""The packaged Chinese font beside the page, put in place before a page is shown."""

from __future__ import annotations

import functools
import logging
import os
from pathlib import Path

from sim.errors import SimError
from sim.files import write_files
from sim.fonts.cache import font_files
from sim.places import STATIC, page_folder

_LOG = logging.getLogger(__name__)


@functools.cache
def provide_fonts() -> None:
    """Put the fonts in place, once for each server; viewers with Chinese fonts do not need them."""
    try:
        place_fonts(page_folder() / STATIC)
    except (SimError, OSError) as error:
        _LOG.warning("%s", error)


def place_fonts(folder: Path) -> None:
    """Copy the page's fonts into a folder unless they are there, making them first if needed.

    Raises
    ------
    SimError: the folder cannot be written.
    """
    made = font_files()
    copies = {}
    for source in (made.web_regular, made.web_bold):
        target = folder / source.name
        if source != target and not (target.is_file() and target.read_bytes() == source.read_bytes()):
            copies[os.fspath(target)] = source.read_bytes()
    if copies:
        folder.mkdir(exist_ok=True)
        write_files(copies)
