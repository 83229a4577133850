"""Conversion of a model between Vensim's format and XMILE.

What is written is read again and run: a conversion whose figures differ is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.engine.external.files import Files
from sim.engine.external.values import ExternalValues
from sim.engine.language.mdl_file import mdl_text
from sim.engine.language.parser import Parsed, parse_equations
from sim.engine.language.source import Source
from sim.engine.language.subscripts import read_subscripts
from sim.engine.language.syntax import Number
from sim.engine.model import Model
from sim.engine.reading import is_xmile, read_source
from sim.engine.system import System, build_system
from sim.engine.to_xmile.file import Times, xmile_text
from sim.errors import Fault, Faults, SimError, fail

_SETTINGS = ("INITIAL TIME", "FINAL TIME", "TIME STEP")
TOLERANCE = 1e-12  # relative; beyond it a conversion is refused


@dataclass(frozen=True)
class Conversion:
    """A converted model.

    Parameters
    ----------
    text : of the file in the other format
    notes : what of the file the other format does not hold, each with its line
    variables : number of variables whose figures were compared
    largest_gap : largest difference of a figure, relative
    """

    text: str
    notes: tuple[Fault, ...]
    variables: int
    largest_gap: float


def convert_model(text: str, place: str, target: str) -> Conversion:
    """Return a model in the other format.

    Parameters
    ----------
    text : of a model file
    place : its name
    target : name of the file to be written, whose suffix says which format

    Raises
    ------
    SimError: faults of the file; what is not supported here or has no place in the other format, each
        with its line; figures that differ.
    """
    model = Model(text, place)
    source = read_source(text, place)
    parsed = parse_equations(source)
    if is_xmile(text, place):
        written, notes = mdl_text(source), [_no_picture(place)] if "<view" in text else []
    else:
        written, notes = _to_xmile(source, parsed, model)
    compared, gap = _compared(model, Model(written, target))
    if gap > TOLERANCE:
        raise _differs(gap, place)
    return Conversion(written, tuple(notes), compared, gap)


def _to_xmile(source: Source, parsed: tuple[Parsed, ...], model: Model) -> tuple[str, list[Fault]]:
    files = Files.beside(source.place)
    system = build_system(parsed, source, files)
    imported = ExternalValues(source, files).elements
    subscripts = read_subscripts((item for item in parsed if item.kind == "range"), source, imported)
    Faults(_settings_faults(system, source, model)).check()
    times = Times(*(_number(system, name) for name in _SETTINGS))
    text = xmile_text(source, parsed, system, subscripts, times)
    return text, [*_notes(source, parsed, system)]


def _settings_faults(system: System, source: Source, model: Model) -> list[Fault]:
    faults = []
    for name in _SETTINGS:
        part = system.shapes[name].parts[0]
        if not isinstance(part.syntax, Number):
            faults.append(
                Fault(
                    "unsupported",
                    f"{name} 由方程算出，XMILE 的时间设置只能是数字；请先写成数字。",
                    f"{name} is computed, but the settings of XMILE are numbers; make it a number first.",
                    source.at(part.equation.line),
                )
            )
    if model.method is None:
        zh = "文件选用的积分方法 XMILE 没有；请改为 Euler 或 RK4。"
        en = "XMILE lacks the file's method of integration; choose Euler or RK4."
        faults.append(Fault("unsupported", zh, en, source.place))
    return faults


def _number(system: System, name: str) -> float:
    """Return a time setting as written; a run may end before FINAL TIME."""
    node = system.shapes[name].parts[0].syntax
    assert isinstance(node, Number)  # or it has been refused
    return node.value


def _notes(source: Source, parsed: tuple[Parsed, ...], system: System) -> list[Fault]:
    notes = [_no_picture(source.place)] if "\n10," in source.sketch else []
    for item in parsed:
        kinds = {"check": ("现实性检验", "the reality check"), "string": ("文本变量", "the text")}
        if item.kind in kinds:
            zh, en = kinds[item.kind]
            notes.append(
                Fault(
                    "unsupported",
                    f'XMILE 没有{zh}，"{item.name}" 没有写入。',
                    f'XMILE has no place for {en} "{item.name}"; it is left out.',
                    source.at(item.equation.line),
                )
            )
    return notes


def _no_picture(place: str) -> Fault:
    return Fault(
        "unsupported",
        "图没有转换；方程、单位和说明都在。转成 .mdl 后可用 teda model sketch 画出草图。",
        "the picture is not converted; equations, units and documentation are. A sketch of a .mdl can be "
        "drawn: teda model sketch FILE.mdl.",
        place,
    )


def _compared(before: Model, after: Model) -> tuple[int, float]:
    """Return the number of variables that both have, and the largest relative difference of their figures."""
    names = [one.name for one in before.variables.values() if one.kind != "lookup"]
    missing = [name for name in names if name not in after]
    if missing:
        raise fail(
            "mismatch",
            f'转换后的文件缺少 "{missing[0]}"，没有写出。',
            f'the converted file lacks "{missing[0]}" and is not written.',
        )
    first, second = before.simulate(outputs=names), after.simulate(outputs=names)
    gaps = [0.0]
    for name in names:
        a, b = first[name], second[after[name].name]
        if a.shape != b.shape:
            gaps.append(np.inf)
            continue
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.finfo(float).tiny)
        with np.errstate(invalid="ignore"):
            gap = np.where(same, 0.0, np.abs(a - b) / scale)
        gaps.append(float(np.nan_to_num(gap, nan=np.inf).max(initial=0.0)))
    return len(names), max(gaps)


def _differs(gap: float, place: str) -> SimError:
    return fail(
        "check-failed",
        f"转换后的模型与原模型的数值不同（相对差 {gap:.1e}，应不超过 {TOLERANCE:g}），没有写出；"
        "这是转换程序的错误，请报告。",
        f"the converted model differs from the file (relative difference {gap:.1e}; at most "
        f"{TOLERANCE:g} is allowed) and is not written; this is a fault of the conversion, please report it.",
        place,
    )
