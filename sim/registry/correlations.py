"""Rank correlations between the draws of uncertain constants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import Field

from sim.arrays import Array
from sim.document import Document
from sim.errors import Fault, suggestion
from sim.registry.parameters import Parameter
from sim.registry.schema import Bilingual, Filled, Record

Matrix = Array
_LEAST = 1e-9  # eigenvalue of a matrix that still counts as positive definite


class Pair(Record):
    """Two constants and the rank correlation (Spearman's) of their draws."""

    of: tuple[Filled, Filled] = Field(strict=False)
    rank: float


class Correlation(Record):
    """Constants whose combination only is known from observations, and the reason."""

    name: Bilingual
    reason: Bilingual
    pairs: tuple[Pair, ...] = Field(strict=False, min_length=1)

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield the faults within a pair."""
        for place, pair in enumerate(self.pairs):
            if not -1 < pair.rank < 1 or pair.rank == 0:
                yield (
                    ("pairs", place, "rank"),
                    Fault(
                        "outside-limits",
                        f'"rank" 为 {pair.rank:g}，应在 -1 与 1 之间且不为 0。',
                        f'"rank" is {pair.rank:g}; it must be between -1 and 1 and not 0.',
                    ),
                )
            if pair.of[0] == pair.of[1]:
                yield (
                    ("pairs", place, "of"),
                    Fault(
                        "circular",
                        f'"{pair.of[0]}" 不能与自身相关。',
                        f'"{pair.of[0]}" cannot be correlated with itself.',
                    ),
                )


def correlation_faults(
    groups: Mapping[str, Correlation], document: Document, parameters: Mapping[str, Parameter]
) -> list[Fault]:
    """Return the faults: names of no uncertain constant, pairs given twice, and inconsistent ranks."""
    faults: list[Fault] = []
    seen: set[frozenset[str]] = set()
    for key, group in groups.items():
        for number, pair in enumerate(group.pairs):
            place = document.place(key, "pairs", number)
            faults += [
                _unknown(name, parameters, place) for name in pair.of if not _is_uncertain(name, parameters)
            ]
            if frozenset(pair.of) in seen:
                first, second = pair.of
                faults.append(
                    Fault(
                        "duplicate",
                        f'"{first}" 与 "{second}" 的相关已经给出。',
                        f'the correlation of "{first}" and "{second}" is given already.',
                        place,
                    )
                )
            seen.add(frozenset(pair.of))
    if faults:
        return faults
    pairs = all_pairs(groups)
    return [
        fault for names in components(pairs, parameters) for fault in _inadmissible(names, pairs, document)
    ]


def all_pairs(groups: Mapping[str, Correlation]) -> list[Pair]:
    """Return the pairs of all groups."""
    return [pair for group in groups.values() for pair in group.pairs]


def components(pairs: Sequence[Pair], order: Mapping[str, object]) -> list[tuple[str, ...]]:
    """Return the sets of names that pairs connect, each in the order of the registry."""
    sets: list[set[str]] = []
    for pair in pairs:
        joined = set(pair.of)
        for other in [each for each in sets if each & joined]:
            sets.remove(other)
            joined |= other
        sets.append(joined)
    rank = {name: place for place, name in enumerate(order)}
    found = [tuple(sorted(names, key=rank.__getitem__)) for names in sets]
    return sorted(found, key=lambda names: rank[names[0]])


def copula(names: Sequence[str], pairs: Sequence[Pair]) -> Matrix:
    """Return the correlations of normal variates that give the stated rank correlations.

    r = 2 sin(π ρ / 6), for a Gaussian copula.

    Returns
    -------
    (name, name)
    """
    matrix = np.eye(len(names))
    place = {name: index for index, name in enumerate(names)}
    for pair in pairs:
        if pair.of[0] in place and pair.of[1] in place:
            row, column = (place[name] for name in pair.of)
            matrix[row, column] = matrix[column, row] = 2 * np.sin(np.pi * pair.rank / 6)
    return matrix


def _inadmissible(names: Sequence[str], pairs: Sequence[Pair], document: Document) -> Iterator[Fault]:
    """Yield the fault of ranks that no joint distribution has, with the factor by which to reduce them."""
    least = float(np.linalg.eigvalsh(copula(names, pairs))[0])
    if least > _LEAST:
        return
    factor = np.floor(100 * (1 - _LEAST) / (1 - least)) / 100
    listed = ", ".join(f'"{name}"' for name in names)
    yield Fault(
        "conflict",
        f"这些参数的相关系数不能同时成立（矩阵不正定）：{listed}。各系数约乘以 {factor:g} 后可成立。",
        f"these correlations cannot hold together (their matrix is not positive definite): {listed}. "
        f"Multiplied by about {factor:g} they can.",
        document.path,
    )


def _is_uncertain(name: str, parameters: Mapping[str, Parameter]) -> bool:
    return name in parameters and parameters[name].spread is not None


def _unknown(name: str, parameters: Mapping[str, Parameter], place: str) -> Fault:
    if name in parameters:
        return Fault(
            "no-data",
            f'"{name}" 没有取值范围，不能有相关系数。',
            f'"{name}" has no range and cannot have a correlation.',
            place,
        )
    zh, en = suggestion(name, [key for key, entry in parameters.items() if entry.spread])
    return Fault("unknown-name", f'没有名为 "{name}" 的参数。{zh}', f'no parameter "{name}".{en}', place)
