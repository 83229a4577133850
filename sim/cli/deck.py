"""The command ``teda deck``: slides of a briefing, their outline, and templates for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.briefing import Bands, EnsembleFolder, FindingYear, Marking, read_asked, tell_written
from sim.cli.completion import complete_scenarios
from sim.cli.errors import CHECK_FAILED, OK
from sim.cli.help import BilingualCommand
from sim.cli.options import Force, HomeFolder, Lang, PlanChoice, Prior, Set, home_of
from sim.cli.output import ONLY_TEXT, read_output
from sim.errors import Argument, Fault, Faults
from sim.units import Language

if TYPE_CHECKING:
    from sim.scenario.workspace import Workspace

DeckFile = Annotated[str, typer.Option("--out", metavar="FILE", help="演示文稿：.pptx\na .pptx file")]
Words = Annotated[
    list[str],
    typer.Argument(
        metavar="SCENARIO [B…]",
        autocompletion=complete_scenarios,
        show_default=False,
        help="情景名或情景文件，再给几个则与之并列；或 outline、template、check 之一，见上\n"
        "a scenario, or a file, with others beside it; or outline, template or check",
    ),
]
OutlineFile = Annotated[
    str,
    typer.Option(
        "--outline",
        metavar="FILE",
        help="提纲文件（YAML）：哪些页、什么次序\nYAML file that says which slides, in which order",
    ),
]
TemplateFile = Annotated[
    str,
    typer.Option(
        "--template",
        metavar="FILE",
        help="用单位自己的模板 .pptx 或 .potx：版式、颜色和字体\n"
        "your own .pptx or .potx: its layouts, colours and fonts",
    ),
]
_TAKES: Mapping[str, tuple[str, ...]] = {  # words in place of a scenario, and the options that each takes
    "outline": ("--year", "--set", "--ensemble", "--prior", "--home", "--plan"),
    "template": ("--out", "--force"),
    "check": (),
}


def add_deck_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "deck",
        cls=BilingualCommand,
        help="""生成可编辑的简报，约十几页：假设、计分板、主要指标、与所依情景之差、达标概率、制约、来源。
Make an editable briefing of about a dozen slides, from assumptions and scoreboard to sources.

outline 打印情景的默认提纲；template 写出本工具的模板；
check 查看单位的模板怎么用、是否合用，不合用时退出码为 1。
outline prints the default outline of a scenario; template writes the template of this tool;
check shows what your own template is used for, and ends with 1 when something does not fit.""",
        epilog="""例 Examples
  teda deck plan --out briefing.pptx
  teda deck demand-shock --year 2030 --out shock.pptx
  teda deck plan vision --marking 内部 --out briefing.pptx
  teda deck plan --ensemble runs/plan --out briefing.pptx --lang en
  teda deck outline plan vision
  teda deck plan --outline examples/outline.yaml --out briefing.pptx
  teda deck check office.potx
  teda deck plan --template office.potx --out briefing.pptx
  teda deck template --out template.pptx""",
    )(deck)


def deck(
    scenario: Words,
    out: DeckFile = "",
    ensemble: EnsembleFolder = "",
    settings: Set = None,
    lang: Lang = "zh",
    home: HomeFolder = None,
    plan: PlanChoice = "",
    prior: Prior = False,
    year: FindingYear = "",
    outline: OutlineFile = "",
    template: TemplateFile = "",
    marking: Marking = "",
    force: Force = False,
) -> int:
    """Make a briefing of a scenario, in place of one that nobody has edited; or what the word asks for."""
    word, names = (scenario[0], scenario[1:]) if scenario[0] in _TAKES else ("", scenario)
    if word:
        given: dict[str, object] = {
            "--out": out, "--ensemble": ensemble, "--set": settings, "--home": home, "--plan": plan,
            "--prior": prior, "--year": year, "--outline": outline, "--template": template,
            "--marking": marking, "--force": force,
        }  # fmt: skip
        Faults(_word_faults(word, names, [option for option, value in given.items() if value])).check()
    if word == "check":
        return _check(names[0], lang)
    if word == "template":
        _write_template(out, lang, is_forced=force)
        return OK

    def check(workspace: Workspace) -> list[Fault]:
        return [] if word else _faults(out, (outline, lang), template, marking, workspace, is_forced=force)

    asked = read_asked(names, settings, home_of(home, plan), Bands(ensemble, prior), lang, year, check)
    from sim.report.deck.build import build_deck, outline_of

    if word:
        sys.stdout.write(outline_of(asked.run, asked.ensemble, asked.language, asked.year, asked.beside))
        return OK
    content = build_deck(
        asked.run,
        asked.ensemble,
        asked.language,
        asked.year,
        beside=asked.beside,
        outline=outline or None,
        marking=marking,
        template=template or None,
    )
    _write(out, content, asked.language)
    return OK


def _word_faults(word: str, names: Sequence[str], given: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with a command that begins with a word."""
    place = f"teda deck {word}"
    wrong = [option for option in given if option not in _TAKES[word]]
    if wrong:
        listed = ", ".join(wrong)
        yield Fault("conflict", f"不带 {listed}。", f"takes no {listed}.", place)
    if word == "outline" and not names:
        zh, en = f"请给出情景，如 {place} plan。", f"name a scenario, as in {place} plan."
        yield Fault("missing", zh, en, place)
    if word == "check" and not names:
        zh, en = f"请给出要查看的文件，如 {place} office.potx。", f"name a file, as in {place} office.potx."
        yield Fault("missing", zh, en, place)
    extra = " ".join(names[_MOST[word] :])
    if extra:
        yield Fault("syntax", f'多出了参数 "{extra}"。', f'unexpected argument "{extra}".', place)


_MOST: Mapping[str, int] = {"outline": sys.maxsize, "template": 0, "check": 1}  # names behind a word


def _faults(
    out: str,
    outline: tuple[str, str],
    template: str,
    marking: str,
    workspace: Workspace,
    *,
    is_forced: bool,
) -> list[Fault]:
    """Return what is wrong with the files of a deck.

    Parameters
    ----------
    outline : its file, "" without one, and the language of the deck
    """
    from sim.arguments import marking as marked
    from sim.report.briefing.outline_file import read_outline
    from sim.report.deck.dress import dress_faults
    from sim.report.deck.fit import fitting_template

    faults = Faults()
    file, language = outline
    asked = faults.take(read_outline, file, workspace, "en" if language == "en" else "zh") if file else None
    faults.take(marked, marking, Argument("marking"))
    office = faults.take(fitting_template, template) if template else None
    if asked is not None and (office is not None or not template):
        faults += dress_faults(asked, office, template)
    return [*faults, *_file_faults(out, is_forced=is_forced)]


def _file_faults(out: str, *, is_forced: bool) -> list[Fault]:
    from sim.report.charts.suffixes import suffix_faults
    from sim.report.deck.build import SUFFIXES
    from sim.report.deck.own import overwriting_faults

    return [*suffix_faults(out, SUFFIXES), *overwriting_faults(out, is_forced=is_forced)]


def _write(out: str, content: bytes, language: Language) -> None:
    """Write a deck, and beside it the backup of an edited one that it replaces."""
    from sim.files import write_files
    from sim.report.deck.own import backup_of

    contents = {**backup_of(out), out: content}
    write_files(contents)
    for place in contents:
        tell_written(place, language)


def _write_template(out: str, lang: str, *, is_forced: bool) -> None:
    from sim.report.deck.ours import own_template

    with Faults(_file_faults(out, is_forced=is_forced)) as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
    _write(out, own_template(output.language), output.language)


def _check(place: str, lang: str) -> int:
    """Show what a template is used for; 1 where something does not fit."""
    from sim.report.deck.check import inspect, inspection_report

    with Faults() as faults:
        output = faults.take(read_output, lang, "", "", ONLY_TEXT)
        found = faults.take(inspect, place)
    output.write_report(inspection_report(found))
    return OK if found.is_fit else CHECK_FAILED
