"""Units check of a model, as Vensim's own is (ref_settings_error_units).

Takes parsed equations with their units; gives findings in the order of the file. Guarantees that nothing
is converted or changed: a model runs the same whatever is found. A variable without units agrees with
anything and is reported by itself. It exists apart from the system of scalars because units belong to
equations: one finding for each, however many elements it has. The pages named here and in
`sim.engine.units.balance` are those of vensim.com/documentation/NAME.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.engine.language.parser import Parsed
from sim.engine.language.source import Source
from sim.engine.system import NO_VALUES
from sim.engine.units.balance import Declarations, Report, check_balance
from sim.engine.units.dimensions import Loose, Unit, UnitNames, Units, UnreadableUnitsError, synonyms_of
from sim.errors import Fault
from sim.names import CONTROLS, fold

Kind = Literal["imbalance", "unreadable", "lookup", "missing"]

_CONTROLS = [fold(name) for name in ("TIME STEP", *CONTROLS)]  # Time has the units of the first


@dataclass(frozen=True)
class Finding:
    """A finding of the units check.

    Parameters
    ----------
    kind : "imbalance" or "unreadable" (unit text that cannot be read), which are faults;
        "lookup" (an argument that has units) or "missing" (no units stated), which are notes
    variable : name as written
    line : of the model file
    fault : description, with both sides' units and the term that breaks the balance
    """

    kind: Kind
    variable: str
    line: int
    fault: Fault

    @property
    def is_fault(self) -> bool:
        """Whether the finding is a fault and not only a doubt."""
        return self.kind in ("imbalance", "unreadable")


def check_units(parsed: Iterable[Parsed], source: Source) -> tuple[Finding, ...]:
    """Return faults and doubtful findings on the units of a model, in file order."""
    groups: dict[str, list[Parsed]] = {}
    for item in parsed:
        if item.kind not in NO_VALUES:
            groups.setdefault(fold(item.name), []).append(item)
    log = _Log(source)
    declarations = _declarations(groups, UnitNames(synonyms_of(source.sketch)), log)
    _check_controls(groups, declarations, log)
    for group in groups.values():
        for item in group:
            check_balance(item, declarations, log.report_on(item))
    return tuple(sorted(log.findings, key=lambda finding: finding.line))


class _Log:
    """Collects findings."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.findings: list[Finding] = []

    def report_on(self, item: Parsed) -> Report:
        """Return the function that adds a finding on an equation: (kind, Chinese, English)."""
        line = item.equation.line

        def report(kind: Kind, zh: str, en: str) -> None:
            found = Finding(kind, item.name, line, Fault("units", zh, en, self._source.at(line)))
            if found not in self.findings:
                self.findings.append(found)

        return report


def _declarations(groups: dict[str, list[Parsed]], names: UnitNames, log: _Log) -> Declarations:
    units = {key: _stated(group, names, log) for key, group in groups.items()}
    time = next((unit for key in _CONTROLS if isinstance(unit := units.get(key), Units)), Loose.UNKNOWN)
    return Declarations(
        units={"time": time, **units},
        spelling={"time": "Time"} | {key: group[0].name for key, group in groups.items()},
        tables=frozenset(key for key, group in groups.items() if group[0].kind == "lookup"),
        names=names,
    )


def _stated(group: Sequence[Parsed], names: UnitNames, log: _Log) -> Unit:
    """Return the units of a variable: those of the first of its equations that states any."""
    stated = [(item, _read(item, names, log.report_on(item))) for item in group if item.equation.units]
    if not stated:
        name = group[0].name
        zh = f'"{name}" 没有单位，用到它的方程只能部分检查。'
        en = f'"{name}" has no units; the equations that use it are checked in part.'
        log.report_on(group[0])("missing", zh, en)
        return Loose.UNKNOWN
    first, unit = stated[0]
    for item, other in stated[1:]:
        if isinstance(unit, Units) and isinstance(other, Units) and unit != other:
            (here_zh, here_en), (there_zh, there_en) = names.show(other), names.show(unit)
            line = first.equation.line
            zh = f'"{item.name}" 在这里的单位是 {here_zh}，在第 {line} 行是 {there_zh}。'
            en = f'"{item.name}" is {here_en} here but {there_en} on line {line}.'
            log.report_on(item)("imbalance", zh, en)
    return unit


def _read(item: Parsed, names: UnitNames, report: Report) -> Unit:
    text = item.equation.units
    try:
        return names.read(text)
    except UnreadableUnitsError as error:
        zh = f'"{item.name}" 的单位 "{text}" 读不懂：{error.zh}。'
        en = f'the units of "{item.name}", "{text}", cannot be read: {error.en}.'
        report("unreadable", zh, en)
        return Loose.UNKNOWN


def _check_controls(groups: dict[str, list[Parsed]], declarations: Declarations, log: _Log) -> None:
    """Report time settings that are not in the units of time (fn_integ: those of TIME STEP)."""
    time = declarations.units["time"]
    time_zh, time_en = declarations.names.show(time)
    for key in _CONTROLS:
        unit = declarations.units.get(key)
        if isinstance(unit, Units) and unit != time:
            (zh, en), item = declarations.names.show(unit), groups[key][0]
            log.report_on(item)(
                "imbalance",
                f'"{item.name}" 的单位是 {zh}，时间的单位是 {time_zh}。',
                f'"{item.name}" is {en}, but time is {time_en}.',
            )
