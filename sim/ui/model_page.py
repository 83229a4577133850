"""The page of the model: a sector's picture, its variables, and the details of one variable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import streamlit as st

from sim.analysis.structure import ROLES, Structure, read_structure
from sim.report.words.glossary import word
from sim.report.words.variables import sector_title, variable_name
from sim.scenario.workspace import Workspace
from sim.sketch.picture import sector_picture, view_names
from sim.ui.choice import choose, search
from sim.ui.page_state import Scene
from sim.ui.picture import draw_picture
from sim.ui.texts import say
from sim.ui.variable_card import draw_course_of, effects_of_part, variable_html
from sim.units import Language

_TIPS = re.compile(r"<title>.*?</title>", re.DOTALL)


def draw_model(scene: Scene) -> None:
    """Draw the page."""
    workspace, language = scene.workspace, scene.view.language
    structure = read_structure(workspace)
    names = _names(structure, workspace, language)
    _settle(structure)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        choose(
            say("sector", language), _titles(structure, workspace, language), "sector", language, None, _leave
        )
    with right:
        search(say("search", language), _searched(names, language), "variable", language, _choose)
    _draw_picture(names, _titles(structure, workspace, language), workspace, language)
    if st.session_state["variable"]:
        with st.container(key="variable"):
            _draw_variable(scene, structure, names)
    _draw_list(structure, names, language)


def _settle(structure: Structure) -> None:
    """Make sector and variable of the session consistent; the first sector with a stock by default."""
    state = st.session_state
    part = structure.parts.get(state["variable"])
    if part is not None:
        state["sector"] = part.variable.group
        return
    state["variable"] = ""  # a picture also shows Time, which is not a variable
    if state["sector"] not in structure.sectors:
        stocks = (each.variable.group for each in structure.parts.values() if each.role == "stock")
        state["sector"] = next(stocks, next(iter(structure.sectors)))


def _look_at(name: str) -> None:
    """Go to a variable and its sector; a second click on it changes nothing."""
    if name:
        _choose(name)


def _choose(name: str) -> None:
    """Go to a variable, or with "" leave the current one."""
    st.session_state["variable"] = name


def _leave() -> None:
    """Leave the variable when another sector is chosen."""
    _choose("")


def _names(structure: Structure, workspace: Workspace, language: Language) -> dict[str, str]:
    """Return the name of each variable, all of them different."""
    loops = workspace.registry.loops
    found = {name: variable_name(part, loops, language) for name, part in structure.parts.items()}
    times, seen = Counter(found.values()), Counter[str]()
    for name, said in found.items():
        seen[said] += 1
        if times[said] > 1:
            found[name] = f"{said} {name}" if language == "en" else f"{said}（{seen[said]}）"
    return found


def _titles(structure: Structure, workspace: Workspace, language: Language) -> dict[str, str]:
    place = 0 if language == "zh" else 1
    groups = workspace.model.groups
    return {group: sector_title(group, groups)[place] or group for group in structure.sectors}


def _searched(names: Mapping[str, str], language: Language) -> dict[str, str]:
    """Return the text to search: in Chinese both names, in English the one."""
    if language == "en":
        return dict(names)
    return {name: said if name in said else f"{said}  {name}" for name, said in names.items()}


def _draw_picture(
    names: Mapping[str, str], titles: Mapping[str, str], workspace: Workspace, language: Language
) -> None:
    sector = st.session_state["sector"]
    svg = _picture(workspace.model.hash, sector, language, workspace)
    if svg:
        draw_picture(svg, titles[sector], names, st.session_state["variable"], language, _look_at)
    else:
        st.html(f'<div class="teda note">{say("no_picture", language)}</div>')


@st.cache_resource(max_entries=64, show_spinner=False)
def _picture(model_hash: str, sector: str, language: Language, _workspace: Workspace) -> str:
    """Return a sector's picture, "" where it has none; without tips, whose words are the model's own."""
    path = _workspace.home.model_file
    if sector not in view_names(path):
        return ""
    return _TIPS.sub("", sector_picture(path, sector, language))


def _draw_variable(scene: Scene, structure: Structure, names: Mapping[str, str]) -> None:
    part = structure.parts[st.session_state["variable"]]
    language = scene.view.language
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.html(variable_html(part, scene) + effects_of_part(part, scene))
    with right:
        draw_course_of(part, scene)
        for side in ("causes", "uses"):
            found = [name for name in getattr(part.variable, side) if name != part.variable.name]
            if found:
                _pills(f"{side}:{part.variable.name}", say(side, language), found, names, language)


def _draw_list(structure: Structure, names: Mapping[str, str], language: Language) -> None:
    sector = st.session_state["sector"]
    st.html(f'<div class="teda facts"><h2>{say("sector_variables", language)}</h2></div>')
    with st.container(key="variables"):
        for role in ROLES:
            found = [name for name in structure.sectors[sector] if structure.parts[name].role == role]
            if found:
                label = say("role_count", language, role=word(f"role.{role}", language), count=len(found))
                _pills(f"list:{sector}:{role}", label, found, names, language)


def _pills(key: str, label: str, found: Iterable[str], names: Mapping[str, str], language: Language) -> None:
    """Draw variables as buttons that go to them; the current one is marked."""
    options = list(found)
    widget = f"{key}:{language}"
    chosen = st.session_state["variable"]
    st.session_state[widget] = chosen if chosen in options else None
    st.pills(
        label,
        options,
        format_func=lambda name: names[name],
        key=widget,
        on_change=_take,
        args=(widget,),
        wrap=True,
    )


def _take(widget: str) -> None:
    _look_at(st.session_state[widget] or "")
