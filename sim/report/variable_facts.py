"""What the registry knows of a variable, as labelled lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.analysis.structure import Part
from sim.registry.levers import Lever
from sim.registry.loops import Loop
from sim.registry.parameters import Distribution, Parameter
from sim.registry.sources import Source
from sim.report.words import print_target
from sim.scenario.names import fold, split_element
from sim.scenario.workspace import Workspace
from sim.units import Language, unit_label

LABELS: Mapping[str, Mapping[Language, str]] = {
    "about": {"zh": "含义", "en": "About"},
    "range": {"zh": "不确定范围", "en": "Uncertain range"},
    "lever": {"zh": "杠杆范围", "en": "Limits of the lever"},
    "plan": {"zh": "规划值", "en": "Value in the plan"},
    "grade": {"zh": "证据等级", "en": "Evidence grade"},
    "reason": {"zh": "理由", "en": "Reason"},
    "source": {"zh": "来源", "en": "Sources"},
    "loop": {"zh": "所切断的回路", "en": "Loops cut here"},
    "indicator": {"zh": "对应指标", "en": "Indicators"},
}
SPREADS: Mapping[str, Mapping[Language, str]] = {
    "triangular": {"zh": "三角分布", "en": "triangular"},
    "uniform": {"zh": "均匀分布", "en": "uniform"},
    "lognormal": {"zh": "对数正态分布，5%–95% 分位", "en": "lognormal, points of 5% and 95%"},
}


@dataclass(frozen=True)
class Fact:
    """One thing known of a variable.

    Parameters
    ----------
    key : one of `LABELS`
    lines : one for each entry, element or source
    """

    key: str
    lines: tuple[str, ...]

    def label(self, language: Language) -> str:
        """Return what the lines tell."""
        return LABELS[self.key][language]


def registry_facts(part: Part, workspace: Workspace, language: Language) -> list[Fact]:
    """Return what the registry knows of a variable, in the order of `LABELS`; nothing empty."""
    told = {
        **_entry_facts(part, language),
        "source": list(_sources(part, workspace.registry.sources)),
        "loop": [_loop(key, workspace.registry.loops[key], language) for key in part.loops],
        "indicator": list(_indicators(part, workspace, language)),
    }
    return [Fact(key, tuple(told[key])) for key in LABELS if told.get(key)]


def _entry_facts(part: Part, language: Language) -> dict[str, list[str]]:
    """Return what the entries of levers and parameters say; the element where there are several."""
    facts: dict[str, list[str]] = {}
    entries: list[tuple[str, Lever | Parameter]] = [*part.levers.items(), *part.parameters.items()]
    for key, entry in entries:
        element = split_element(key)[1].strip("[]")
        lead = f"{element}{'：' if language == 'zh' else ': '}" if element and len(entries) > 1 else ""
        for name, text in _said(entry, part.variable.units, language):
            facts.setdefault(name, []).append(f"{lead}{text}")
    return {name: list(dict.fromkeys(lines)) for name, lines in facts.items()}


def _said(entry: Lever | Parameter, unit: str, language: Language) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Lever):
        yield "about", entry.about.text(language)
        yield "lever", f"{entry.minimum:,.6g} – {entry.maximum:,.6g}"
        if entry.plan is not None:
            quote = f"“{entry.plan_quote}”" if language == "zh" else ""
            yield "plan", f"{print_target(entry.plan)} {quote}".strip()
    else:
        if entry.distribution:
            yield "range", spread_text(entry.distribution, unit, language)
        yield "reason", entry.reason.text(language)
    yield "grade", entry.grade


def spread_text(distribution: Distribution, unit: str, language: Language) -> str:
    """Return how uncertain a constant is, in its unit."""
    ends = f"{distribution.low:,.6g} – {distribution.high:,.6g} {unit_label(unit, language)}"
    kind = SPREADS[distribution.kind][language]
    return f"{ends}（{kind}）" if language == "zh" else f"{ends} ({kind})"


def _sources(part: Part, known: Mapping[str, Source]) -> Iterator[str]:
    entries: list[Lever | Parameter] = [*part.levers.values(), *part.parameters.values()]
    names = dict.fromkeys(name for entry in entries for name in entry.source)
    for name in names:
        source = known[name]
        parts: Sequence[object] = (source.title, source.publisher, source.year, source.address)
        yield ", ".join(str(each) for each in parts if each)


def _loop(key: str, loop: Loop, language: Language) -> str:
    colon = "：" if language == "zh" else ": "
    return f"{key} {loop.name.text(language)}{colon}{loop.path.text(language)}"


def _indicators(part: Part, workspace: Workspace, language: Language) -> Iterator[str]:
    for entry in workspace.registry.indicators.values():
        measured = [split_element(name)[0] for name in (entry.variable, entry.per) if name]
        if fold(part.variable.name) in map(fold, measured):
            name, unit = entry.name.text(language), entry.unit.text(language)
            yield f"{name}（{unit}）" if language == "zh" else f"{name} ({unit})"
