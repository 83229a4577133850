"""Names in an outline: indicators, years and scenarios, each known to the home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.document import Document
from sim.errors import Fault, Faults, fail
from sim.registry.schema import shown
from sim.report.briefing.outline import ALWAYS_OF_SEVERAL, OF_SEVERAL
from sim.report.charts.result import indicator_faults, year_faults
from sim.report.words.numbers import print_count
from sim.report.words.punctuation import listed
from sim.run.single import prepare
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES

STACKED = ("stock", "flow")  # measures of which figures of one year add up


@dataclass(frozen=True)
class Names:
    """Reads the names of a document by what a home has."""

    document: Document
    workspace: Workspace

    def indicator(self, given: Any, place: str) -> str:
        """Return the id of an indicator that can be drawn."""
        if given is not None and not isinstance(given, str):
            zh = f"这里要一个指标，如 pm25，而不是 {shown(given)}；几个指标并列用 charts，叠成一图用 stack。"
            en = (
                f"one indicator belongs here, such as pm25, and not {shown(given)}; several stand beside one "
                "another in charts, or in one picture in stack."
            )
            raise fail("wrong-type", zh, en, place)
        registry, name = self.workspace.registry, str(given or "")
        Faults(fault.at(place) for fault in indicator_faults(name, registry)).check()
        return registry.indicator_names.known(name)

    def indicators(self, given: Any, kind: str, place: str) -> tuple[str, ...]:
        """Return the ids of the indicators of a kind of page; none where it need not be given any."""
        if kind not in OF_SEVERAL or (given is None and kind not in ALWAYS_OF_SEVERAL):
            return ()
        least, most = OF_SEVERAL[kind]
        names = [given] if isinstance(given, str) else given
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            zh = f'"{kind}" 应列出指标，如 [gdp_growth, pm25]，而不是 {shown(given)}。'
            en = f'"{kind}" must list indicators, as in [gdp_growth, pm25], and not {shown(given)}.'
            raise fail("wrong-type", zh, en, place)
        with Faults() as faults:
            if not least <= len(names) <= most:
                zh = f'"{kind}" 应有 {least}–{most} 个指标，给了 {print_count(len(names))} 个。'
                en = f'"{kind}" takes {least} to {most} indicators, not {print_count(len(names))}.'
                faults.append(Fault("outside-limits", zh, en, place))
            found = [faults.take(self.indicator, name, place) for name in names]
            if not faults and len({*found}) < len(found):
                faults.append(Fault("duplicate", "同一指标给了两次。", "an indicator is given twice.", place))
            if kind == "stack" and not faults:
                faults += [fault.at(place) for fault in self._stack_faults(found)]
        return tuple(found)

    def _stack_faults(self, names: list[str]) -> Iterator[Fault]:
        """Yield why indicators cannot be stacked: figures that do not add up, or several units."""
        entries = [self.workspace.registry.indicators[name] for name in names]
        for entry in entries:
            if entry.measure not in STACKED or entry.unit.zh == "%":
                zh = f"“{entry.name.zh}”不能与别的相加，不能叠成一图。"
                en = f"{entry.name.en} does not add up with others, and cannot be stacked."
                yield Fault("conflict", zh, en)
        units = list(dict.fromkeys((entry.unit.zh, entry.unit.en) for entry in entries))
        if len(units) > 1:
            zh, en = (listed([each[at] for each in units], language) for at, language in enumerate(LANGUAGES))
            zh, en = (
                f"叠成一图的指标要同一单位，这里有：{zh}。",
                f"stacked indicators need one unit; there are {en}.",
            )
            yield Fault("conflict", zh, en)

    def year(self, given: Any, kind: str, *keys: Any) -> int | None:
        """Return a year that a run reaches; of a scoreboard one for which the plan has targets."""
        if given is None:
            return None
        place = self.document.place(*keys)
        if not isinstance(given, int) or isinstance(given, bool):
            zh, en = f"{shown(given)} 不是年份，如 2030。", f"{shown(given)} is no year, such as 2030."
            raise fail("wrong-type", zh, en, place)
        Faults(fault.at(place) for fault in year_faults(given, self.workspace)).check()
        horizons = self.workspace.registry.plan.horizons
        if kind == "scoreboard" and given not in horizons:
            years = ", ".join(map(str, horizons))
            zh, en = (
                f"规划没有 {given} 年的目标，有：{years}。",
                f"the plan has no targets for {given}, but for {years}.",
            )
            raise fail("outside-limits", zh, en, place)
        return given

    def scenarios(self, given: Any, *keys: Any) -> tuple[str, ...]:
        """Return the names of scenarios, none where none are given."""
        place = self.document.place(*keys)
        names = [given] if isinstance(given, str) else [] if given is None else given
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            zh = f"{shown(given)} 不可用，应列出情景，如 [plan, vision]。"
            en = f"{shown(given)} will not do; list scenarios, as in [plan, vision]."
            raise fail("wrong-type", zh, en, place)
        with Faults() as faults:
            for name in names:
                faults.take(prepare, name, (), self.workspace)
            if len({*names}) < len(names):
                zh, en = "同一情景给了两次。", "a scenario is given twice."
                faults.append(Fault("duplicate", zh, en))
            faults[:] = [fault.at(place) for fault in faults]
        return tuple(names)

    def scenario(self, given: Any, *keys: Any) -> str:
        """Return the name of a scenario, "" where none is given."""
        if given is not None and not isinstance(given, str):
            zh, en = f"{shown(given)} 不是情景，如 trend。", f"{shown(given)} is no scenario, such as trend."
            raise fail("wrong-type", zh, en, self.document.place(*keys))
        return next(iter(self.scenarios(given, *keys)), "")
