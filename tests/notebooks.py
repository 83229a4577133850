"""Runs the notebooks of ``examples/``; ``python -m tests.notebooks`` keeps what they show now."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "examples"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LIMIT = 600  # seconds for a cell, on however busy a machine


def kept(path: Path) -> NotebookNode:
    """Return a notebook as it is kept."""
    return nbformat.read(path, as_version=4)


def executed(path: Path, temporary: Path) -> NotebookNode:
    """Return a notebook with what it shows when run in a fresh kernel, in the folder of the examples.

    Parameters
    ----------
    temporary : folder for its temporary files
    """
    notebook = kept(path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "TEMP": str(temporary)}
    options = {"timeout": LIMIT, "kernel_name": "python3", "coalesce_streams": True}
    client = NotebookClient(notebook, resources={"metadata": {"path": str(FOLDER)}}, **options)
    client.execute(env=environment)
    return notebook


def texts(notebook: NotebookNode) -> list[list[Any]]:
    """Return the texts that each cell of code shows; of a picture, that there is one."""
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")
    return [[_shown(output) for output in cell.outputs] for cell in cells]


def _shown(output: NotebookNode) -> Any:
    if output.output_type == "stream":
        return output.name, output.text
    data = output.get("data", {})
    return sorted(data), data.get("text/plain")


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without what differs from run to run or from machine to machine."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            for output in cell.outputs:
                if "metadata" in output:
                    output.metadata = {}
    return notebook


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    for each in NOTEBOOKS:
        with TemporaryDirectory() as folder:
            nbformat.write(tidy(executed(each, Path(folder))), each)
