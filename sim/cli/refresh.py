"""``teda refresh``: brings an edited deck up to date in place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.briefing import tell_written
from sim.cli.help import BilingualCommand
from sim.cli.options import HomeFolder, Lang, PlanChoice, home_of
from sim.cli.output import ONLY_TEXT, read_output
from sim.errors import Faults
from sim.report.words.punctuation import COLON, bracketed
from sim.units import Language

if TYPE_CHECKING:
    from sim.ensembles.drawn import AnyEnsemble
    from sim.registry.home import Home
    from sim.report.briefing.subject import Subject
    from sim.report.deck.changes import Change
    from sim.report.deck.recipe import Recipe

DeckInPlace = Annotated[
    str,
    typer.Argument(
        metavar="DECK",
        show_default=False,
        help="由 teda deck 生成、可能改动过的 .pptx\na .pptx that teda deck made and people may have edited",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只列出会更新什么，不写文件\nonly list what would change")
]
Elsewhere = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="FILE",
        help="写到另一个文件；默认更新原文件并留备份\nanother file; by default in place, with a backup",
    ),
]


def add_refresh_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "refresh",
        cls=BilingualCommand,
        help="""更新简报里的图、表和结论，保留人工改动：改过的标题不动，只列出其中的旧数。
Bring charts, tables and findings of a deck up to date; what people have edited stays and is listed.""",
        epilog="""例 Examples
  teda refresh briefing.pptx --dry-run
  teda refresh briefing.pptx
  teda refresh briefing.pptx --out new.pptx""",
    )(refresh)


def refresh(
    deck: DeckInPlace,
    out: Elsewhere = "",
    dry_run: DryRun = False,
    lang: Lang = "zh",
    home: HomeFolder = None,
    plan: PlanChoice = "",
) -> None:
    """Bring a deck up to date: in place with a backup, or elsewhere."""
    from sim.files import write_files
    from sim.report.charts.suffixes import suffix_faults
    from sim.report.deck.build import SUFFIXES
    from sim.report.deck.own import backup_name, backup_of, lock_faults
    from sim.report.deck.raw import read_file
    from sim.report.deck.refresh import read_recipe
    from sim.report.deck.refresh import refresh as refreshed

    with Faults() as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
        faults += [*(suffix_faults(out, SUFFIXES) if out else []), *lock_faults(out or deck)]
        content = faults.take(read_file, deck)
        faults.check()
        recipe = faults.take(read_recipe, content, deck)
    subject = subject_again(recipe, home_of(home, plan))
    found = refreshed(content, recipe, subject, deck)
    for change in found.changes:
        sys.stdout.write(f"{change_line(change, subject, output.language)}\n")
    if not found.renewed:
        sys.stdout.write(f"{_CURRENT[output.language]}\n")
    if dry_run or not (found.renewed or out):
        return
    contents = (
        {**backup_of(out), out: found.content} if out else {backup_name(deck): content, deck: found.content}
    )
    write_files(contents)
    for place in contents:
        tell_written(place, output.language)


_CURRENT: dict[Language, str] = {"zh": "已是最新，没有要更新的。", "en": "It is up to date."}


def subject_again(recipe: Recipe, home: str | Home | None) -> Subject:
    """Return what a deck is about, run again.

    Raises
    ------
    SimError: a scenario or an ensemble that is no more; a setting that is invalid now.
    """
    from sim.cli.settings import read_settings
    from sim.ensembles.opening import open_ensemble
    from sim.report.briefing.subject import subject_of
    from sim.run.single import run_scenarios
    from sim.sampling.methods import DRAWN
    from sim.scenario.workspace import load_workspace

    runs = run_scenarios(recipe.scenarios, read_settings(recipe.settings), home)
    asked: AnyEnsemble = None
    if recipe.draws in DRAWN:
        asked = "prior" if recipe.draws == "prior" else "forecast"
    elif recipe.draws:
        asked = open_ensemble(recipe.draws, load_workspace(home))
    return subject_of(runs, asked, recipe.language, recipe.year)


def change_line(change: Change, subject: Subject, language: Language) -> str:
    """Return what is said of a change: old and new, or that an edit stays and what of it is old."""
    from sim.report.words.numbers import NO_FIGURE

    where = _where(change, subject, language)
    if change.is_kept:
        stale = _STALE[language].format(", ".join(change.stale)) if change.stale else ""
        return where + _KEPT[language] + stale
    if change.is_missing:
        return where + _MISSING[language].format(change.after)
    if not (change.before or change.cell):
        return where + {"zh": "更新图中数值", "en": "figures of the chart"}[language]
    return f"{where}{_line(change.before) or NO_FIGURE} → {_line(change.after)}"


def _where(change: Change, subject: Subject, language: Language) -> str:
    """Return the slide, what it shows, and which part of it, in words."""
    from sim.report.briefing.outline import KINDS, slide_of

    key, _, part = change.what.rpartition(":")
    slide = slide_of(key.partition("#")[0])
    entry = subject.registry.indicators.get(slide.indicator)
    page = KINDS[slide.kind][0 if language == "zh" else 1]
    of = bracketed(entry.name.text(language), language) if entry is not None else ""
    beside = {"zh": " 对照 ", "en": " compared with "}[language]
    of += slide.variant.replace("@", " ").replace("~", " ").replace("^", beside)
    kind = part.rstrip("1234")  # of a chart among others on a page
    inside = change.cell or _PARTS[language].get(kind, "") + part.removeprefix(kind)
    number = f"第 {change.slide} 页 " if language == "zh" else f"Slide {change.slide}, "
    return f"{number}{page}{of}{'，' if language == 'zh' else ', '}{inside}{COLON[language]}"


_PARTS: dict[Language, dict[str, str]] = {
    "zh": {"title": "标题", "subtitle": "副标题", "foot": "脚注", "chart": "下方的图", "body": "正文或图"},
    "en": {
        "title": "its title",
        "subtitle": "its subtitle",
        "foot": "its notes",
        "chart": "the chart below",
        "body": "its text or chart",
    },
}


def _line(text: str) -> str:
    return " ".join(text.split())


_KEPT: dict[Language, str] = {
    "zh": "改动过或已不对应，保留不动",
    "en": "edited or without a counterpart; left",
}
_MISSING: dict[Language, str] = {
    "zh": "表里没有这一行，未加入：{}",
    "en": "the table lacks this row, which is not added: {}",
}
_STALE: dict[Language, str] = {"zh": "，其中旧数 {} 已变", "en": "; it still holds the old {}"}
