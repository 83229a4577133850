"""The sketch of a model file as a whole: checked, or drawn anew."""

from __future__ import annotations

import os

from sim.document import read_text
from sim.engine.model import cached_model
from sim.sketch.audit import ViewAudit, audit_views, unnamed_rates
from sim.sketch.diagram import diagrams
from sim.sketch.layout import draw_view
from sim.sketch.rewriting import rewrite_sketch
from sim.sketch.vensim import read_views


def check_sketch(path: str | os.PathLike[str]) -> tuple[tuple[ViewAudit, ...], dict[str, tuple[str, ...]]]:
    """Return what each view of a file holds, and the stocks with rates that have no name.

    Raises
    ------
    SimError: the file or its equations cannot be read.
    """
    model = cached_model(path)
    return audit_views(model, read_views(read_text(path))), unnamed_rates(model)


def draw_sketch(path: str | os.PathLike[str]) -> bool:
    """Lay all views of a model file out anew and write them into it; return whether the file changed.

    Raises
    ------
    SimError: the file or its equations cannot be read; it cannot be written.
    """
    return rewrite_sketch(path, map(draw_view, diagrams(cached_model(path))))
