"""The page of what it would take to reach a figure, who contributes what, and what is traded for what.

Each question is answered in a process of its own, so that the page and other visitors go on; it shows how
far it is and can be given up. The answers are those of ``teda backcast``, ``contribute`` and ``pareto``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from sim.analysis.decision.backcast import START, backcast
from sim.analysis.decision.burden import Accounts
from sim.analysis.decision.contribute import contribute
from sim.analysis.decision.contribution import Contribution
from sim.analysis.decision.free import policy_levers
from sim.analysis.decision.pareto import pareto
from sim.analysis.decision.setting import Backcast
from sim.analysis.decision.trade_offs import TradeOffs
from sim.errors import SimError
from sim.outcomes.indicators import JUDGED
from sim.report.record import Block, Report, Table
from sim.report.record import Paragraph as Folded
from sim.report.tables.backcast import backcast_report
from sim.report.tables.contribution import contribution_report
from sim.report.tables.pareto import pareto_report
from sim.report.words.numbers import print_count, print_share
from sim.report.words.why import difference, sentences
from sim.scenario.load import Scenario
from sim.scenario.settings import apply_settings
from sim.ui.cache import what_of
from sim.ui.cause_tree import cause_tree
from sim.ui.chart_image import PNG, image_html
from sim.ui.choice import choose
from sim.ui.fact_table import fact_table
from sim.ui.faults import fault_list
from sim.ui.job import Job
from sim.ui.page_state import Scene
from sim.ui.terms import with_terms
from sim.ui.texts import say
from sim.ui.why import causes_of
from sim.ui.work import Call
from sim.units import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

JOB, CHOSEN = "how_job", "how_of"
PROBABILITIES = ("0.5", "0.6", "0.7", "0.8", "0.9", "0.95")
MEMBERS, SEARCHED = 64, 128  # of contributions, and of searches
_EVERY = 1.0  # seconds between looks at a process


@dataclass(frozen=True)
class Asked:
    """What the questions are about.

    Parameters
    ----------
    scenario : with what the visitor has set
    key, year, figure : of the indicator, and what it is to reach
    probability : of reaching it
    """

    scene: Scene
    scenario: Scenario
    key: str
    figure: float
    probability: float

    @property
    def against(self) -> Scenario | None:
        """Return the first study beside, None where there is none."""
        return self.scene.beside[0].scenario if self.scene.beside else None

    @property
    def goal(self) -> str:
        """Return the figure as a goal."""
        entry = self.scene.workspace.registry.plan.of(self.key)
        return f"{self.key}{entry.comparison}{self.figure!r}@{self.scene.view.year}"

    @property
    def start(self) -> int:
        """Return the first year of change; of a year that is over, with hindsight, the plan's first."""
        is_over = self.scene.view.year < START
        return self.scene.workspace.registry.base_year + 1 if is_over else START

    @property
    def levers(self) -> tuple[str, ...]:
        """Return the levers of policy that the visitor has not set."""
        own, known = self.scene.workspace, self.scene.workspace.known_lever
        kept = {known(one.name) for one in self.scenario.settings}
        return tuple(slot.key for slot in policy_levers(own) if not {slot.key, slot.name} & kept)

    def call(self, kind: str) -> Call:
        """Return the call that answers a question."""
        if kind == "share":
            named = {"against": self.against} if self.against else {}
            given = (self.scenario, self.key, self.scene.view.year)
            return Call(contribute, given, {"members": MEMBERS, **named})
        search = {"start": self.start, "members": SEARCHED}
        if kind == "reach":
            return Call(backcast, (self.scenario, [self.goal], self.levers, self.probability), search)
        cost = [f"cost@{self.scene.view.year}"] if Accounts.find(self.scene.workspace).known else []
        return Call(pareto, (self.scenario, [self.goal, "change", *cost], self.levers), search)

    def question(self, kind: str) -> tuple[object, ...]:
        """Return what an answer depends on."""
        view = self.scene.view
        about = (kind, what_of(self.scenario), self.key, view.year)
        against = None if self.against is None else what_of(self.against)
        return (*about, against) if kind == "share" else (*about, self.figure, self.probability)


def draw_how(scene: Scene) -> None:
    """Draw the page: an indicator, its causes, a figure to be reached, the questions and the last answer."""
    language = scene.view.language
    rows = {row.id: row.entry.name.text(language) for row in scene.fan.table if row.kind in JUDGED}
    st.session_state.setdefault(CHOSEN, next(iter(rows)))
    key = choose(say("how_of", language), rows, CHOSEN, language)
    st.html(_causes(scene, key))
    asked = _asked(scene, key)
    with st.container(horizontal=True, key="how_questions"):
        for kind in KINDS:
            st.button(say(f"how_{kind}", language), key=f"how_{kind}", on_click=_begin, args=(kind, asked))
    st.html(f'<div class="teda note">{escape(say("how_note", language, start=asked.start))}</div>')
    error = st.session_state.pop("how_fault", None)
    if error is not None:
        st.html(_fault(error))
    job: Job | None = st.session_state.get(JOB)
    if job is None or not any(job.question == asked.question(kind) for kind in KINDS):
        return
    if job.is_running:
        _watch(job, language)
    else:
        _show(str(job.question[0]), job, language)  # type: ignore[index]


def _causes(scene: Scene, key: str) -> str:
    """Return the causes of where the indicator is as HTML: in words, and as a tree."""
    language = scene.view.language
    try:
        found = causes_of(scene, key, scene.view.year)
    except SimError as error:
        return f'<div class="teda note">{fault_list(error.faults)}</div>'
    words = "".join(
        f"<p>{escape(one)}</p>" for one in (difference(found, language), *sentences(found, language))
    )
    head = f"<p><b>{escape(scene.name)}</b></p>"
    return f'<div class="teda facts">{head}{words}</div>{cause_tree(found, language)}'


def _asked(scene: Scene, key: str) -> Asked:
    """Draw what is to be reached and how probably; the plan's target stands there at first."""
    language, year = scene.view.language, scene.view.year
    row = scene.fan.table.rows[key]
    target = row.planned.values.get(year)
    start = float(round(scene.fan.figure(key, year), row.entry.decimals) if target is None else target)
    st.session_state.setdefault("how_probability", "0.8")
    with st.container(horizontal=True, key="how_goal"):
        unit = row.entry.unit.text(language)
        figure = st.number_input(
            say("how_figure", language, name=row.entry.name.text(language), year=year, unit=unit),
            value=start,
            format=f"%.{row.planned.precision(row.entry)}f",
            key=f"how_figure:{key}:{year}:{language}",
        )
        chances = {one: print_share(float(one)) for one in PROBABILITIES}
        chance = choose(say("how_probability", language), chances, "how_probability", language)
    scenario = apply_settings(scene.scenarios[scene.view.scenario], scene.view.settings, scene.workspace)
    return Asked(scene, scenario, key, float(figure), float(chance))


def _begin(kind: str, asked: Asked) -> None:
    """Begin to work on a question in the place of another one."""
    before: Job | None = st.session_state.pop(JOB, None)
    if before is not None:
        before.give_up()
    try:
        st.session_state[JOB] = Job(asked.question(kind), asked.call(kind))
    except SimError as error:
        st.session_state["how_fault"] = error


@st.fragment(run_every=_EVERY)
def _watch(job: Job, language: Language) -> None:
    """Show how far a question is, until it is answered."""
    if not job.is_running:
        st.rerun()
    done, total = job.latest.done, job.latest.total
    words = say("how_running", language, done=print_count(done), total=print_count(total))
    st.progress(min(done / max(total, 1), 1.0), words if total else say("how_begun", language))
    st.button(say("how_stop", language), key="how_stop", on_click=job.give_up)


def _show(kind: str, job: Job, language: Language) -> None:
    latest = job.latest
    if latest.error is not None:
        st.html(_fault(latest.error))
    elif latest.result is None:
        st.html(f'<div class="teda note">{escape(say("how_stopped", language))}</div>')
    else:
        report, chart = KINDS[kind](latest.result, language)
        if chart is not None:
            from sim.report.charts.file import chart_bytes

            st.html(image_html(chart_bytes(chart, ".png"), PNG, str(chart.get_label())))
        st.html("".join(_html(report.blocks(language), language)))


def _reach(found: object, language: Language) -> tuple[Report, Figure | None]:
    assert isinstance(found, Backcast)
    return backcast_report(found), None


def _share(found: object, language: Language) -> tuple[Report, Figure | None]:
    from sim.report.charts.wedge import wedge_chart  # Matplotlib takes a second to import

    assert isinstance(found, Contribution)
    return contribution_report(found), wedge_chart(found, language)


def _trade(found: object, language: Language) -> tuple[Report, Figure | None]:
    from sim.report.charts.parallel import parallel_chart

    assert isinstance(found, TradeOffs)
    return pareto_report(found), parallel_chart(found, language)


KINDS: dict[str, Callable[[object, Language], tuple[Report, Figure | None]]] = {
    "reach": _reach, "share": _share, "trade": _trade,
}  # fmt: skip


def _fault(error: SimError) -> str:
    return f'<div class="teda fault" role="alert">{fault_list(error.faults)}</div>'


def _html(blocks: Iterable[Block], language: Language) -> Iterator[str]:
    """Yield a report as HTML: its sentences, and its tables."""
    for block in blocks:
        if isinstance(block, Table):
            yield fact_table(block.headings, block.printed())
        elif text := block.text if isinstance(block, Folded) else block:
            yield f'<div class="teda facts"><p>{with_terms(text, language)}</p></div>'
