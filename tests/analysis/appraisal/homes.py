"""A method of appraisal for the small home: groups with two items, with one, and with none modelled."""

from __future__ import annotations

from pathlib import Path

METHOD = """\
title: {zh: 小考核, en: Small appraisal}
groups:
  size:
    name: {zh: 规模, en: Size}
    weight: 50
    count: 2
    source: [m1]
  green:
    name: {zh: 绿色, en: Green}
    weight: 30
    source: [m1]
  rest:
    name: {zh: 其他, en: Rest}
    weight: 20
    count: 3
    source: [m1]
items:
  output:
    group: size
    name: {zh: 产值, en: Output}
    basis: method
    indicator: gross_output
    better: higher
    source: [m1]
  growth:
    group: size
    name: {zh: 产值增速, en: Growth of output}
    basis: results
    indicator: gross_output
    growth: true
    better: higher
    source: [m1]
  energy:
    group: green
    name: {zh: 单位产值人口, en: Residents per output}
    basis: method
    indicator: resident_population
    per: gross_output
    better: lower
    near: {zh: 模型为常住人口。, en: The model has residents.}
    source: [m1]
  water:
    group: rest
    name: {zh: 水耗, en: Water}
    basis: method
    reason: {zh: 模型没有用水。, en: The model has no water.}
    source: [m1]
sources:
  m1: {title: 考核办法, year: 2021, quote: 考核办法, confidence: high}
"""


def write_method(home: Path, text: str = METHOD) -> Path:
    """Write the method, and return the home."""
    (home / "model" / "appraisal.yaml").write_text(text, encoding="utf-8")
    return home
