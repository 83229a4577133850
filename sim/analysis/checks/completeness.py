"""Completeness of model and registry: units, comments, evidence, distributions, sources and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sim.analysis.checks.check import Check, Found, found, place_of
from sim.engine.model import Variable
from sim.errors import Fault
from sim.names import CONTROLS, fold, split_element
from sim.registry.home import open_home, plan_names
from sim.registry.influence import REMAKE
from sim.registry.load import Registry, has_audit, load_registry, read_audit
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.scenario.settable import FIELDS, LeverSlot, find_variable
from sim.scenario.workspace import Workspace, unregistered

HAN, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{3}")
BETWEEN = " / "  # the languages of a comment


def _run(workspace: Workspace, _progress: Progress) -> Found:
    registry = workspace.registry
    entries = (registry.levers, registry.parameters, registry.indicators, registry.loops, registry.sources)
    examined = len(workspace.model.variables) + sum(map(len, entries))
    faults = [
        *_variables(workspace),
        *_constants(workspace),
        *distribution_faults(workspace),
        *_sources(registry),
        *_elements(workspace),
        *_tests_that_test_nothing(workspace),
    ]
    return found(examined, faults)


def _variables(workspace: Workspace) -> Iterator[Fault]:
    """Yield variables without units, without a comment in two languages, and constants in no equation."""
    for name, variable in workspace.model.variables.items():
        for fault in _lacking(variable):
            yield fault.at(place_of(name, workspace))


def _lacking(variable: Variable) -> Iterator[Fault]:
    name = variable.name
    if not variable.units:
        yield Fault(
            "missing",
            f'"{name}" 没有单位；请在方程后的第一个 ~ 后写明，无量纲写 dmnl。',
            f'"{name}" has no units; write them after the first ~, dmnl where there are none.',
        )
    chinese, _, english = variable.comment.partition(BETWEEN)
    if not HAN.search(chinese) or not LATIN.search(english):
        yield Fault(
            "missing",
            f'"{name}" 的说明应为“中文{BETWEEN}English”。',
            f'the comment of "{name}" must be Chinese, "{BETWEEN}", English.',
        )
    if variable.kind == "constant" and not variable.uses and name not in CONTROLS:
        yield Fault(
            "check-failed",
            f'没有方程用到常量 "{name}"；请用上或删去。',
            f'no equation reads the constant "{name}"; use it or remove it.',
        )


def _constants(workspace: Workspace) -> Iterator[Fault]:
    """Yield constants without an entry, and entries that two files have."""
    for fault in unregistered(workspace.model, workspace.registry):
        variable = find_variable(workspace.model, split_element(fault.place)[0])
        place = place_of(variable.name, workspace) if variable else fault.place
        hint_zh, hint_en = "请在 model/parameters 中写明依据。", " Give its evidence in model/parameters."
        yield Fault(fault.code, fault.zh + hint_zh, fault.en + hint_en, place)
    documents = workspace.registry.documents
    taken = {fold(split_element(slot.constant(field).key)[0]) for slot, field in _ramps(workspace)}
    taken |= {fold(loop.switch) for loop in workspace.registry.loops.values()}
    for key in workspace.registry.parameters:
        if fold(split_element(key)[0]) in taken:
            yield Fault(
                "conflict",
                f'"{key}" 已由 levers 或 loops 登记；请从 model/parameters 中删去。',
                f'"{key}" belongs to a lever or a loop; remove it from model/parameters.',
                documents["parameters"].place(key),
            )


def _ramps(workspace: Workspace) -> Iterator[tuple[LeverSlot, str]]:
    for elements in workspace.slots.values():
        for slot in elements.values():
            yield from ((slot, field) for field in FIELDS)


def _tests_that_test_nothing(workspace: Workspace) -> Iterator[Fault]:
    """Yield later figures that constants cite but that are not marked as having set them."""
    citing: dict[str, str] = {}
    for name, entry in workspace.registry.parameters.items():
        for source in entry.source:
            citing.setdefault(source, name)
    last = workspace.registry.zone.last_year_to_fit
    for seen in workspace.registry.observed:
        if seen.year > last and not seen.is_set_by and seen.source in citing:
            yield Fault(
                "conflict",
                f'参数 "{citing[seen.source]}" 依据来源 "{seen.source}"，这个观测值不能再用于检验；'
                '"use" 应为 setting。',
                f'the constant "{citing[seen.source]}" rests on the source "{seen.source}", so this figure '
                'tests nothing; its "use" must be setting.',
                workspace.registry.place_of(seen),
            )


def _sources(registry: Registry) -> Iterator[Fault]:
    """Yield sources that nothing names; reading has already checked that every named source exists."""
    plans = (load_registry(open_home(registry.home, name)).plan for name in plan_names(registry.home))
    parts = (registry.levers, registry.parameters, registry.indicators, *(plan.targets for plan in plans))
    entries = [entry for part in parts for entry in part.values()]
    named = {source for entry in entries for _, sources in entry.sources_at() for source in sources}
    named |= {seen.source for seen in registry.observed}
    if has_audit(registry):
        named |= {fact.source for fact in read_audit(registry).facts.values()}
    for key in registry.sources:
        if key not in named:
            yield Fault(
                "check-failed",
                f'没有条目引用来源 "{key}"；请引用或删去。',
                f'nothing refers to the source "{key}"; refer to it or remove it.',
                registry.documents["sources"].place(key),
            )


def _elements(workspace: Workspace) -> Iterator[Fault]:
    """Yield the elements of subscripts that have no label in two languages."""
    labels = workspace.registry.elements
    seen: dict[str, str] = {}
    for variable in workspace.model.variables.values():
        for key in variable.elements:
            for element in filter(None, split_element(key)[1].strip("[]").split(",")):
                seen.setdefault(element.strip(), variable.name)
    for element, variable_name in seen.items():
        if fold(element) not in labels:
            yield Fault(
                "missing",
                f'下标 "{element}" 没有名称；请在 model/elements.yaml 中写明 zh 和 en。',
                f'the element "{element}" has no label; give zh and en in model/elements.yaml.',
                place_of(variable_name, workspace),
            )


COMPLETENESS = Check(
    "completeness",
    Bilingual(
        zh="完备：常量、来源、单位和说明没有缺漏", en="Constants, sources, units, comments: none missing"
    ),
    Bilingual(zh="个变量和条目", en="variables and entries"),
    _run,
)


def distribution_faults(workspace: Workspace) -> Iterator[Fault]:
    """Yield constants without a distribution, and ranges unknown to the screening."""
    registry = workspace.registry
    document, screening = registry.documents["parameters"], registry.screening
    for name, entry in registry.parameters.items():
        place = document.place(name, "distribution")
        if entry.distribution is None:
            yield Fault(
                "missing",
                f'"{name}" 没有分布；请写明范围，或写 {{kind: fixed, by: …}}。',
                f'"{name}" has no distribution; give its range, or {{kind: fixed, by: …}}.',
                document.place(name),
            )
        elif entry.spread and screening and name not in screening.found:
            yield Fault(
                "stale",
                f'"{name}" 没有经过筛选；请运行 {REMAKE}。',
                f'"{name}" was not screened; run {REMAKE}.',
                place,
            )
