"""Identity of a result: the scenario with its changes, and the hash of the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.registry.load import Registry
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_plain
from sim.report.words.punctuation import COLON, bracketed, clauses, joined
from sim.scenario.paths import LeverPath
from sim.units import Language

_HASH_SHOWN = 12  # characters


def short_hash(model_hash: str) -> str:
    """Return the first characters of a model's hash, enough to distinguish models."""
    return model_hash[:_HASH_SHOWN]


def model_line(model_hash: str, language: Language) -> str:
    """Return the line that identifies the model of a result."""
    return heading("model", language) + COLON[language] + short_hash(model_hash)


def changes(options: Sequence[str], language: Language) -> str:
    """Return the settings that differ from the scenario's own, in brackets; "" where there are none."""
    if not options:
        return ""
    changed = {"zh": "改动", "en": "changed"}[language]
    return bracketed(f"{changed}{COLON[language]}{'; '.join(options)}", language)


def scenario_line(name: str, title: str, options: Sequence[str], language: Language) -> str:
    """Return the line that identifies the scenario of a result."""
    head = f"{heading('scenario', language)} {name}{COLON[language]}"
    return head + " ".join(title.split()) + changes(options, language)


def path_lines(paths: Mapping[str, LeverPath], registry: Registry, language: Language) -> Iterator[str]:
    """Yield a line on each lever that a scenario gives by year: its values, and where they are from."""
    for key, path in paths.items():
        lever = registry.levers.get(key)
        name = lever.name.text(language) if lever else key
        sign = {"zh": " 年 ", "en": ": "}[language]
        values = [f"{year}{sign}{print_plain(value)}" for year, value in path.values.items()]
        source = f"{heading('source', language)}{COLON[language]}{' '.join(path.source.split())}"
        parts = [f"{name} {joined(values, language)}", source if path.source else ""]
        yield f"{heading('by_year', language)}{COLON[language]}{clauses(parts, language)}"
