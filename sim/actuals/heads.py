"""What the head of a column says: a period, a level or growth, a unit, or the role of a column of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from sim.actuals.period_words import is_alone, leading_part, leading_period, period_in
from sim.actuals.quantities import quantity, split_unit
from sim.actuals.readings import without_notes
from sim.actuals.status import status_in
from sim.registry.periods import Period

Kind = Literal["level", "growth", "other"]
Role = Literal["id", "name", "region", "unit", "price", "status", "source", "error", "number", "period",
               "figure", "lever"]  # fmt: skip

_ROLES: dict[str, Role] = {
    **dict.fromkeys(("id", "指标id", "编码"), "id"),
    **dict.fromkeys(("指标", "指标名称", "名称", "项目", "指标/年份", "indicator", "item", "name"), "name"),
    **dict.fromkeys(("主要指标", "经济指标", "项目名称", "指标项"), "name"),
    **dict.fromkeys(("地区", "区域", "各区", "地区名称", "城市", "region"), "region"),
    **dict.fromkeys(("单位", "计量单位", "unit"), "unit"),
    **dict.fromkeys(("价格", "价格口径", "price"), "price"),
    **dict.fromkeys(("口径/状态", "状态", "口径", "status"), "status"),
    **dict.fromkeys(("来源", "数据来源", "资料来源", "source"), "source"),
    **dict.fromkeys(("±", "误差", "error"), "error"),
    **dict.fromkeys(("序号", "编号", "代码", "no."), "number"),
    **dict.fromkeys(("年份", "年", "年度", "时间", "统计时间", "时期", "year", "period"), "period"),
    **dict.fromkeys(("数值", "指标值", "数据", "值", "value", "指标数值"), "figure"),
    **dict.fromkeys(("杠杆", "lever"), "lever"),
}
_LEVELS = {"总量", "绝对量", "绝对值", "绝对数", "累计", "累计值", "总额", "完成", "完成额", "数量", "实绩",
           "实际",            "数值", "指标值", "本年累计", "累计总量", "累计完成", "level"}  # fmt: skip
_GROWTH = re.compile(
    r"(?:累计)?(?:比|较)?(?:上年同期|上年|去年同期|去年|同期)?(?:同比)?(?:实际|名义)?"
    r"(?:增长|增速|增幅|增长率|增长速度|增减|同比|±)(?:率|幅|速度)?±?%?"
)
_ACCUMULATED = re.compile(
    r"(?:自年初|年初至本月|本月止|1-本月|本年|本期|至本月)?累计(?:值|数|额|量|总量|完成|完成额)?"
)
_OTHER = re.compile(
    r"(?:本月|当月|本季|当季|本季度|本期|上年同期|去年同期).{0,6}|环比.{0,4}|两年平均.{0,4}|排名|位次|占比|比重|占.{0,8}比重"
    r"|预算数?|年初预算|完成率|进度|序时进度"
)
TARGET = re.compile(r"目标|规划|计划|预期|预计|预测")


@dataclass(frozen=True)
class Head:
    """The head of a column.

    Parameters
    ----------
    text : as shown in messages
    period : that it names, None where it names none
    kind : of the figures below, None where it does not say
    role : of a column that holds no figures of periods
    unit, status : that it states, "" where it states none
    part : of a year that it names without the year, as in 1-7月
    is_target : whether it says that the figures are targets, plans or estimates of what is to come
    """

    text: str = ""
    period: Period | None = None
    kind: Kind | None = None
    role: Role | None = None
    unit: str = ""
    status: str = ""
    part: str = ""
    is_target: bool = False

    @property
    def is_measure(self) -> bool:
        """Return whether it says what kind of figures stand below."""
        return self.kind is not None

    def within(self, above: Head) -> Head:
        """Return it as a part of a head that stands above it."""
        return replace(
            self,
            text=f"{above.text} {self.text}".strip(),
            period=self.period or above.period,
            kind=self.kind or above.kind,
            unit=self.unit or above.unit,
            status=self.status or above.status,
            part=self.part or above.part,
            is_target=self.is_target or above.is_target,
        )


def _role(text: str) -> Role | None:
    """Return the role that a head names, in one language or in two, as in 项目 Item."""
    bare = text.replace(" ", "").lower()
    first, _, rest = text.partition(" ")
    return _ROLES.get(bare) or (_ROLES.get(first.lower()) if rest.isascii() else None)


def read_head(value: Any) -> Head:
    """Return what a cell says as the head of a column.

    Examples
    --------
    >>> head = read_head("2022年比上年增长（%）")
    >>> head.period.code, head.kind, head.unit
    ('2022', 'growth', '%')
    """
    if value is None:
        return Head()
    text = without_notes(str(value))
    if (period := period_in(value)) is not None:
        return Head(text, period)
    if (role := _role(text)) is not None:
        is_level = role == "figure"
        return Head(text, kind="level" if is_level else None, role=role)
    label, unit = split_unit(text)
    status = status_in(label)
    period, rest = leading_period(label)
    rest = rest.replace(" ", "").lower().strip("()")
    is_target = TARGET.search(rest) is not None
    part, rest = leading_part(rest) if period is None else ("", rest)
    kind: Kind | None = (
        "other"
        if is_target
        else "level"
        if rest in _LEVELS or _ACCUMULATED.fullmatch(rest) or (part and not rest and not is_alone(part))
        else "growth"
        if _GROWTH.fullmatch(rest)
        else "other"
        if _OTHER.fullmatch(rest) or (part and not rest)
        else None
    )
    if period is not None and kind is None and rest and not status:
        return Head(text)  # 2021年工业总产值 is not a head of a year
    if not rest and period is None and unit and quantity(unit):
        return Head(text, kind="level", unit=unit)
    return Head(text, period, kind, None, unit, status, part if kind else "", is_target)
