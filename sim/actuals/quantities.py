"""Units as statistical tables write them, and the conversion of figures between them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SCALES = {
    "": 1.0, "十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8,
    "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12,
}  # fmt: skip
_THINGS = {  # what is counted or measured, as written: what it is
    **dict.fromkeys(("元", "人民币元", "元人民币"), "CNY"),
    **dict.fromkeys(("美元", "元美元"), "USD"),
    **dict.fromkeys(("人", "口", "人口"), "people"),
    **dict.fromkeys(("家", "个", "户", "所", "件", "项", "张", "套", "辆", "台"), "count"),
    **dict.fromkeys(("吨标准煤", "吨标煤"), "tce"),
    **dict.fromkeys(("吨", "吨二氧化碳"), "t"),
    **dict.fromkeys(("年", "岁"), "years"),
    **{"平方米": "m2", "㎡": "m2", "m2": "m2", "千瓦时": "kWh", "天": "days", "微克": "ug", "立方米": "m3"},
    **{"m3": "m3", "μg": "ug", "ug": "ug"},
}
_FIXED: dict[str, tuple[str, float]] = {  # units that are not a scale and a thing
    **dict.fromkeys(("%", "百分之"), ("share", 0.01)),
    **dict.fromkeys(("比例", "小数", "1", "fraction"), ("share", 1.0)),
    **{"‰": ("share", 0.001), "平方公里": ("m2", 1e6), "平方千米": ("m2", 1e6), "公顷": ("m2", 1e4)},
    **{"毫克": ("ug", 1e3), "毫克/立方米": ("ug/m3", 1e3), "亩": ("m2", 2000 / 3)},
    **{"100 million yuan": ("CNY", 1e8), "10000 yuan": ("CNY", 1e4), "yuan": ("CNY", 1.0)},
    **{"100m cny": ("CNY", 1e8), "10k cny": ("CNY", 1e4), "100m usd": ("USD", 1e8)},
    **{"10000 persons": ("people", 1e4), "persons": ("people", 1.0), "person": ("people", 1.0)},
    **{"10k people": ("people", 1e4), "people": ("people", 1.0), "unit": ("count", 1.0)},
    **{"100 million usd": ("USD", 1e8), "10000 usd": ("USD", 1e4), "firms": ("count", 1.0)},
}
_SIMPLE = re.compile(f"({'|'.join(sorted(filter(None, _SCALES), key=len, reverse=True))})?(.+)")
_REMARK = re.compile(r"\([^()]*\)$")
DIGITS = 12  # significant digits that a conversion keeps, so that 0.066 in per cent is 6.6


@dataclass(frozen=True)
class Quantity:
    """What a unit measures, and how much of it one of the unit is.

    Parameters
    ----------
    kind : such as CNY, people or share; of a quotient both, as in CNY/people
    size : of one unit, in the unit in which the kind is counted
    """

    kind: str
    size: float


def quantity(unit: str) -> Quantity | None:
    """Return what a unit measures, None for a text that is no unit.

    Examples
    --------
    >>> quantity("万元"), quantity("亿元（2020 年价）").size, quantity("产值")
    (Quantity(kind='CNY', size=10000.0), 100000000.0, None)
    """
    text = " ".join(unicodedata.normalize("NFKC", unit.replace("㎡", "平方米")).split()).lower()
    text = _REMARK.sub("", text).strip() or text
    above, slash, below = text.partition("/")
    if text in _FIXED:
        return Quantity(*_FIXED[text])
    if slash:
        first, second = quantity(above), quantity(below)
        if first is None or second is None:
            return None
        return Quantity(f"{first.kind}/{second.kind}", first.size / second.size)
    found = _SIMPLE.fullmatch(text.replace(" ", ""))
    if found and found[2] in _THINGS:
        return Quantity(_THINGS[found[2]], _SCALES[found[1] or ""])
    return None


def converted(value: float, given: Quantity, wanted: Quantity) -> float:
    """Return a figure in another unit of its kind."""
    if given == wanted:
        return value
    return float(f"{value * (given.size / wanted.size):.{DIGITS}g}")


_GROUP = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def split_unit(text: str) -> tuple[str, str]:
    """Return a half-width label without the first unit in brackets, and the unit; "" without one.

    Examples
    --------
    >>> split_unit("常住人口 (万人) Permanent Population (10000 persons)")
    ('常住人口 Permanent Population (10000 persons)', '万人')
    """
    for found in _GROUP.finditer(text):
        inner = found[1].strip().removeprefix("单位:").strip()
        if quantity(inner) is not None:
            rest = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}"
            return rest.strip(), inner
    return text, ""
