"""Names of the model as users write them: case, blanks and underscores do not matter."""

from __future__ import annotations

import re


def fold(name: str) -> str:
    """Return the form in which two spellings of one name, or of one element, are equal."""
    spaced = re.sub(r"[\s_]+", " ", name.replace('"', "")).strip().lower()
    return re.sub(r"\s*([\[\],])\s*", r"\1", spaced)


def split_element(name: str) -> tuple[str, str]:
    """Split ``name[element]`` into the name and ``[element]``, which may be empty."""
    base, bracket, rest = name.partition("[")
    return base.strip(), (bracket + rest).strip()
