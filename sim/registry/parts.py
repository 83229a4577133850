"""Parts of the registry: the file of ``model/`` that holds each, its schema and its cross-checks."""

from __future__ import annotations

import functools
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.document import Document, merged, read_yaml
from sim.errors import Fault, Faults
from sim.files import fingerprint
from sim.registry.schema import Record, check_entries, check_parts, check_record

Shape = Callable[[Document], tuple[Any, list[Fault]]]
Check = Callable[..., Iterable[Fault]]
SUFFIX = ".yaml"


@dataclass(frozen=True)
class Content:
    """Content of a part, and the place of each entry."""

    value: Any
    document: Document


@dataclass(frozen=True)
class Part(ABC):
    """A part of the registry and its file.

    Parameters
    ----------
    name : name of the part in the registry
    file : path within ``model/``; may contain names of parts that were read before, in braces
    is_optional : whether a home may lack the file
    changes_results : whether results depend on it, so that the registry's hash covers it
    needs : parts without which it cannot be read
    agrees_with : parts that its check is given
    check : faults of the part given those others: ``check(value, document, *others)``
    """

    name: str
    file: str
    is_optional: bool = False
    changes_results: bool = True
    needs: tuple[str, ...] = ()
    agrees_with: tuple[str, ...] = ()
    check: Check | None = None

    def paths(self, folder: Path, known: Mapping[str, Any]) -> list[str]:
        """Return the files that the part is read from; of ``NAME.yaml`` those of a folder NAME as well."""
        path = folder / self.file.format(**known)
        inner = sorted(path.with_suffix("").glob(f"*{SUFFIX}")) if path.suffix == SUFFIX else []
        own = [path] if path.exists() or not (inner or self.is_optional) else []
        return [os.fspath(each) for each in (*own, *inner)]

    @abstractmethod
    def read(self, folder: Path, known: Mapping[str, Any]) -> Content:
        """Return the content of the part.

        Raises
        ------
        SimError: a file that is missing or cannot be read, all faults of its entries.
        """

    def faults(self, content: Content, known: Mapping[str, Any]) -> list[Fault]:
        """Return the disagreements of the part with others; none while one of those has faults."""
        if self.check is None or any(name not in known for name in self.agrees_with):
            return []
        return list(self.check(content.value, content.document, *(known[name] for name in self.agrees_with)))

    def _absent(self, folder: Path) -> Document:
        return Document(os.fspath(folder / self.file), {}, {})


@dataclass(frozen=True, kw_only=True)
class YamlPart(Part):
    """A part in YAML.

    Parameters
    ----------
    shape : value of a document and its faults
    """

    shape: Shape

    def read(self, folder: Path, known: Mapping[str, Any]) -> Content:
        """Return what the part holds."""
        paths = self.paths(folder, known)
        document = _documents(paths) if paths else self._absent(folder)
        value, faults = self.shape(document)
        Faults(faults).check()
        return Content(value, document)


@dataclass(frozen=True, kw_only=True)
class TablePart(Part):
    """A part in a CSV table, which a home may lack.

    Parameters
    ----------
    rows : value of a file, given its path and the parts that it needs
    absent : value where the file is missing
    """

    rows: Callable[..., Any]
    absent: Any = None
    is_optional: bool = True

    def read(self, folder: Path, known: Mapping[str, Any]) -> Content:
        """Return what the part holds."""
        paths = self.paths(folder, known)
        value = self.rows(*paths, *(known[name] for name in self.needs)) if paths else self.absent
        return Content(value, self._absent(folder))


def entries(schema: type[Record]) -> Shape:
    """Return the shape of a document of ``name: record`` pairs."""
    return lambda document: check_entries(document, schema)


def record(schema: type[Record]) -> Shape:
    """Return the shape of a document that is one record."""
    return lambda document: check_record(document, (), document.data, schema)


def sections(schemas: Mapping[str, type[Record]], *, are_needed: bool) -> Shape:
    """Return the shape of a document with sections of ``name: record`` pairs."""
    return lambda document: check_parts(document, schemas, are_needed=are_needed)


def _documents(paths: Sequence[str]) -> Document:
    """Return one document of several files, with the faults of all of them together."""
    with Faults() as faults:
        found = [faults.take(_document, path, fingerprint(path)) for path in paths]
    return found[0] if len(found) == 1 else merged(found)


@functools.lru_cache(maxsize=64)
def _document(path: str, _print: str) -> Document:
    return read_yaml(path)
