"""The report on scenarios as a Word file, in the order of official reports; its charts are pictures."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Word
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from sim import arguments
from sim.ensembles.drawn import AnyEnsemble
from sim.report import style
from sim.report.annex import BODY, CHINESE, HEADING, SMALL, TITLE, fill, line, packed, write
from sim.report.briefing.closing import reach, sources
from sim.report.briefing.courses import comparison, course
from sim.report.briefing.decides import decides
from sim.report.briefing.difference import difference
from sim.report.briefing.limits import limits_on_output
from sim.report.briefing.opening import all_levers, assumptions
from sim.report.briefing.outline import Slide
from sim.report.briefing.page import Grid, Lines, Page, Plot, Tone
from sim.report.briefing.standings import evaluation, probabilities, scoreboard
from sim.report.briefing.subject import Subject, subject_of
from sim.report.briefing.watch import watched
from sim.report.charts.content import ChartContent
from sim.report.charts.file import chart_bytes
from sim.report.charts.indicator import draw
from sim.report.charts.provenance import origin, record_line, scenario_title
from sim.report.deck.sheet import sheet_of
from sim.report.deck.workbook import EPOCH
from sim.report.layout import width_of
from sim.report.record import Cell, Column, Row, Table, figure_cell
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_figure, typeset
from sim.report.words.periods import today
from sim.report.words.punctuation import STOP, bracketed
from sim.run.single import ScenarioRun, run_of
from sim.scenario.load import AnyScenario
from sim.units import Language

SUFFIXES = (".docx",)
WIDTH = 17.0  # cm between the margins of A4
MARGIN = Cm(2)
_NUMERALS = "一二三四五六七八九"
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "title": "{}“{}”情景推演报告",
        "findings": "结论",
        "targets": "目标实现情况",
        "limits": "主要制约",
        "uncertainty": "不确定性",
        "watch": "建议关注",
        "annex": "附表 {}　{}",
        "assumptions": "情景假设",
        "levers": "全部杠杆",
        "evaluation": "公布数与推演的对照",
        "data": "图中数据：{}",
        "difference": "与所依情景之差",
        "factor": "因素",
    },
    "en": {
        "title": "{}: report on the scenario {}",
        "findings": "Main findings",
        "targets": "How the targets stand",
        "limits": "Main limits on output",
        "uncertainty": "Uncertainty",
        "watch": "What to watch",
        "annex": "Annex {}. {}",
        "assumptions": "Assumptions of the scenario",
        "levers": "All levers",
        "evaluation": "Published figures beside the model's",
        "data": "Figures of the chart: {}",
        "difference": "Difference from the scenario extended",
        "factor": "Factor",
    },
}


@arguments.reading(beside=arguments.several, unit=arguments.unit, marking=arguments.marking)
def build_report(
    run: ScenarioRun | AnyScenario,
    ensemble: AnyEnsemble = "forecast",
    language: Language = "zh",
    year: int | None = None,
    *,
    beside: Sequence[ScenarioRun | AnyScenario] = (),
    unit: str = "",
    marking: str = "",
) -> bytes:
    """Return a Word report on a scenario: findings, targets, limits, uncertainty, what to watch, annexes.

    Tables are native, the chart is a picture with its figures in an annex. Equal inputs give equal bytes on
    the same day.

    Parameters
    ----------
    run : result of `run_scenario`, or a scenario to run unchanged: a name, a path, or a loaded one
    ensemble : what bands and probabilities are of: ``"forecast"``, 1,000 members in memory from seed 7,
        conditioned on observations; ``"prior"``, as many of the prior; an ensemble of the same model and
        scenario; or None for the single run alone, as where the home draws nothing
    language : language of all text, ``zh`` or ``en``
    year : of the findings; by default the plan's last horizon, which a scenario can still move
    beside : scenarios to be shown beside it, as ``run``
    unit, marking : below the title: who gives it, and such as ``内部``

    Returns
    -------
    bytes : content of a .docx file

    Raises
    ------
    SimError: an ensemble of another model or scenario; a year that the model does not reach.

    Examples
    --------
    >>> report = sim.build_report("plan", None, "en")
    >>> (folder / "report.docx").write_bytes(report) == len(report)
    True
    """
    subject = subject_of([run_of(run), *map(run_of, beside)], ensemble, language, year)
    return report_bytes(subject, unit, marking)


def report_bytes(subject: Subject, unit: str = "", marking: str = "") -> bytes:
    """Return a report as the content of a .docx file; equal subjects give equal bytes on the same day.

    Its parts are findings, standing of the targets, what limits output, uncertainty, what to watch, and
    annexes: assumptions, difference, published figures, the data of the charts and sources. Parts for which
    there is nothing to say are left out.

    Parameters
    ----------
    unit, marking : who gives it, and such as 内部; below its title
    """
    language, words = subject.language, _WORDS[subject.language]
    paper = _Paper(Document(), language)
    zone, name = subject.registry.zone.short_name.text(language), scenario_title(subject.table, language)
    title = words["title"].format(zone, name)
    paper.prepare()
    line(paper.word, title, TITLE, HEADING, centred=True)
    for text in (unit, today(language), marking):
        if text:
            line(paper.word, text, BODY, CHINESE, centred=True)
    _body(paper, subject, words)
    _annexes(paper, subject, words)
    line(paper.word, origin(subject.table, subject.ensemble, language), SMALL, CHINESE)
    about = paper.word.core_properties
    about.title, about.author, about.last_modified_by = title[:255], "", ""
    about.comments = record_line(subject.headline, language)[:255]
    about.created = about.modified = EPOCH
    return packed(paper.word)


def _body(paper: _Paper, subject: Subject, words: Mapping[str, str]) -> None:
    language, key = subject.language, subject.headline.row.id
    charts = list(course(subject, key))
    boards, chances = list(scoreboard(subject, Slide("scoreboard"))), list(probabilities(subject))
    limits, factors = list(limits_on_output(subject)), list(decides(subject, key))
    beside = list(comparison(subject, Slide("comparison")))
    found = [*charts, *list(difference(subject)), *boards, *beside[:1], *limits, *factors]
    paper.part(words["findings"], [f"{page.title}{STOP[language]}" for page in found])
    picture = chart_bytes(draw(subject.headline, language), ".png")
    drawn = paper.word.add_picture(io.BytesIO(picture), width=Cm(WIDTH))
    drawn._inline.docPr.set("descr", charts[0].title)
    for name, pages in (("targets", [*boards, *beside]), ("limits", limits)):
        if pages:
            paper.part(words[name], [])
            paper.pages(pages)
    texts = [text for page in reach(subject) if isinstance(page.body, Lines) for text in page.body.texts]
    paper.part(words["uncertainty"], [])
    paper.pages([*chances, *factors])
    paper.lines(texts)
    noticed = list(watched(subject))
    if noticed:
        paper.part(words["watch"], noticed)


def _annexes(paper: _Paper, subject: Subject, words: Mapping[str, str]) -> None:
    parts = (
        ("assumptions", assumptions(subject)),
        ("difference", difference(subject)),
        ("levers", all_levers(subject)),
        ("evaluation", evaluation(subject)),
        ("sources", sources(subject)),
    )
    number = 0
    for name, pages in parts:
        for page in pages:
            number += 1
            title = heading("source", subject.language) if name == "sources" else words[name]
            paper.annex(words["annex"].format(number, title))
            paper.page(page)
    for page in course(subject, subject.headline.row.id):
        if isinstance(page.body, ChartContent):
            paper.annex(words["annex"].format(number + 1, words["data"].format(page.body.name)))
            paper.table(_figures(page.body, subject.language))


def _figures(content: ChartContent, language: Language) -> Table:
    """Return the figures of a chart, a row for each year; of the bands their quantiles."""
    sheet = sheet_of(content, language)
    columns = [*sheet.lines.values(), *sheet.quantiles]
    rows: list[Row] = []
    for at, year in enumerate(sheet.years):
        cells: list[Cell | str] = []
        for column in columns:
            value = column.figures[at]
            cells.append("" if value is None else figure_cell(value, content.decimals))
        rows.append([str(year), *cells])
    heads = [heading("year", language), *(column.heading for column in columns)]
    return Table([Column(head) for head in heads], rows)


@dataclass(frozen=True, eq=False)
class _Paper:
    """A Word file that parts are added to."""

    word: Word
    language: Language

    def prepare(self) -> None:
        """Set A4 and its margins."""
        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21.0), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN

    def part(self, title: str, texts: Iterable[str]) -> None:
        """Add a heading, which the navigation of Word shows, and paragraphs."""
        number = 1 + sum(each.style.name == "Heading 1" for each in self.word.paragraphs if each.style)
        numbered = f"{_NUMERALS[number - 1]}、{title}" if self.language == "zh" else f"{number}. {title}"
        _head(self.word.add_heading(level=1), numbered, Pt(14))
        self.lines(texts)

    def annex(self, title: str) -> None:
        """Add the heading of an annex."""
        _head(self.word.add_heading(level=2), title, BODY)

    def lines(self, texts: Iterable[str]) -> None:
        """Add paragraphs."""
        for text in texts:
            line(self.word, " ".join(text.split()), BODY, CHINESE)

    def pages(self, pages: Iterable[Page]) -> None:
        """Add pages, each with its finding as a sentence."""
        for page in pages:
            line(self.word, f"{page.title}{STOP[self.language]}", BODY, HEADING)
            self.page(page)

    def page(self, page: Page) -> None:
        """Add what a page shows, with its notes."""
        if isinstance(page.body, Grid):
            shares = [column.share for column in page.body.columns]
            columns = [Column(column.heading, column.is_figure) for column in page.body.columns]
            _tone(self.table(Table(columns, page.body.rows), shares), page.body.tones)
        elif isinstance(page.body, Plot):
            self.table(_plotted(page.body, _WORDS[self.language]["factor"], self.language))
        for note in (page.subtitle, *page.foot):
            if note:
                line(self.word, note, SMALL, CHINESE)

    def table(self, table: Table, shares: Iterable[float] = ()) -> WordTable:
        """Add a table over the whole width, and return it."""
        return fill(self.word, table, _widths(table, list(shares) or [1.0] * len(table.columns)))


def _widths(table: Table, shares: Sequence[float]) -> list[float]:
    """Return widths of columns [cm]: figures and words stand on one line, and texts share what is left.

    Where that is too little, only the words do, such as those of a range; else all columns have their shares.
    """
    texts = [not column.is_figure for column in table.columns]
    more = [share if text else 0.0 for share, text in zip(shares, texts, strict=True)]
    if not any(more):
        more = [1.0] * len(texts)
    for is_whole in (True, False):
        needs = _needs(table, [not text and is_whole for text in texts])
        spare = WIDTH - sum(needs)
        if spare >= 0:
            return [need + spare * share / sum(more) for need, share in zip(needs, more, strict=True)]
    return [WIDTH * share / sum(shares) for share in shares]


def _needs(table: Table, wholes: Sequence[bool]) -> list[float]:
    """Return the width that each column needs [cm]: of its cells as a whole, or of their longest word."""
    cells = list(zip(*table.printed(), strict=True)) or [()] * len(table.columns)
    found = []
    for column, texts, is_whole in zip(table.columns, cells, wholes, strict=True):
        widths = map(width_of, texts) if is_whole else map(_word, " ".join(texts).split())
        found.append(_SIDES + _LETTER * max([*widths, *map(_word, column.heading.split())], default=0))
    return found


def _word(word: str) -> int:
    """Return the width of a word that is not parted [half-width letters]; a Chinese one is, anywhere."""
    return min(width_of(word), _PARTED) if any(mark > "\u2e80" for mark in word) else width_of(word)


_LETTER = SMALL.cm / 2 * 1.15  # of a half-width letter; fonts differ a little, and some are bold
_SIDES = 0.42  # cm beside the text of a cell
_PARTED = 6  # half-width letters that Chinese is not parted below


def _head(paragraph: Paragraph, text: str, size: Pt) -> None:
    run = paragraph.add_run(text)
    write(run, size, HEADING)
    run.font.color.rgb = RGBColor(0, 0, 0)  # the style has a colour of its own


def _tone(drawn: WordTable, tones: Sequence[Tone]) -> None:
    """Set off the last cell of each row by whether its target is met."""
    for row, tone in zip(drawn.rows[1:], tones, strict=False):
        for run in row.cells[-1].paragraphs[0].runs:
            run.font.bold = True
            run.font.color.rgb = RGBColor.from_string(_TONES[tone].lstrip("#"))


_TONES: Mapping[Tone, str] = {"met": style.MET, "not_met": style.NOT_MET, "none": style.MUTED}


def _plotted(plot: Plot, head: str, language: Language) -> Table:
    """Return the figures of a plot, a row for each of its names."""
    decimals = len(plot.number_format.partition(";")[0].partition(".")[2])

    def cells(at: int) -> Iterator[str]:
        for series in plot.series:
            value = series.figures[at]
            sign = "+" if value is not None and value > 0 and plot.kind == "bars" else ""
            yield "" if value is None else sign + typeset(print_figure(value, decimals))

    if plot.kind in ("lines", "stack"):
        head = heading("year", language)
    heads = [Column(head + bracketed(plot.unit, language), is_figure=False)]
    rows = [[name, *cells(at)] for at, name in enumerate(plot.names)]
    return Table([*heads, *(Column(series.label) for series in plot.series)], rows)
