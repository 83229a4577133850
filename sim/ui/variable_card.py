"""Card of a variable: its description, and a chart of its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from sim.analysis.structure import Part
from sim.bilingual_names import halves
from sim.names import fold, split_element
from sim.report.model.facts import registry_facts
from sim.report.model.run import shown_value
from sim.report.model.variable import limits_text
from sim.report.words.glossary import heading, word
from sim.report.words.punctuation import listed
from sim.report.words.variables import element_name, equation_lines, variable_name
from sim.ui.cache import course_of
from sim.ui.effects import effects_html
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.ui.variable_chart import draw_course
from sim.ui.view import lever_name
from sim.units import Language, unit_label

_STEADY = ("constant", "lookup")


def variable_html(part: Part, scene: Scene) -> str:
    """Return name, role, unit, equation, comment, values and evidence of a variable."""
    language, variable = scene.view.language, part.variable
    name = variable_name(part, scene.workspace.registry.loops, language)
    other = "" if name == variable.name else f"<code>{escape(variable.name)}</code>"
    equation = "<br>".join(escape(line) for line in equation_lines(variable))
    rows = "".join(
        f"<tr><th>{escape(label)}</th><td>{'<br>'.join(map(escape, lines))}</td></tr>"
        for label, lines in _rows(part, scene)
        if lines
    )
    return (
        f'<div class="teda variable"><h2>{escape(name)} {other}</h2>'
        f'<p><span class="pill strong">{word(f"role.{part.role}", language)}</span> '
        f'<span class="pill">{escape(unit_label(variable.units, language))}</span></p>'
        f'<pre class="equation">{equation}</pre><table>{rows}</table></div>'
    )


def _rows(part: Part, scene: Scene) -> Iterator[tuple[str, list[str]]]:
    language, variable = scene.view.language, part.variable
    comment = halves(variable.comment)
    yield heading("comment", language), _comment_lines(comment, language)
    yield heading("value", language), _values(part, scene)
    yield heading("limits", language), [text] if (text := limits_text(variable, language)) else []
    yield heading("subscripts", language), _elements(part, scene)
    for fact in registry_facts(part, scene.workspace, language):
        yield fact.label(language), list(fact.lines)
    yield heading("line", language), [f"{scene.workspace.home.model_file.name}:{variable.line}"]


def _elements(part: Part, scene: Scene) -> list[str]:
    """Return what the elements of a variable are called, "" for one without."""
    registry, language = scene.workspace.registry, scene.view.language
    named = [element_name(split_element(key)[1], registry, language) for key in part.variable.elements]
    return [listed(named, language)] if part.variable.dimensions else []


def _comment_lines(comment: Mapping[Language, str], language: Language) -> list[str]:
    """Return the comment in the language of the page; one in a single language for both."""
    text = comment[language] or comment["zh"] or comment["en"]
    return [text] if text else []


def _values(part: Part, scene: Scene) -> list[str]:
    """Return the value of a constant in the model file, and in the scenario if that sets another."""
    variable, language = part.variable, scene.view.language
    if variable.kind != "constant":
        return []
    run = course_of(scene.scenarios[scene.view.scenario], scene.view.settings, scene.workspace)
    lines = []
    for key in variable.elements:
        own, now = scene.workspace.model.constants[key], float(run[key][0, 0])
        element = element_name(split_element(key)[1], scene.workspace.registry, language)
        text = f"{element} {shown_value(own, variable.units, language)}".strip()
        if now != own:
            here = shown_value(now, variable.units, language)
            text += say("value_here", language, value=here, name=scene.name)
        lines.append(text)
    return lines


def effects_of_part(part: Part, scene: Scene) -> str:
    """Return the effect of a lever or uncertain constant on the headline indicators, "" for any other."""
    scenario, workspace = scene.scenarios[scene.view.scenario], scene.workspace
    slots = workspace.slots.get(fold(split_element(next(iter(part.levers)))[0]), {}) if part.levers else {}
    names = [lever_name(slot) for slot in slots.values()] + list(part.parameters)
    return effects_html(names, scenario, workspace, scene.view.language)


def draw_course_of(part: Part, scene: Scene) -> None:
    """Draw the values of a variable over time in the scenario of the page; a constant has no chart."""
    if part.variable.kind in _STEADY:
        return
    run = course_of(scene.scenarios[scene.view.scenario], scene.view.settings, scene.workspace)
    draw_course(part.variable, run, scene.workspace.registry, scene.name, scene.view.language)
