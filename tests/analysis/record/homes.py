"""A home whose figures became known one after the other; output is 5,500 in 2021 and rises by 500 a year."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import SMALL

HEAD = "indicator,variable,measure,year,value,bound,unit,price_basis,grade,error,known,source,use\n"
FIGURES = {
    "output 2021": "gross_output,,,2021,{},,,,A,,2022-02-01,s1,",
    "half of 2022": "gross_output,,,2022H1,{},,,,A,,2022-08-01,s1,",
    "growth 2022": ",output,growth,2022,{},,%,none,B,,2023-02-01,s1,",
    "residents 2022": "resident_population,,,2022,{},,,,C,,2023-02-01,s1,",
    "limit 2023": "gross_output,,,2023,{},>,,,A,,2024-02-01,s1,",
    "output 2024": "gross_output,,,2024,{},,,,A,,2025-02-01,s1,",
    "set by 2024": "resident_population,,,2024,{},,,,A,,2025-02-01,s1,setting",
}
SEEN = {
    "output 2021": 5600.0,
    "half of 2022": 3050.0,
    "growth 2022": 9.0,
    "residents 2022": 24.5,
    "limit 2023": 6200.0,
    "output 2024": 7100.0,
    "set by 2024": 27.5,
}


def write_observations(home: Path, **changed: float) -> None:
    """Write what was observed; names of the changed figures have _ for blanks."""
    seen = SEEN | {name.replace("_", " "): value for name, value in changed.items()}
    rows = (FIGURES[name].format(value) + "\n" for name, value in seen.items())
    (home / "model" / "observations.csv").write_text(HEAD + "".join(rows), encoding="utf-8")


def make_home(folder: Path, **changed: float) -> Path:
    """Return a copy of the small home with observations."""
    home = Path(shutil.copytree(SMALL, folder))
    write_observations(home, **changed)
    return home
