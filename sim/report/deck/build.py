"""Builds the briefing deck of a scenario: the pages of its outline, on slides that stay editable."""

from __future__ import annotations

import os
from collections.abc import Sequence

from sim import arguments
from sim.ensembles.drawn import AnyEnsemble
from sim.errors import Faults
from sim.report.briefing.outline import Outline, default_slides, outline_text
from sim.report.briefing.outline_file import read_outline
from sim.report.briefing.pages import pages_of
from sim.report.briefing.subject import subject_of
from sim.report.deck.dress import dress_faults
from sim.report.deck.packing import deck_bytes
from sim.report.deck.pages import add_page
from sim.report.deck.recipe import keep, note_slides, recipe_of
from sim.report.deck.stage import new_stage, stage_of
from sim.run.single import ScenarioRun, run_of
from sim.scenario.load import AnyScenario
from sim.units import Language

SUFFIXES = (".pptx",)


def _outline(given: object, place: str) -> object:
    """Return an outline as it is, or the path of one."""
    return given if isinstance(given, Outline) else arguments.path_of(given, place)


@arguments.reading(
    beside=arguments.several, outline=_outline, marking=arguments.marking, template=arguments.path_of
)
def build_deck(
    run: ScenarioRun | AnyScenario,
    ensemble: AnyEnsemble = "forecast",
    language: Language = "zh",
    year: int | None = None,
    *,
    beside: Sequence[ScenarioRun | AnyScenario] = (),
    outline: Outline | str | os.PathLike[str] | None = None,
    marking: str = "",
    template: str | os.PathLike[str] | None = None,
) -> bytes:
    """Return an editable PowerPoint file that briefs on a scenario, in about a dozen slides.

    Each title is a finding. Tables and charts are native, charts with their data sheets; tables are of 12
    points or more and go on on the next slide where they are long. Without an outline the slides are cover,
    assumptions, scoreboard, headline charts, industries, difference from the scenario extended,
    probabilities, what decides the result, what limits it, published figures, limits and sources; those for
    which there is nothing to show are left out. What identifies model and draws is in the notes of the
    slides. Equal inputs give equal bytes on the same day.

    Parameters
    ----------
    run : result of `run_scenario`, or a scenario to run unchanged: a name, a path, or a loaded one
    ensemble : what bands and probabilities are of: ``"forecast"``, 1,000 members in memory from seed 7,
        conditioned on observations; ``"prior"``, as many of the prior; an ensemble of the same model and
        scenario; or None for the single run alone, as where the home draws nothing
    language : language of all text, ``zh`` or ``en``
    year : of the findings; by default the plan's last horizon, which a scenario can still move
    beside : scenarios to be shown beside it, as ``run``
    outline : a YAML file that says which slides, in which order
    marking : at the foot of each slide, such as ``内部``; in place of that of the outline
    template : a .pptx or .potx whose masters, layouts, colours and fonts are used; its slides are left out

    Returns
    -------
    bytes : content of a .pptx file

    Raises
    ------
    SimError: an ensemble of another model or scenario; no indicator that can be drawn; a year that the
        model does not reach; all faults of the outline, or a slide of it with nothing to show; a template
        that is encrypted, damaged or no presentation.

    Examples
    --------
    >>> deck = sim.build_deck("plan", None, "en", marking="Internal")
    >>> (folder / "briefing.pptx").write_bytes(deck) == len(deck)
    True
    """
    subject = subject_of([run_of(run), *map(run_of, beside)], ensemble, language, year)
    given = Outline() if outline is None else outline
    asked = given if isinstance(given, Outline) else read_outline(given, subject.run.workspace, language)
    asked = asked.marked(marking)
    Faults(dress_faults(asked, None) if template is None else ()).check()
    stage = new_stage(language, asked) if template is None else stage_of(template, asked, language)
    pages = list(pages_of(subject, asked))
    for page in pages:
        add_page(stage, page)
    recipe = recipe_of(subject, asked)
    note_slides(recipe, stage.deck)
    keep(recipe, stage.deck)
    first = next((page.title for page in pages if page.title), "")
    return deck_bytes(stage.deck, f"{first} - {subject.run.scenario.title.text(language)}")


def outline_of(
    run: ScenarioRun,
    ensemble: AnyEnsemble,
    language: Language,
    year: int | None,
    beside: Sequence[ScenarioRun] = (),
) -> str:
    """Return the outline that a scenario is briefed on by when none is given, as the text of a file.

    Pages for which there is nothing to show are left out.
    """
    subject = subject_of([run, *beside], ensemble, language, year)
    return outline_text(
        tuple(slide for slide in default_slides(subject) if any(pages_of(subject, Outline((slide,)))))
    )
