"""Names, comments, units and equations of variables in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.analysis.structure import Part, Structure
from sim.bilingual_names import halves
from sim.engine.model import Variable
from sim.names import fold, split_element
from sim.registry.load import Registry
from sim.registry.loops import Loop
from sim.report.words.punctuation import bracketed, listed
from sim.units import Language, unit_label

NAME_ENDS = re.compile("[。；：，（]")  # a comment begins with the name and goes on to explain it
NAME_LIMIT = 24  # characters
# Blanks that a line break within an equation leaves after an operator; quoted names stay as they are.
_BREAKS = re.compile(r'("[^"]*")|(?<=\S)([-+*/^(]) +')

FIELD_WORDS = {"from": "起点值", "to": "终点值", "start": "开始时间", "end": "完成时间"}
UNGROUPED = "未分组 / Not in a sector"


def sector_title(group: str, groups: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of a sector in Chinese and in English, without the rest of its comment."""
    comment = halves(groups.get(group, "") or (group or UNGROUPED))
    first = {
        language: text.partition("。" if language == "zh" else ". ")[0] for language, text in comment.items()
    }
    return first["zh"], first["en"] or group


def variable_name(part: Part, loops: Mapping[str, Loop], language: Language) -> str:
    """Return the name of a variable: in English as in the model.

    In Chinese the registry's name, else the beginning of its comment, else the model's name.
    """
    if language == "en":
        return part.variable.name
    return _chinese_name(part, loops) or part.variable.name


def scalar_name(key: str, structure: Structure, registry: Registry, language: Language) -> str:
    """Return what a scalar is called, with its element; a hidden stage of a delay as the delay."""
    name, element = split_element(key.partition("#")[0])
    text = variable_name(structure.parts[name], registry.loops, language)
    if not element:
        return text
    return text + bracketed(element_name(element, registry, language), language)


def element_name(element: str, registry: Registry, language: Language) -> str:
    """Return what an element of a subscript is called, "[a,b]" as both, "" as nothing."""
    elements = element.strip("[]").split(",")
    labels = (registry.elements.get(fold(one)) for one in elements)
    words = [label.text(language) if label else one for label, one in zip(labels, elements, strict=True)]
    return listed(words, language)


def _chinese_name(part: Part, loops: Mapping[str, Loop]) -> str:
    if part.role == "switch":
        return f"回路 {part.loops[0]} 开关"
    if part.role == "lever_part":
        return f"{_lever_name(part)}：{FIELD_WORDS[part.field]}"
    if part.role == "lever":
        return _lever_name(part)
    whole = part.parameters.get(part.variable.name)
    if whole is not None:
        return whole.name.zh
    name = NAME_ENDS.split(halves(part.variable.comment)["zh"])[0].strip()
    return name if len(name) <= NAME_LIMIT else f"{name[:NAME_LIMIT]}…"


def _lever_name(part: Part) -> str:
    """Return the name of a lever; where each element has its own, the beginning of its comment."""
    if len(part.levers) == 1:
        return next(iter(part.levers.values())).name.zh
    name = NAME_ENDS.split(halves(part.variable.comment)["zh"])[0].strip()
    return name or "、".join(lever.name.zh for lever in part.levers.values())


def both_units(unit: str) -> str:
    """Return a unit in Chinese, followed by the English if it differs."""
    zh, en = unit_label(unit, "zh"), unit_label(unit, "en")
    return zh if zh == en else f"{zh} {en}"


def equation_lines(variable: Variable) -> list[str]:
    """Return the equations of a variable, without remains of the file's line breaks."""
    return [_BREAKS.sub(lambda match: match[1] or match[2], line) for line in variable.equation.splitlines()]
