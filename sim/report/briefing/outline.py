"""The outline of a briefing: which pages, in which order; `outline_file` reads it from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sim.report.briefing.subject import Subject

KINDS: Mapping[str, tuple[str, str]] = {  # kind: what it shows, in Chinese and in English
    "cover": ("封面", "cover"),
    "assumptions": ("情景调整了哪些杠杆", "levers that the scenario moves"),
    "scoreboard": ("规划表 1 计分板", "the plan's Table 1"),
    "comparison": ("几个情景并列", "scenarios side by side"),
    "chart": ("一个指标的图", "chart of an indicator"),
    "charts": ("几个指标的图排在一页", "charts of a few indicators on one page"),
    "stack": ("同单位的几个指标叠成一图", "indicators of one unit, stacked"),
    "industries": ("各产业产出", "output of the industries"),
    "difference": ("与所依情景之差", "difference from the scenario extended"),
    "probability": ("各目标的达标概率", "probabilities of the targets"),
    "decides": ("一个指标最取决于什么", "what an indicator depends on most"),
    "binding": ("产出受何制约", "what limits output"),
    "evaluation": ("公布数与推演的对照", "published figures beside the model's"),
    "limits": ("结论的适用范围", "how far the findings reach"),
    "levers": ("附：全部杠杆", "appendix: all levers"),
    "definitions": ("附：指标解释", "appendix: definitions of indicators"),
    "sources": ("附：来源", "appendix: sources"),
    "keep": ("模板里的一页，原样保留", "a slide of the template as it is"),
}
OF_INDICATOR = ("chart", "decides")
OF_SEVERAL: Mapping[str, tuple[int, int]] = {  # pages of several indicators: how few and how many
    "charts": (2, 4),
    "stack": (2, 6),
    "scoreboard": (1, 40),
    "comparison": (2, 12),
    "definitions": (1, 40),
}
ALWAYS_OF_SEVERAL = ("charts", "stack")  # pages that have none by themselves
OF_TWO = ("assumptions", "difference")  # pages of a scenario beside another one
COURSE = ":course"  # ends the key of a page that goes with a table of chosen rows
_REMARKS = 44  # characters before the remark of a line
CHARTS = 2  # of the default outline
Foot = Literal["page", "notes"]


@dataclass(frozen=True)
class Slide:
    """A page that is asked for; where the file says so, "" for one of the default outline.

    Parameters
    ----------
    indicators : of a page of several, empty for those that it has by itself
    title : in place of the finding; figures of its indicator stand in it as ``{value}``
    question : that the briefing answers, on its cover
    year : of its finding, None for that of the briefing
    scenarios : that it is of, the first with the others beside it; empty for those of the briefing
    against : scenario that it is held against, "" for the one that it extends
    layout : of the template, "" for the one that all slides have
    notes : for who presents it, before those that are made
    kept : number of a slide of the template that stands here as it is, 0 for a page that is made
    file : name of that template, "" where none is said
    """

    kind: str
    indicator: str = ""
    title: str = ""
    place: str = ""
    year: int | None = None
    scenarios: tuple[str, ...] = ()
    layout: str = ""
    notes: tuple[str, ...] = ()
    kept: int = 0
    file: str = ""
    indicators: tuple[str, ...] = ()
    against: str = ""
    question: str = ""

    @property
    def variant(self) -> str:
        """Return what tells its key from that of the same page of the briefing's own year and scenarios."""
        year = f"@{self.year}" if self.year else ""
        against = f"^{self.against}" if self.against else ""
        return year + "".join(f"~{each}" for each in self.scenarios) + against

    @property
    def key(self) -> str:
        """Return what identifies the page in a deck."""
        of = str(self.kept) if self.kept else self.indicator or ",".join(self.indicators)
        return f"{self.kind}{':' if of else ''}{of}{self.variant}"


_KEY = re.compile(
    r"(?P<kind>[^:@~^]*)(?::(?P<of>[^@~^]*))?(?:@(?P<year>\d+))?"
    r"(?P<scenarios>(?:~[^~^]+)*)(?:\^(?P<against>.+))?"
)


def slide_of(key: str, title: str = "") -> Slide:
    """Return the page that a key identifies.

    Examples
    --------
    >>> slide_of("chart:gdp_growth@2030~plan~vision").scenarios
    ('plan', 'vision')
    """
    found = _KEY.fullmatch(key)
    if found is None:
        return Slide(key)
    kind, year, of = found["kind"], found["year"], (found["of"] or "").removesuffix(COURSE)
    several = of.split(",") if of and kind in OF_SEVERAL else []
    return Slide(
        kind,
        of if kind in OF_INDICATOR else "",
        title,
        year=int(year) if year else None,
        scenarios=tuple(found["scenarios"].split("~")[1:]),
        indicators=tuple(several) if len(several) >= OF_SEVERAL.get(kind, (0,))[0] else (),
        against=found["against"] or "",
    )


@dataclass(frozen=True)
class Outline:
    """Pages in order, and what stands on the cover and at the foot of each.

    Parameters
    ----------
    title, unit : of the briefing, and who gives it; "" for none of one's own
    marking : such as 内部
    day : on the cover and at the foot of slides, as printed; "" for the present one
    foot : where definitions, notes and sources of pages stand: on the page, or with the speaker's notes
    """

    slides: tuple[Slide, ...] = ()
    title: str = ""
    unit: str = ""
    marking: str = ""
    day: str = ""
    foot: Foot = "page"

    def marked(self, marking: str) -> Outline:
        """Return the outline with a marking in place of its own."""
        return replace(self, marking=marking) if marking else self


def default_slides(subject: Subject) -> tuple[Slide, ...]:
    """Return the pages of a briefing for which no outline is given; those that say nothing are left out."""
    headline, effect = subject.headline.row.id, subject.effect
    moved = effect.indicator if effect is not None and effect.indicator != headline else ""
    charts = [headline, *([moved] if moved else [])][:CHARTS]
    found = [
        *(Slide(kind) for kind in ("cover", "assumptions", "scoreboard", "comparison")),
        *(Slide("chart", key) for key in charts),
        *(Slide(kind) for kind in ("industries", "difference", "probability")),
        Slide("decides", headline),
        *(Slide(kind) for kind in ("binding", "evaluation", "limits", "levers", "sources")),
    ]
    return tuple(slide for slide in found if slide.kind != "comparison" or subject.compared)


def outline_text(slides: tuple[Slide, ...]) -> str:
    """Return an outline as the text of a file, with what each page shows as a remark."""
    lines = [
        "# 简报的提纲：删去、调换或增加各行即可。 / Outline of a briefing: delete, move or add lines.",
        "# 上面可另写 title、date、foot；每页可另写 title、year、scenarios、layout、notes，如",
        "# title, date and foot may be given too; a page may have fields of its own, as in",
        "#   - chart: {indicator: …, year: 2030, scenarios: [plan, vision], title: '到 2030 年为 {value}'}",
        'unit: ""',
        'marking: ""',
        "slides:",
    ]
    for slide in slides:
        text = f"  - {slide.kind}" + (f": {slide.indicator}" if slide.indicator else "")
        lines.append(f"{text.ljust(_REMARKS)}# {' / '.join(KINDS[slide.kind])}")
    return "\n".join(lines) + "\n"
