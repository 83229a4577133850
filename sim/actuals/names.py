"""What the names in tables mean: a mapping that the user edits, the home's own, and the indicators' names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.actuals.quantities import quantity
from sim.actuals.readings import HAN, shown, without_notes
from sim.bilingual_names import fold_any
from sim.document import read_text
from sim.errors import Fault, Faults, SimError, suggestion
from sim.registry.observations import MEASURES
from sim.registry.schema import not_among
from sim.scenario.settable import find_variable
from sim.scenario.workspace import Workspace

FILE = "names.csv"  # in a folder of actuals, and in model/
COLUMNS = ("name", "indicator", "variable", "measure", "unit")
REMARK = (
    "# 表中的名称是哪个指标：indicator 写 id（teda list 指标），或在 variable 写模型变量并写明 measure。\n"
    "# 空着的没有认出，不导入；写 - 即不再提示。unit：该名称各数的实际单位，写明即以此为准。\n"
    "# Which indicator a name means: its id, or a variable of the model with its measure. Those without\n"
    "# either were not recognised and are not imported; - is never. unit: what figures are really in.\n"
)
NEVER = "-"
_ENUMERATED = re.compile(
    r"^(?:[#＃·•\-]+|其中[:：]?|[一二三四五六七八九十]+[、.]|\(?[一二三四五六七八九十\d]{1,2}[)、]|\d{1,2}\.(?!\d))"
)
_OWN = re.compile("^(?:全区|本区|我区|天津经济技术开发区|天津经开区|经开区|开发区|泰达)(?=.{2})")
_TAIL = re.compile(r"(?<=[\u4e00-\u9fff)%）])\s+[A-Za-z#][^\u4e00-\u9fff]*$")


@dataclass(frozen=True)
class Meaning:
    """What a name means.

    Parameters
    ----------
    indicator : id, "" for a variable
    variable, measure : of the model, "" for an indicator
    unit : that the user states for its figures, "" where the files' own counts
    is_ignored : whether it is never to be imported
    """

    indicator: str = ""
    variable: str = ""
    measure: str = ""
    unit: str = ""
    is_ignored: bool = False


def plain_name(text: str) -> str:
    """Return a name as it is looked up: without numbering, 其中, an English half, and blanks between Chinese.

    Examples
    --------
    >>> plain_name("#工业总产值 Gross output"), plain_name("三、常 住 人 口："), plain_name("全区常住人口")
    ('工业总产值', '常住人口', '常住人口')
    """
    bare = _TAIL.sub("", without_notes(text)).strip(" :：")
    while (shorter := _ENUMERATED.sub("", bare).strip()) not in (bare, ""):
        bare = shorter
    if HAN.search(bare):
        bare = re.sub(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])", "", bare)
    return _OWN.sub("", bare) or bare


def read_names(path: Path, workspace: Workspace) -> dict[str, Meaning]:
    """Return the meanings of a mapping file by folded name; none where there is no such file.

    Raises
    ------
    SimError: columns other than `COLUMNS`, an unknown indicator, variable, measure or unit, a name that
        stands twice with two meanings; all with their lines.
    """
    if not path.is_file():
        return {}
    rows = list(_rows(path))
    found: dict[str, Meaning] = {}
    with Faults() as faults:
        for line, row in rows:
            place = f"{path}:{line}"
            wrong = [fault.at(place) for fault in _faults(row, workspace)]
            faults += wrong
            if wrong or not (row["indicator"] or row["variable"]):
                continue
            meaning = Meaning(row["indicator"].strip("-"), row["variable"], row["measure"], row["unit"],
                              row["indicator"] == NEVER)  # fmt: skip
            if found.setdefault(fold_any(plain_name(row["name"])), meaning) != meaning:
                zh, en = f"“{row['name']}”已有另一种对应。", f'"{row["name"]}" has another meaning already.'
                faults.append(Fault("duplicate", zh, en, place))
    return found


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    lines = read_text(path).split("\n")
    skipped = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(io.StringIO("\n".join(lines[skipped:])))
    head = [cell.strip() for cell in next(reader, [])]
    if not {"name", "indicator"} <= set(head) <= set(COLUMNS):
        listed = ",".join(COLUMNS)
        zh, en = f"列名应是 {listed}。", f"the columns must be {listed}."
        raise SimError(Fault("missing", zh, en, f"{path}:{skipped + 1}"))
    for cells in reader:
        if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
            row = dict.fromkeys(COLUMNS, "") | dict(zip(head, map(str.strip, cells), strict=False))
            yield skipped + reader.line_num, row


def _faults(row: Mapping[str, str], workspace: Workspace) -> Iterator[Fault]:
    registry = workspace.registry
    name, variable = row["indicator"], row["variable"]
    if name and variable:
        zh, en = '"indicator" 与 "variable" 只给一个。', 'give "indicator" or "variable", not both.'
        yield Fault("conflict", zh, en)
    if name and name != NEVER and name not in registry.indicators:
        zh, en = suggestion(name, registry.indicators)
        yield Fault("unknown-name", f'没有名为 "{name}" 的指标。{zh}', f'no indicator "{name}".{en}')
    if variable:
        if find_variable(workspace.model, variable) is None:
            zh, en = suggestion(variable, workspace.model.variables)
            yield Fault(
                "unknown-name", f'模型中没有变量 "{variable}"。{zh}', f'no variable "{variable}".{en}'
            )
        if row["measure"] not in MEASURES:
            yield not_among("measure", f'"{row["measure"]}"', MEASURES)
    if row["unit"] and quantity(row["unit"]) is None:
        given = shown(row["unit"])
        yield Fault("units", f'"unit" 为“{given}”，不认识。', f'"unit" is "{given}", which is not known.')


class Glossary:
    """All that is known of names: the user's mapping before the home's, and that before the registry's names.

    Parameters
    ----------
    folder : of actuals
    stated : units that the user states for names or indicators on this occasion
    """

    def __init__(self, workspace: Workspace, folder: Path, stated: Mapping[str, str] | None = None) -> None:
        with Faults() as faults:
            own = faults.take(read_names, folder / FILE, workspace)
            homes = faults.take(read_names, workspace.home.model / FILE, workspace)
            faults += _unit_faults(stated or {})
        self._names = workspace.registry.indicator_names
        self._zone = [fold_any(name) for name in _zone_names(workspace)]
        self._known = {**homes, **own}
        self._stated = {fold_any(plain_name(name)): unit for name, unit in (stated or {}).items()}

    def meaning(self, name: str, region: str, key: str) -> Meaning | None:
        """Return what a name means, None where it is not known.

        Parameters
        ----------
        region : that the table names; one other than the zone must be in the mapping with the name
        key : id of an indicator where the table gives it
        """
        if key and key in self._names.ids:
            return self._with_unit(Meaning(key), key, name)
        label = self.label(name, region)
        known = self._known.get(fold_any(label))
        if known is None and label == plain_name(name):
            found = self._names.find(without_notes(name)) or self._names.find(label)
            known = Meaning(found[0]) if len(found) == 1 else None
        return None if known is None else self._with_unit(known, label, known.indicator or known.variable)

    def label(self, name: str, region: str) -> str:
        """Return the name as the mapping has it: with the region where that is not the zone."""
        plain, where = plain_name(name), plain_name(region)
        if not where or fold_any(region) in self._zone or fold_any(where) in self._zone:
            return plain
        return f"{where}：{plain}"

    def hint(self, label: str) -> str:
        """Return the id of the indicator whose name is most like a label, "" where none is near."""
        near = self._names.nearest(label)
        return near[1] if near else ""

    def _with_unit(self, known: Meaning, *names: str) -> Meaning:
        units = (self._stated.get(fold_any(plain_name(name))) for name in names)
        unit = next(filter(None, units), known.unit)
        return Meaning(known.indicator, known.variable, known.measure, unit, known.is_ignored)


def _unit_faults(stated: Mapping[str, str]) -> Iterator[Fault]:
    for name, unit in stated.items():
        if quantity(unit) is None:
            given = shown(unit)
            zh = f"“{given}”不是认识的单位，应如 亿元、万元、万人、人、家、%。"
            yield Fault(
                "units",
                zh,
                f'"{given}" is no unit that is known, such as 亿元, 万人, 家 or %.',
                f"--unit {name}={unit}",
            )


def _zone_names(workspace: Workspace) -> Iterable[str]:
    zone = workspace.registry.zone
    return (zone.name.zh, zone.name.en, zone.short_name.zh, zone.short_name.en, "全区", "本区", "泰达")


def listed(path: Path) -> set[str]:
    """Return the names that a mapping file holds already, with or without a meaning."""
    return {plain_name(row["name"]) for _, row in _rows(path)} if path.is_file() else set()


def names_text(kept: Iterable[tuple[str, Meaning | None]], before: str = "") -> str:
    """Return a mapping file: what it held before, and the names that it did not hold yet."""
    stream = io.StringIO()
    stream.write(before if before.endswith("\n") or not before else f"{before}\n")
    writer = csv.writer(stream, lineterminator="\n")
    if not before:
        stream.write(REMARK)
        writer.writerow(COLUMNS)
    for name, meaning in kept:
        known = meaning or Meaning()
        writer.writerow([name, known.indicator, known.variable, known.measure, ""])
    return stream.getvalue()
