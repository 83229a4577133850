"""A sector of the model: its picture, its variables with their equations, its constants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.analysis.structure import Part, Role, Structure
from sim.bilingual_names import halves
from sim.names import split_element
from sim.registry.distributions import Distribution
from sim.registry.loops import Loop
from sim.registry.parameters import Parameter
from sim.report.documents.markdown import anchor, code, interval, lines, plain, slug, table
from sim.report.documents.model.registry_tables import source_links
from sim.report.model.facts import kind_text, reason_text
from sim.report.model.run import shown_value
from sim.report.words.glossary import both, both_heading
from sim.report.words.variables import both_units, equation_lines, sector_title, variable_name
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES

COMPUTED: tuple[Role, ...] = ("stock", "flow", "auxiliary", "lever", "lookup", "data")
CONSTANT: tuple[Role, ...] = ("constant", "control")
PICTURES = "pictures"


def sector_text(group: str, structure: Structure, workspace: Workspace, has_picture: bool) -> str:
    """Return the chapter of a sector."""
    zh, en = sector_title(group, workspace.model.groups)
    blocks = [f"## {anchor(f'sector {group}')}{plain(f'{zh} {en}'.strip())}"]
    blocks += _introduction(workspace.model.groups.get(group, ""), group)
    if has_picture:
        blocks.append(_picture(group, zh, en))
    parts = [structure.parts[name] for name in structure.sectors[group]]
    loops = workspace.registry.loops
    blocks.append(_variables([part for part in parts if part.role in COMPUTED], loops))
    blocks.append(_constants([part for part in parts if part.role in CONSTANT], workspace))
    return "\n\n".join(block for block in blocks if block)


def _introduction(comment: str, group: str) -> list[str]:
    """Return the comment of a group in both languages, and its name in the file."""
    texts = [plain(text) for text in halves(comment).values() if "。" in text or ". " in text]
    named = f"模型文件中的分组：{code(group)} · Group in the model file" if group else ""
    return [*texts, named]


def _picture(group: str, zh: str, en: str) -> str:
    path = f"{PICTURES}/{slug(group)}"
    return (
        f"![{plain(zh)}：存量流量图 / {plain(en)}: stocks and flows]({path}.svg)\n\n"
        f"[English picture]({path}.en.svg)"
    )


def _variables(parts: Sequence[Part], loops: Mapping[str, Loop]) -> str:
    heads = (both_heading("variable"), "方程与注释 Equation and comment")
    return table(heads, (_variable(part, variable_name(part, loops, "zh")) for part in parts))


def _variable(part: Part, name: str) -> list[str]:
    return [_named(part, name), _described(part, name)]


def _named(part: Part, name: str) -> str:
    variable = part.variable
    return lines(
        anchor(f"variable {variable.name}") + ("" if name == variable.name else f"**{plain(name)}**"),
        code(variable.name),
        both(f"role.{part.role}"),
        plain(both_units(variable.units)),
    )


def _described(part: Part, name: str) -> str:
    equations = [code(line) for line in equation_lines(part.variable)]
    comment = halves(part.variable.comment)
    zh = "" if comment["zh"] == name else comment["zh"]
    links = [f"[{key}](#loop-{slug(key)})" for key in part.loops]
    cut = f"此处可切断回路 {'、'.join(links)} · the loop is cut here" if links else ""
    return lines(*equations, plain(zh), plain(comment["en"]), cut)


def _constants(parts: Sequence[Part], workspace: Workspace) -> str:
    heads = ("常量 Constant", "值 Value", "范围 Range", "等级 Grade", "理由与来源 Reason and sources")
    rows = [row for part in parts for row in _constant_rows(part, workspace)]
    return table(heads, rows, right=(1,))


def _constant_rows(part: Part, workspace: Workspace) -> list[list[str]]:
    """Return a row for each entry of the registry; one without a row is described by its comment."""
    entries: Mapping[str, Parameter | None] = part.parameters or {part.variable.name: None}
    return [_constant_row(part, key, entry, workspace) for key, entry in entries.items()]


def _constant_row(part: Part, key: str, entry: Parameter | None, workspace: Workspace) -> list[str]:
    variable, loops = part.variable, workspace.registry.loops
    name = entry.name.zh if entry else variable_name(part, loops, "zh")
    head = lines(anchor(f"variable {key}") + ("" if name == key else f"**{plain(name)}**"), code(key))
    element = split_element(key)[1]
    keys = [each for each in variable.elements if not element or each.endswith(element)]
    values = [_value(each, part, workspace) for each in keys]
    cell = lines(*values, plain(both_units(variable.units)))
    if entry is None:
        comment = halves(variable.comment)
        return [head, cell, "", "", lines(plain(comment["zh"]), plain(comment["en"]))]
    reason = lines(plain(entry.reason.zh), plain(entry.reason.en), source_links(entry.source))
    spread = spread_text(entry, variable.units)
    return [head, cell, spread, entry.grade, reason]


def _value(key: str, part: Part, workspace: Workspace) -> str:
    value = shown_value(workspace.model.constants[key], part.variable.units, "zh")
    element = split_element(key)[1].strip("[]")
    return f"{plain(element)} {value}" if element and len(part.variable.elements) > 1 else value


def spread_text(entry: Parameter, unit: str) -> str:
    """Return the range of a constant and its distribution, or why it has no range."""
    if entry.distribution is None:
        return ""
    if not isinstance(entry.distribution, Distribution):
        zh, en = (reason_text(entry.distribution, unit, language) for language in LANGUAGES)
        return lines(plain(zh), plain(en))
    kinds = (kind_text(entry.distribution, language) for language in LANGUAGES)
    return lines(interval(entry.distribution.low, entry.distribution.high), *kinds)
