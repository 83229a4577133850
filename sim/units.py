"""Unit labels: Chinese and English names of the units in a model file."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_WORDS = {  # Chinese: English
    "亿元": "100M CNY",
    "万元": "10k CNY",
    "元": "CNY",
    "亿美元": "100M USD",
    "万美元": "10k USD",
    "年": "year",
    "月": "month",
    "人": "people",
    "万人": "10k people",
    "千人": "1k people",
    "家": "firms",
    "万家": "10k firms",
    "件": "patents",
    "吨": "t",
    "万吨": "10k t",
    "吨标准煤": "tce",
    "万吨标准煤": "10k tce",
    "吨二氧化碳": "tCO2",
    "万吨二氧化碳": "10k tCO2",
    "千瓦时": "kWh",
    "亿千瓦时": "100M kWh",
    "平方米": "m²",
    "万平方米": "10k m²",
    "平方公里": "km²",
    "套": "homes",
    "万套": "10k homes",
    "张": "beds",
    "岁": "years of age",
    "天": "days",
    "微克": "µg",
    "立方米": "m³",
    "项": "items",
    "比例": "fraction",
    "无量纲": "dimensionless",
}
_CHINESE = {english.lower(): chinese for chinese, english in _WORDS.items()} | {
    "dmnl": "无量纲",
    "fraction": "比例",
    "years": "年",
    "person": "人",
    "firm": "家",
}
_DIMENSIONLESS = {"1", "dmnl", "fraction", "比例", "无量纲", "dimensionless"}


def unit_label(unit: str, language: Language) -> str:
    """Return a unit of the model file in the language; unknown words stay as they are.

    ``亿元/年`` is ``100M CNY/year`` in English; ``Dmnl/Year`` is ``1/年`` in Chinese.
    """
    parts = [part.strip() for part in re.split(r"([/*()])", unit.strip())]
    return "".join(_label(part, len(parts) > 1, language) for part in parts)


def is_dimensionless(unit: str) -> bool:
    """Return whether a unit of the model file is dimensionless."""
    return unit.strip().lower() in _DIMENSIONLESS


def _label(word: str, is_compound: bool, language: Language) -> str:
    if is_compound and word.lower() in _DIMENSIONLESS:
        return "1"
    chinese = _CHINESE.get(word.lower(), word)
    return chinese if language == "zh" else _WORDS.get(chinese, word)
