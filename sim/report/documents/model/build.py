"""Document of the model: overview, sectors, and the registry's tables."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.structure import Structure, read_structure
from sim.registry.indicators import Kind
from sim.registry.load import read_loop_map
from sim.report.documents.markdown import anchor, code, plain, slug, table
from sim.report.documents.model.loop_picture import TITLE, draw_loops
from sim.report.documents.model.registry_tables import (
    indicators_table,
    levers_table,
    loops_table,
    payers_table,
    sources_table,
)
from sim.report.documents.model.sectors import PICTURES, sector_text
from sim.report.words.glossary import word
from sim.report.words.numbers import print_count, print_plain
from sim.report.words.variables import sector_title, variable_name
from sim.scenario.workspace import Workspace
from sim.sketch.picture import sector_picture, view_names
from sim.units import LANGUAGES, Language, unit_label

DOCUMENT = "model.md"
LOOPS = "loops"  # name of the picture of all loops
COMMAND = "teda model document"
KINDS: tuple[Kind, ...] = ("causal", "accounting", "scenario_input", "set_by_scenario", "not_modelled")
_SUFFIXES: Mapping[Language, str] = {"zh": "", "en": ".en"}
_METHODS = {
    "euler": "欧拉法 Euler's method",
    "rk2": "中点法（二阶） midpoint method, of second order",
    "heun": "休恩法（二阶） Heun's method, of second order",
    "rk4": "龙格—库塔法（四阶） Runge and Kutta's method, of fourth order",
}


def build_document(workspace: Workspace) -> dict[str, str]:
    """Return the files of the document, by their path within ``docs``."""
    structure = read_structure(workspace)
    drawn = sectors_drawn(workspace)
    files = {DOCUMENT: _text(structure, workspace, drawn)}
    for group in drawn:
        for language, suffix in _SUFFIXES.items():
            picture = sector_picture(workspace.home.model_file, group, language)
            files[f"{PICTURES}/{slug(group)}{suffix}.svg"] = f"{picture.rstrip()}\n"
    return files | _loop_pictures(workspace)


def _loop_pictures(workspace: Workspace) -> dict[str, str]:
    """Return the map of the loops in each language, of a home that says where their quantities stand."""
    found = read_loop_map(workspace.registry)
    if not found.places:
        return {}
    return {
        f"{PICTURES}/{LOOPS}{suffix}.svg": f"{draw_loops(workspace.registry.loops, found, language)}\n"
        for language, suffix in _SUFFIXES.items()
    }


def sectors_drawn(workspace: Workspace) -> tuple[str, ...]:
    """Return the sectors that have a view of their own in the model file, in the order of the file."""
    views = set(view_names(workspace.home.model_file))
    return tuple(group for group in workspace.model.groups if group in views)


def _text(structure: Structure, workspace: Workspace, drawn: tuple[str, ...]) -> str:
    chapters = [sector_text(group, structure, workspace, group in drawn) for group in structure.sectors]
    blocks = [
        _head(workspace),
        _counts(structure, workspace),
        _boundary(structure, workspace),
        _contents(structure, workspace),
        *chapters,
        _chapter("levers", "杠杆 Levers", levers_table(workspace)),
        _chapter("payers", "谁承担 Payers", payers_table(workspace)),
        _chapter("loops", "反馈回路 Feedback loops", _loops(workspace)),
        _chapter("indicators", "指标 Indicators", indicators_table(workspace)),
        _chapter("sources", "来源 Sources", sources_table(workspace)),
    ]
    text = "\n\n".join(block for block in blocks if block)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def _chapter(name: str, title: str, body: str) -> str:
    return f"## {anchor(name)}{title}\n\n{body}" if body else ""


def _loops(workspace: Workspace) -> str:
    """Return the table of the loops, below their map where there is one."""
    pictures = {
        language: f"{PICTURES}/{LOOPS}{suffix}.svg"
        for language, suffix in _SUFFIXES.items()
        if read_loop_map(workspace.registry).places
    }
    if not pictures:
        return loops_table(workspace)
    shown = f"![{TITLE['zh']} / {TITLE['en']}]({pictures['zh']})\n\n[English picture]({pictures['en']})"
    return f"{shown}\n\n{loops_table(workspace)}"


def _head(workspace: Workspace) -> str:
    model = workspace.model
    first, last = print_plain(model.initial_time), print_plain(model.final_time)
    return "\n\n".join(
        [
            "# 模型说明 The model",
            f"本页由 `{COMMAND}` 根据 `model/` 自动生成，请勿手工修改。 This page is generated from "
            f"`model/` by `{COMMAND}`; do not edit it.",
            "这是一个系统动力学模型：存量由流量积累，流量又由存量决定，反馈由此闭合。方程以模型文件为准，"
            "本页照录；数值的不确定范围、证据等级和来源登记在同一文件夹的 YAML 文件中。",
            "A system dynamics model: stocks accumulate flows, flows depend on stocks, and this closes the "
            "feedback loops. The equations are defined only in the model file and are copied here; the "
            "ranges, evidence grades and sources of its values are in the YAML files next to it.",
            table(
                ("", ""),
                [
                    ("模型文件 Model file", code("model/teda.mdl")),
                    ("SHA-256", code(model.hash)),
                    ("时间 Time", f"{first} – {last}；t 为该日历年年末 · t is the end of that calendar year"),
                    ("步长 Step", f"{print_plain(model.time_step)} 年 year"),
                    ("积分方法 Integration", _METHODS[model.method or "euler"]),
                    *(
                        (f"下标 Subscript {code(name)}", plain("、".join(elements)))
                        for name, elements in read_structure(workspace).ranges.items()
                    ),
                ],
            ),
        ]
    )


def _counts(structure: Structure, workspace: Workspace) -> str:
    registry = workspace.registry
    kinds = [entry.kind for entry in registry.indicators.values()]
    slots = sum(len(elements) for elements in workspace.slots.values())
    rows = [
        ("存量 Stocks", structure.count("stock")),
        ("流量 Flows", structure.count("flow")),
        ("辅助变量 Auxiliaries", structure.count("auxiliary")),
        ("查找表与外部数据 Lookups and data", structure.count("lookup", "data")),
        (
            "常量（杠杆、开关、时间设定除外） Constants beside levers, switches, time",
            structure.count("constant"),
        ),
        ("变量合计 All variables", len(structure.parts)),
        (
            "按下标展开 Counting every element",
            sum(len(part.variable.elements) for part in structure.parts.values()),
        ),
        ("杠杆 Levers", slots),
        ("可切断的反馈回路 Loops that can be cut", len(registry.loops)),
        *((_of_kind(kind), kinds.count(kind)) for kind in KINDS),
        ("来源 Sources", len(registry.sources)),
    ]
    shown = ((name, print_count(count)) for name, count in rows if count)
    return _chapter("counts", "规模 Counts", table(("", "数量 Count"), shown, right=(1,)))


def _of_kind(kind: Kind) -> str:
    zh, en = (word(f"kind.{kind}", language) for language in LANGUAGES)
    return f"指标：{zh} Indicators: {en}"


def _boundary(structure: Structure, workspace: Workspace) -> str:
    """Return the external inputs: variables that change with time and depend on no stock."""
    if not structure.outside:
        return ""
    introduction = (
        "下列变量随时间变化，而不受模型中任何存量影响：杠杆、外部环境和由时间表给定的项目。其余随时间变化的变量都受"
        "存量影响。\n\nThese change with time while no stock of the model acts on them: levers, the outside "
        "world and projects on a timetable. A stock acts on all else that changes.\n\n"
    )
    loops = workspace.registry.loops
    named = []
    for name in structure.outside:
        zh = variable_name(structure.parts[name], loops, "zh")
        shown = code(name) if zh == name else f"{plain(zh)} {code(name)}"
        named.append(f"- {shown}，{plain(unit_label(structure.parts[name].variable.units, 'zh'))}")
    return _chapter("boundary", "边界 Boundary", introduction + "\n".join(named))


def _contents(structure: Structure, workspace: Workspace) -> str:
    heads = ("部门 Sector", "存量 Stocks", "流量 Flows", "其他变量 Other variables", "常量 Constants")
    rows = []
    for group, names in structure.sectors.items():
        roles = [structure.parts[name].role for name in names]
        counted = ("stock",), ("flow",), ("auxiliary", "lever", "lookup", "data")
        title = plain(" ".join(sector_title(group, workspace.model.groups)))
        counts = [sum(role in kinds for role in roles) for kinds in counted]
        rows.append([f"[{title}](#sector-{slug(group)})", *map(str, [*counts, len(roles) - sum(counts)])])
    return _chapter("sectors", "部门 Sectors", table(heads, rows, right=range(1, 5)))
