"""Order of draws, and constants that are held at the model's value; the file is generated."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from sim.document import read_text
from sim.errors import Faults
from sim.registry.influence import damaged

COLUMNS = ("parameter", "held")
ANSWERS = {"yes": True, "no": False}
HEAD = (
    "# 由 benchmarks/screening.py --write 写出，请勿手改。次序即抽样维度的次序；held 为 yes 的不抽样。\n"
    "# Written by benchmarks/screening.py --write, not by hand. In the order of the draws; "
    "what is held is not drawn.\n"
)


def held_text(held: Mapping[str, bool]) -> str:
    """Return the text of the file."""
    text = io.StringIO()
    text.write(HEAD)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    words = {answer: word for word, answer in ANSWERS.items()}
    writer.writerows((name, words[answer]) for name, answer in held.items())
    return text.getvalue()


def read_held(path: str) -> dict[str, bool]:
    """Return whether each constant is held, in the order of the draws.

    Raises
    ------
    SimError: the file was edited by hand and no longer matches what the screening writes.
    """
    lines = read_text(path).splitlines()
    first = next((place for place, line in enumerate(lines) if not line.startswith("#")), len(lines))
    held: dict[str, bool] = {}
    with Faults() as faults:
        for line, cells in enumerate(csv.reader(lines[first:]), start=first + 1):
            is_head = line == first + 1
            if is_head and tuple(cells) == COLUMNS:
                continue
            if is_head or len(cells) != len(COLUMNS) or cells[1] not in ANSWERS or cells[0] in held:
                faults.append(damaged(path, line))
            else:
                held[cells[0]] = ANSWERS[cells[1]]
    return held
