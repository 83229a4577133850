"""What the elements of the model's subscripts are called."""

from __future__ import annotations

from collections.abc import Mapping

from sim.document import read_yaml
from sim.errors import SimError
from sim.registry.home import Home
from sim.registry.schema import Bilingual, check_entries

FILE = "elements.yaml"


def load_elements(home: Home) -> Mapping[str, Bilingual]:
    """Return the label of each element, by its name in lower case; a home may have none.

    Raises
    ------
    SimError: a file that cannot be read, or an entry without both languages.
    """
    path = home.model / FILE
    if not path.exists():
        return {}
    entries, faults = check_entries(read_yaml(path), Bilingual)
    if faults:
        raise SimError(faults)
    return {name.lower(): label for name, label in entries.items()}
