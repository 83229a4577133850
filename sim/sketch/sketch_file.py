"""The sketch section of a model file: checked, laid out anew, and written in place of the old one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from sim.document import encoding_of, read_text
from sim.engine.model import cached_model
from sim.engine.reading import is_xmile
from sim.errors import fail
from sim.files import expand, write_files
from sim.sketch.audit import ViewAudit, audit_views, unnamed_rates
from sim.sketch.diagram import Diagram, diagrams
from sim.sketch.layout import draw_view
from sim.sketch.records import View
from sim.sketch.vensim import END, START, read_views, write_views

Progress = Callable[[int, int], None]  # variables drawn, and all
_MARK, _END = START[:10].encode(), END.encode()
_SETTINGS = ":L<%^E!@\n"  # what Vensim's settings begin with, for a file that has none


def check_sketch(path: str | os.PathLike[str]) -> tuple[tuple[ViewAudit, ...], dict[str, tuple[str, ...]]]:
    """Return the audit of each view of a file, and the stocks with rates that have no name.

    Raises
    ------
    SimError: the file or its equations cannot be read.
    """
    _refuse_xmile(path)
    model = cached_model(path)
    return audit_views(model, read_views(read_text(path))), unnamed_rates(model)


def draw_sketch(path: str | os.PathLike[str], progress: Progress | None = None) -> bool:
    """Lay all views of a model file out anew and write them into it; return whether the file changed.

    Raises
    ------
    SimError: the file or its equations cannot be read; it cannot be written.
    """
    _refuse_xmile(path)
    found = list(diagrams(cached_model(path)))
    return rewrite_sketch(path, list(_drawn(found, progress)))


def _refuse_xmile(path: str | os.PathLike[str]) -> None:
    place = os.fspath(path)
    if is_xmile(read_text(path), place):
        raise fail(
            "unsupported",
            f"XMILE 文件里的图这里不读也不画；先转换：teda model convert {place} 模型.mdl。",
            "pictures in XMILE files are neither read nor drawn here; convert it first: "
            f"teda model convert {place} MODEL.mdl.",
            place,
        )


def _drawn(found: Sequence[Diagram], progress: Progress | None) -> Iterator[View]:
    """Yield the views, telling the progress in variables drawn."""
    done, total = 0, sum(len(diagram.nodes) for diagram in found)
    for diagram in found:
        if progress:
            progress(done, total)
        yield draw_view(diagram)
        done += len(diagram.nodes)


def rewrite_sketch(path: str | os.PathLike[str], views: Iterable[View]) -> bool:
    """Replace the sketch section of a model file, whole or not at all; return whether it changed.

    Raises
    ------
    SimError: the file cannot be read or written.
    """
    place = os.fspath(path)
    read_text(place)  # raises where the file is no text
    old = expand(place).read_bytes()
    new = with_sketch(old, write_views(views))
    if new != old:
        write_files({place: new})
    return new != old


def with_sketch(raw: bytes, sketch: str) -> bytes:
    """Return a model file's bytes with another sketch, in the file's own encoding and line ends."""
    equations, _, rest = raw.partition(_MARK)
    _, end, settings = rest.partition(_END)
    tail = settings.lstrip(b"\r\n") if end else _SETTINGS.encode()
    if not equations.endswith(b"\n"):
        equations += b"\n"
    return equations + _encoded(sketch, raw) + tail


def _encoded(sketch: str, raw: bytes) -> bytes:
    text = sketch.replace("\n", "\r\n") if b"\r\n" in raw else sketch
    return text.encode(encoding_of(raw).removesuffix("-sig"))
