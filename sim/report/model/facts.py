"""Registry facts on a variable, as labelled lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.analysis.structure import Part, read_structure
from sim.bilingual_names import halves
from sim.errors import SimError
from sim.files import expand
from sim.names import fold, split_element
from sim.registry.distributions import Distribution
from sim.registry.home import find_home
from sim.registry.levers import History, Lever
from sim.registry.load import Registry
from sim.registry.loops import Loop
from sim.registry.parameters import Account, Choice, Fixed, FixedBy, Parameter, Yearly
from sim.registry.sources import Source
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_digits, print_plain, print_range, print_share, print_stated
from sim.report.words.punctuation import listed
from sim.report.words.variables import element_name
from sim.scenario.workspace import Workspace, load_workspace
from sim.units import Language, unit_label

FACTS = (  # in this order
    *("about", "range", "influence", "lever", "plan"),
    *("history", "grade", "reason", "source", "loop", "indicator"),
)
SPREADS: Mapping[str, Mapping[Language, str]] = {
    "triangular": {"zh": "三角分布", "en": "triangular"},
    "uniform": {"zh": "均匀分布", "en": "uniform"},
    "lognormal": {"zh": "对数正态分布，5%–95% 分位", "en": "lognormal, points of 5% and 95%"},
}
FIXED: Mapping[FixedBy, Mapping[Language, str]] = {
    "definition": {"zh": "固定：由定义", "en": "fixed by definition"},
    "published": {"zh": "固定：公布数", "en": "fixed: a published figure"},
    "account": {
        "zh": "固定：基期账户，各项合计须等于公布数",
        "en": "fixed: part of the account of the base year, whose totals are published",
    },
    "choice": {"zh": "固定：建模选择", "en": "fixed: a choice of how the model is built"},
}


@dataclass(frozen=True)
class Fact:
    """A fact about a variable.

    Parameters
    ----------
    key : one of `FACTS`
    lines : one for each entry, element or source
    """

    key: str
    lines: tuple[str, ...]

    def label(self, language: Language) -> str:
        """Return the label of the lines."""
        return heading(f"fact.{self.key}", language)


def part_of_file(path: str, name: str) -> tuple[Part, Workspace] | None:
    """Return a variable with its registry entries, None where the file is not the home's model."""
    try:
        home = find_home()
    except SimError:  # any model can be inspected without a home
        return None
    if not home.model_file.exists() or home.model_file.resolve() != expand(path).resolve():
        return None
    workspace = load_workspace(home.folder)
    return read_structure(workspace).parts[name], workspace


def registry_record(part: Part) -> dict[str, Any]:
    """Return the entries of a variable as written in the registry's files, by name."""
    entries = {
        "levers": {key: lever.model_dump(mode="json", by_alias=True) for key, lever in part.levers.items()},
        "parameters": {key: entry.model_dump(mode="json") for key, entry in part.parameters.items()},
    }
    return {name: found for name, found in entries.items() if found} | {"loops": list(part.loops)}


def registry_facts(part: Part, workspace: Workspace, language: Language) -> list[Fact]:
    """Return the registry's facts about a variable, in the order of `FACTS`, without empty ones."""
    lines = {
        **_entry_facts(part, workspace, language),
        "influence": list(_influences(part, workspace, language)),
        "source": list(_sources(part, workspace.registry.sources, language)),
        "loop": [_loop(key, workspace.registry.loops[key], language) for key in part.loops],
        "indicator": list(_indicators(part, workspace, language)),
    }
    return [Fact(key, tuple(lines[key])) for key in FACTS if lines.get(key)]


def _entry_facts(part: Part, workspace: Workspace, language: Language) -> dict[str, list[str]]:
    """Return the facts of lever and parameter entries, once where they are the same for all elements."""
    entries: list[tuple[str, Lever | Parameter]] = [*part.levers.items(), *part.parameters.items()]
    texts: dict[str, dict[str, list[str]]] = {}
    for key, entry in entries:
        said = dict(_said(entry, part.variable.units, language))
        for name, text in said.items():
            texts.setdefault(name, {}).setdefault(text, []).append(split_element(key)[1])
    return {
        name: [
            text if len(of) == len(entries) else _of(of, text, workspace.registry, language)
            for text, of in each.items()
        ]
        for name, each in texts.items()
    }


def _of(elements: Sequence[str], text: str, registry: Registry, language: Language) -> str:
    """Return a text with the elements that it is about before it."""
    names = listed((element_name(element, registry, language) for element in elements), language)
    return f"{names}{'：' if language == 'zh' else ': '}{text}"


def _said(entry: Lever | Parameter, unit: str, language: Language) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Lever):
        yield "about", entry.about.text(language)
        yield "lever", print_range(print_digits(entry.minimum), print_digits(entry.maximum))
        if entry.plan is not None:
            quote = f"“{entry.plan_quote}”" if language == "zh" else ""
            yield "plan", f"{print_stated(entry.plan)} {quote}".strip()
        if entry.history is not None:
            yield "history", history_text(entry.history, unit, language)
    else:
        if entry.spread:
            yield "range", spread_text(entry.spread, unit, language)
        elif entry.distribution and not isinstance(entry.distribution, Distribution):
            yield "range", reason_text(entry.distribution, unit, language)
        yield "reason", entry.reason.text(language)
    yield "grade", entry.grade


def history_text(history: History, unit: str, language: Language) -> str:
    """Return the range in which a lever moved in the past, and the period."""
    ends = print_range(print_digits(history.low), print_digits(history.high))
    ends = f"{ends} {unit_label(unit, language)}"
    period = halves(history.period)[language] or history.period
    return f"{ends}（{period}）" if language == "zh" else f"{ends} ({period.replace('—', '–')})"


def _influences(part: Part, workspace: Workspace, language: Language) -> Iterator[str]:
    """Yield the share of the indicators' variance due to each constant, and where it is the greatest."""
    screening = workspace.registry.screening
    for key in part.parameters if screening else ():
        assert screening is not None
        one = screening.found.get(key)
        entry = workspace.registry.indicators.get(one.indicator) if one else None
        if one is None or entry is None:
            continue
        element = split_element(key)[1] if len(part.parameters) > 1 else ""
        share, most = print_share(one.share, 1), print_share(min(one.greatest**2, 1.0))
        if language == "zh":
            text = f"占各指标离散的平均 {share}；最大在“{entry.name.zh}”（{one.year} 年），约 {most}"
        else:
            text = f"{share} of the indicators' spread on average; most in {entry.name.en}, {one.year}"
            text += f": about {most}"
        yield _of([element], text, workspace.registry, language) if element else text


def reason_text(distribution: Fixed | Account | Yearly | Choice, unit: str, language: Language) -> str:
    """Return how a constant without a range is determined."""
    if isinstance(distribution, Fixed):
        return FIXED[distribution.by][language]
    if isinstance(distribution, Account):
        return {
            "zh": f"由 2020 年公布数 {distribution.of} 倒推，随其他抽样而定",
            "en": f"follows from the published {distribution.of} of the base year, given all other draws",
        }[language]
    if isinstance(distribution, Choice):
        odds = [
            f"{print_digits(value)} ({print_share(weight)})"
            for value, weight in zip(distribution.values, distribution.weights, strict=True)
        ]
        return {"zh": f"结构假设：{'、'.join(odds)}", "en": f"structural alternatives: {', '.join(odds)}"}[
            language
        ]
    size = f"{print_digits(distribution.deviation)} {unit_label(unit, language)}".strip()
    persistence, common = print_digits(distribution.persistence), print_digits(distribution.common)
    return {
        "zh": f"逐年扰动：标准差 {size}，自相关 {persistence}，共同部分 {common}",
        "en": f"yearly disturbance: standard deviation {size}, autocorrelation {persistence}, "
        f"common part {common}",
    }[language]


def kind_text(distribution: Distribution, language: Language) -> str:
    """Return the name of a distribution, with its parameters if it is one of ``scipy.stats``."""
    if distribution.kind in SPREADS:
        return SPREADS[distribution.kind][language]
    given = {**distribution.shape, "loc": distribution.loc, "scale": distribution.scale}
    listed = ", ".join(f"{name} = {print_plain(value)}" for name, value in given.items())
    if language == "zh":
        return f"{distribution.kind} 分布（{listed}），截于两端"
    return f"{distribution.kind} ({listed}), truncated at both ends"


def spread_text(distribution: Distribution, unit: str, language: Language) -> str:
    """Return the uncertainty of a constant, in its unit."""
    ends = print_range(print_digits(distribution.low), print_digits(distribution.high))
    ends = f"{ends} {unit_label(unit, language)}"
    kind = kind_text(distribution, language)
    return f"{ends}（{kind}）" if language == "zh" else f"{ends} ({kind})"


def _sources(part: Part, known: Mapping[str, Source], language: Language) -> Iterator[str]:
    """Yield the sources and their statements, including those of a lever's history."""
    entries: list[Lever | Parameter] = [*part.levers.values(), *part.parameters.values()]
    names = dict.fromkeys(name for entry in entries for _, named in entry.sources_at() for name in named)
    yield from (source_text(name, known[name], language) for name in names)


def source_text(name: str, source: Source, language: Language) -> str:
    """Return a source and its statement; in English its id where its title is only in Chinese.

    Parameters
    ----------
    name : id of the source
    """
    whole = (source.title, source.publisher or "", str(source.year or ""), source.address or "")
    title, *others = (_in(text, language) for text in whole)
    where = ", ".join(text for text in (title or name, *others) if text)
    quote, conversion = _in(source.quote or "", language), _in(source.conversion or "", language)
    if language == "zh":
        return where + (f"：“{quote}”" if quote else "") + (f" 换算：{conversion}" if conversion else "")
    return where + (f': "{quote}"' if quote else "") + (f" Converted: {conversion}" if conversion else "")


def _in(text: str, language: Language) -> str:
    """Return a text in a language; in Chinese also a text that is only in English."""
    return halves(text)[language] or (text if language == "zh" else "")


def _loop(key: str, loop: Loop, language: Language) -> str:
    colon = "：" if language == "zh" else ": "
    return f"{key} {loop.name.text(language)}{colon}{loop.path.text(language)}"


def _indicators(part: Part, workspace: Workspace, language: Language) -> Iterator[str]:
    for entry in workspace.registry.indicators.values():
        measured = [split_element(name)[0] for name in (entry.variable, entry.per) if name]
        if fold(part.variable.name) in map(fold, measured):
            name, unit = entry.name.text(language), entry.unit.text(language)
            yield f"{name}（{unit}）" if language == "zh" else f"{name} ({unit})"
