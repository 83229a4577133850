"""A new plan's file: the groups and indicators of the plan before it, its figures to be filled in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path, PurePath

from sim.errors import Fault, Faults
from sim.files import expand, write_text
from sim.registry.home import SUFFIXES
from sim.registry.load import Registry
from sim.registry.schema import Bilingual


def new_plan(name: str, registry: Registry) -> Path:
    """Write the file of the plan that follows a registry's plan, without figures, and return its path.

    Parameters
    ----------
    name : of the plan, or the path of its file; the suffix may be left out

    Raises
    ------
    SimError: a name that is no file's, or a file that is there.
    """
    given = name.strip()
    path = given if PurePath(given).suffix.lower() in SUFFIXES else f"{given}{SUFFIXES[0]}"
    Faults(_name_faults(path)).check()
    write_text(path, _text(PurePath(path).stem, registry))
    return Path(path)


def _name_faults(path: str) -> Iterator[Fault]:
    stem = PurePath(path).stem
    if stem.strip(".") in ("", "yaml", "yml") or not path.isprintable():
        zh, en = (
            f"{stem!a} 不能作规划名：不能为空，不能有控制字符。",
            f"{stem!a} cannot name a plan: it is empty or has control characters.",
        )
        yield Fault("syntax", zh, en, path)
    elif os.path.lexists(expand(path)):
        zh, en = (
            "这个文件已经存在，不会覆盖；请另取名称。",
            "this file is there already and is kept; choose another name.",
        )
        yield Fault("occupied", zh, en, path)


def _text(name: str, registry: Registry) -> str:
    before = registry.plan
    first, last = before.period
    length = last - first + 1
    end = last + length
    horizons = [end, *(year for year in before.horizons if year > end)]
    title = Bilingual(zh=f"规划 {name}（草案）", en=f"Plan {name} (draft)")
    targets = "\n".join(_target(key, registry, horizons[0]) for key in before.targets)
    groups = "\n".join(f"  {key}: {_inline(each)}" for key, each in before.groups.items())
    return f"""\
# 规划，由人手写：照所列指标填目标，没有目标的留空或删去。
# A plan, written by hand: fill in the targets; leave empty or delete what has none.
#
# values：按年，单位同指标，可写多年，如 / by year, in the indicator's unit, as {{{end}: 7.0}}
# group：{"、".join(f"{key} {each.zh}" for key, each in before.groups.items())}
# attribute：binding 约束性，expected 预期性
# base：规划所写的基年数，不写时取公布数 / the base year's figure as the plan has it, else as published
# section、quote：在规划中的位置和原文 / its place in the plan and the words there

title: {_inline(title)}
period: [{last + 1}, {end}]
base_year: {last}
horizons: [{", ".join(map(str, horizons))}]

groups:
{groups}

targets:
{targets}"""


def _target(key: str, registry: Registry, year: int) -> str:
    entry, planned = registry.indicators[key], registry.plan.of(key)
    before = "；".join(f"{each}: {value:g}" for each, value in planned.values.items()) or "无 none"
    lines = [
        f"  # {entry.name.zh}，{entry.unit.zh}；上一个规划：{before}",
        f"  # {entry.name.en}, {entry.unit.en}; plan before: {before}",
        f"  {key}:",
        f"    group: {planned.group}",
        f"    number: {planned.number}" if planned.number else "",
        f"    attribute: {planned.attribute}" if planned.attribute else "",
        f"    values: {{}}  # {{{year}: }}",
        f'    comparison: "{planned.comparison}"',
        "" if planned.decimals is None else f"    decimals: {planned.decimals}",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _inline(text: Bilingual) -> str:
    zh, en = (json.dumps(each, ensure_ascii=False) for each in (text.zh, text.en))
    return f"{{zh: {zh}, en: {en}}}"
