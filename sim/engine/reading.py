"""A model's text in either of its formats, Vensim's or XMILE, as a `Source`."""

from __future__ import annotations

from sim.engine.language.source import Source, split_source

XMILE_SUFFIXES = (".xmile", ".stmx", ".itmx")


def is_xmile(text: str, place: str) -> bool:
    """Return whether a model's text is XMILE: by the name of its file, or because it begins as XML does.

    Examples
    --------
    >>> is_xmile("<xmile>", "model.xml"), is_xmile("x = 1 ~~|", "model.mdl")
    (True, False)
    """
    return place.lower().endswith(XMILE_SUFFIXES) or text.lstrip("\ufeff \t\r\n").startswith("<")


def read_source(text: str, place: str, method: str = "") -> Source:
    """Return the equations of a model's text.

    Parameters
    ----------
    method : of integration, where it is not to be that of the file: some of XMILE's rules differ by it

    Raises
    ------
    SimError: a text that cannot be split into equations.
    """
    if not is_xmile(text, place):
        return split_source(text, place)
    from sim.engine.xmile.reading import read_xmile  # a fifth of the engine's modules, for its format only

    return read_xmile(text, place, method)
