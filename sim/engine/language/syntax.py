"""The door to PySD: its parser of equations and the classes of their syntax, and nothing else of it.

Importing `pysd` brings its whole runtime, xarray and pandas with it: two seconds that every command
would spend. The parser needs none of that, so while it is imported an empty package stands in for
`pysd` itself; afterwards `import pysd` gives the real one as always.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def _without_runtime(package: str) -> Iterator[None]:
    spec = importlib.util.find_spec(package) if package not in sys.modules else None
    if spec is None or spec.submodule_search_locations is None:
        yield  # it is there already
        return
    stand_in = ModuleType(package)
    stand_in.__path__ = list(spec.submodule_search_locations)
    sys.modules[package] = stand_in
    try:
        yield
    finally:
        del sys.modules[package]


with _without_runtime("pysd"):
    from pysd.translators.structures import abstract_expressions as abstract
    from pysd.translators.vensim import vensim_element as vensim

__all__ = ["abstract", "vensim"]
