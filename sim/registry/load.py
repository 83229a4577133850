"""Registry of a home: all facts beside its model file, and their loader."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from sim.bilingual_names import Names
from sim.cache import kept
from sim.document import Document, read_yaml
from sim.errors import Fault, Faults, fail
from sim.files import display, fingerprint
from sim.names import fold
from sim.registry.agreement import LISTED_BY, loop_faults, source_faults
from sim.registry.appraisal import AppraisalMethod, appraisal_faults
from sim.registry.audit import AuditBook, Fact, FindingEntry, audit_faults
from sim.registry.correlations import Correlation, correlation_faults
from sim.registry.findings import FindingsFile, FindingsPage, findings_faults
from sim.registry.home import Home, find_home
from sim.registry.indicators import Base, Indicator
from sim.registry.influence import Screening, read_influence
from sim.registry.levers import Lever
from sim.registry.loop_map import LoopMap, loop_map_faults
from sim.registry.loops import Loop
from sim.registry.observations import Observation, by_indicator, read_observations
from sim.registry.parameters import Parameter
from sim.registry.parts import Content, Part, TablePart, YamlPart, entries, record, sections
from sim.registry.payers import Payer, PayersFile, PayingAccount, payer_faults
from sim.registry.plan import Plan, indicator_faults, plan_faults
from sim.registry.reality import (
    AccountEntry,
    GrowthEntry,
    RealityEntry,
    RealityFile,
    growth_faults,
)
from sim.registry.schema import Bilingual, check_entries
from sim.registry.seasons import Seasons, read_seasons
from sim.registry.signs import LeverSigns, SignsFile, sign_faults
from sim.registry.sources import Source
from sim.registry.start_up import StartUp
from sim.registry.zone import Zone, zone_faults

PLAN = YamlPart(
    "plan",
    "plans/{zone.plan}.yaml",
    needs=("zone",),
    shape=record(Plan),
    agrees_with=("indicators", "sources"),
    check=plan_faults,
)
PARTS: tuple[Part, ...] = (  # in the order in which they are read
    YamlPart("zone", "home.yaml", shape=record(Zone), agrees_with=("indicators",), check=zone_faults),
    YamlPart("levers", "levers.yaml", shape=entries(Lever), agrees_with=("sources",), check=source_faults),
    YamlPart(
        "parameters",
        "parameters.yaml",
        shape=entries(Parameter),
        agrees_with=("sources",),
        check=source_faults,
    ),
    YamlPart(
        "indicators",
        "indicators.yaml",
        shape=entries(Indicator),
        agrees_with=("plan", "sources"),
        check=indicator_faults,
    ),
    PLAN,
    YamlPart("loops", "loops.yaml", shape=entries(Loop), agrees_with=("indicators",), check=loop_faults),
    YamlPart("sources", "sources.yaml", shape=entries(Source)),
    YamlPart(
        "correlations",
        "correlations.yaml",
        is_optional=True,
        shape=entries(Correlation),
        agrees_with=("parameters",),
        check=correlation_faults,
    ),
    YamlPart(
        "elements",
        "elements.yaml",
        is_optional=True,
        changes_results=False,
        shape=lambda document: _labels(document),
    ),
    YamlPart("start_up", "start_up.yaml", is_optional=True, changes_results=False, shape=record(StartUp)),
    TablePart(
        "observed",
        "observations.csv",
        rows=read_observations,
        needs=("indicators", "sources", "plan", "zone"),
        absent=(),
    ),
    TablePart("seasons", "seasons.csv", rows=read_seasons, needs=("sources",), absent=Seasons()),
    TablePart("screening", "influence.csv", rows=read_influence, changes_results=False),
)
AUDIT = YamlPart(
    "audit",
    "audit.yaml",
    shape=sections({"facts": Fact, "findings": FindingEntry}, are_needed=True),
    agrees_with=("indicators", "plan", "sources"),
    check=audit_faults,
)
CHECKS = YamlPart(
    "checks",
    "checks.yaml",
    is_optional=True,
    shape=sections(
        {"reality": RealityEntry, "accounts": AccountEntry, "growth": GrowthEntry}, are_needed=False
    ),
    agrees_with=("indicators",),
    check=growth_faults,
)
LOOP_MAP = YamlPart(
    "loop_map",
    "loop_map.yaml",
    is_optional=True,
    shape=record(LoopMap),
    agrees_with=("loops",),
    check=loop_map_faults,
)
APPRAISAL = YamlPart(
    "appraisal",
    "appraisal.yaml",
    is_optional=True,
    shape=record(AppraisalMethod),
    agrees_with=("indicators",),
    check=appraisal_faults,
)
PAYERS = YamlPart(
    "payers",
    "payers.yaml",
    is_optional=True,
    shape=sections({"accounts": PayingAccount, "levers": Payer}, are_needed=False),
    agrees_with=("levers",),
    check=payer_faults,
)
SIGNS = YamlPart(
    "signs",
    "signs.yaml",
    is_optional=True,
    shape=entries(LeverSigns),
    agrees_with=("levers", "zone"),
    check=sign_faults,
)
FINDINGS = YamlPart(
    "findings",
    "findings.yaml",
    shape=record(FindingsPage),
    agrees_with=("indicators", "plan", "levers", "drawn"),
    check=findings_faults,
)


@dataclass(frozen=True, eq=False)
class Registry:
    """All facts kept with the model file, by name as written there.

    Parameters
    ----------
    plan : the plan that results are held against
    own_plan : the plan that ``home.yaml`` names, with which the model was made
    observed : published figures in file order, including those of half-years and of variables
    seasons : share of the year that falls into a half-year, quarters or months
    elements : label of each element of the model's subscripts, by its folded name
    screening : influence of each uncertain constant on the indicators, None without a screening
    documents : place of an entry in its file: ``documents["levers"].place(name)``
    hash : SHA-256 of what the files that determine results hold, comments left out
    state : SHA-256 of all files of ``model/`` but the model file
    """

    home: Home
    zone: Zone
    plan: Plan
    own_plan: Plan
    levers: Mapping[str, Lever]
    parameters: Mapping[str, Parameter]
    indicators: Mapping[str, Indicator]
    loops: Mapping[str, Loop]
    sources: Mapping[str, Source]
    correlations: Mapping[str, Correlation]
    elements: Mapping[str, Bilingual]
    start_up: StartUp
    observed: tuple[Observation, ...]
    seasons: Seasons
    screening: Screening | None
    documents: Mapping[str, Document]
    hash: str
    state: str

    @property
    def base_year(self) -> int:
        """Return the year of the model's accounts, that of its own plan."""
        return self.own_plan.base_year

    @property
    def other_plan(self) -> Plan | None:
        """Return the plan that results are held against where it is not the home's own, which goes unsaid."""
        own = self.home.plans / f"{self.zone.plan}.yaml"
        return None if self.home.plan_file in (None, own) else self.plan

    def base_of(self, indicator: str) -> Base | None:
        """Return an indicator's base in the plan's base year: as stated by the plan, else as published."""
        year, stated = self.plan.base_year, self.plan.of(indicator).base
        if stated is not None:
            return Base(year=year, value=stated)
        if year == self.base_year:
            return self.indicators[indicator].base
        published = (one for one in self.observations.get(indicator, ()) if one.year == year)
        return next((Base(year=year, value=one.value) for one in published), None)

    @property
    def drawn(self) -> Mapping[str, Parameter]:
        """Return the constants with a range, in the order of the draws."""
        return {name: one for name, one in self.parameters.items() if one.spread}

    @functools.cached_property
    def indicator_names(self) -> Names:
        """Return what the indicators are called."""
        called = {key: (one.name.zh, one.name.en) for key, one in self.indicators.items()}
        return Names(("指标", "indicator"), called, LISTED_BY)

    @functools.cached_property
    def element_names(self) -> Names:
        """Return what the elements of subscripts are called."""
        called = {key: (one.zh, one.en) for key, one in self.elements.items()}
        return Names(("分项", "element"), called)

    @functools.cached_property
    def observations(self) -> Mapping[str, tuple[Observation, ...]]:
        """Return the published figures of whole years of each indicator, by year."""
        return by_indicator(self.observed)

    def place_of(self, seen: Observation) -> str:
        """Return the file and line of a published figure."""
        return f"{display(Path(self.documents['observed'].path))}:{seen.line}"


def load_registry(home: str | os.PathLike[str] | None = None) -> Registry:
    """Return the registry of a home folder.

    Parameters
    ----------
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME``, else the project's

    Returns
    -------
    Registry : levers, parameters, indicators, plan, observations and sources

    Raises
    ------
    SimError: all faults of all its files.

    Examples
    --------
    >>> registry = sim.load_registry()
    >>> registry.plan.base_year, registry.indicators["gross_industrial_output"].unit.en
    (2020, '100M CNY')
    """
    folder = find_home(home)
    plan = [] if folder.plan_file is None else [f"{folder.plan_file} {fingerprint(folder.plan_file)}"]
    return _loaded(folder, (*_prints(folder.model), *plan))


def read_audit(registry: Registry) -> AuditBook:
    """Return the facts and findings of the plan's audit; that of a chosen plan stands beside its file.

    Raises
    ------
    SimError: the plan has no audit, or all faults of its file.
    """
    part = _audit_part(registry)
    if registry.other_plan is not None and not has_audit(registry):
        zh = f"规划“{registry.plan.title.zh}”没有体检：要先写出这个文件，写法同 model/audit.yaml。"
        en = f'no audit of "{registry.plan.title.en}": it would be this file, written as model/audit.yaml is.'
        raise fail("missing-file", zh, en, display(Path(part.file)))
    content = _further(part, registry)
    return AuditBook(**content.value, document=content.document)


def read_reality(registry: Registry) -> RealityFile:
    """Return the reality checks and the accounts of a home, which may have none.

    Raises
    ------
    SimError: all faults of their file.
    """
    content = _further(CHECKS, registry)
    return RealityFile(**content.value, document=content.document)


def read_appraisal(registry: Registry) -> AppraisalMethod:
    """Return the method by which a home's zone is appraised, without groups where the home has none.

    Raises
    ------
    SimError: all faults of its file.
    """
    return cast(AppraisalMethod, _further(APPRAISAL, registry).value)


def read_payers(registry: Registry) -> PayersFile:
    """Return who pays for the levers of policy of a home, which may not say so.

    Raises
    ------
    SimError: all faults of their file.
    """
    content = _further(PAYERS, registry)
    return PayersFile(**content.value, document=content.document)


def read_signs(registry: Registry) -> SignsFile:
    """Return the expected directions of the levers of a home, which may state none.

    Raises
    ------
    SimError: all faults of their file.
    """
    content = _further(SIGNS, registry)
    return SignsFile(content.value, content.document)


def read_findings(registry: Registry) -> FindingsFile:
    """Return the page of findings of a home.

    Raises
    ------
    SimError: all faults of its file.
    """
    content = _further(FINDINGS, registry)
    return FindingsFile(content.value, content.document)


def read_loop_map(registry: Registry) -> LoopMap:
    """Return the map of the loops of a home, without places where a home has none.

    Raises
    ------
    SimError: all faults of its file.
    """
    return cast(LoopMap, _further(LOOP_MAP, registry).value)


def has_audit(registry: Registry) -> bool:
    """Return whether the plan has an audit."""
    return bool(
        [path for path in _audit_part(registry).paths(registry.home.model, {}) if Path(path).exists()]
    )


def _audit_part(registry: Registry) -> Part:
    if registry.other_plan is None or registry.home.plan_file is None:
        return AUDIT
    return replace(AUDIT, file=os.fspath(registry.home.plan_file.with_suffix(".audit.yaml")))


@functools.lru_cache(maxsize=8)
def _loaded(home: Home, prints: tuple[str, ...]) -> Registry:
    where = display(home.model)  # as messages name it, which depends on the working directory
    return kept("registry", (home, where, prints), lambda: _load(home, prints))


def _load(home: Home, prints: tuple[str, ...]) -> Registry:
    known: dict[str, Any] = {}
    contents: dict[str, Content] = {}
    with Faults() as faults:
        for part in PARTS:
            if any(name not in known for name in part.needs):
                continue  # faults of the parts it needs are reported elsewhere
            content = faults.take(part.read, home.model, known)
            if content is not None:  # its faults are collected
                contents[part.name], known[part.name] = content, content.value
        for part in PARTS:
            if part.name in contents:
                faults += part.faults(contents[part.name], known)
        own = known.get("plan")
        if home.plan_file is not None:
            content = faults.take(_read_plan, home.plan_file)
            if content is not None:  # its faults are collected
                contents["plan"], known["plan"] = content, content.value
                faults += PLAN.faults(content, known)
    assert own is not None  # or its faults would have been raised
    documents = {name: content.document for name, content in contents.items()}
    digests = _hash(_results_prints(home, known, contents)), _hash(prints)
    return Registry(home, **known, own_plan=own, documents=documents, hash=digests[0], state=digests[1])


def _read_plan(path: Path) -> Content:
    """Return a plan that is chosen instead of the zone's own.

    Raises
    ------
    SimError: the file cannot be read, all faults of its entries.
    """
    document = read_yaml(display(path))
    value, faults = PLAN.shape(document)
    Faults(faults).check()
    return Content(value, document)


def _further(part: Part, registry: Registry) -> Content:
    """Return a part that is read only on request."""
    content = part.read(registry.home.model, {})
    Faults(part.faults(content, {name: getattr(registry, name) for name in part.agrees_with})).check()
    return content


def _labels(document: Document) -> tuple[dict[str, Bilingual], list[Fault]]:
    labels, faults = check_entries(document, Bilingual)
    return {fold(name): label for name, label in labels.items()}, faults


def _results_prints(home: Home, known: Mapping[str, Any], contents: Mapping[str, Content]) -> Iterator[str]:
    """Yield what the parts that determine results hold; a comment or another layout of YAML is nothing."""
    for part in PARTS:
        if part.changes_results and isinstance(part, YamlPart):
            yield f"{part.name} {contents[part.name].document.data!r}"
        elif part.changes_results:
            yield from map(fingerprint, part.paths(home.model, known))


def _prints(folder: Path) -> Iterator[str]:
    """Yield name and fingerprint of each file of a home's ``model/`` but the model file."""
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.csv")]):
        yield f"{path.relative_to(folder)} {fingerprint(path)}"


def _hash(prints: Iterator[str] | tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(prints).encode()).hexdigest()
