"""Notes on the draws behind an ensemble: the source of its range, and the inputs it depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.report.words.numbers import print_count, print_digits, print_range
from sim.units import Language, is_dimensionless, unit_label


def drawn_from(manifest: Mapping[str, Any], language: Language) -> str:
    """Return what the draws of an ensemble come from, and whose past it has where that is another's."""
    source = _source(manifest, language)
    if "branch" not in manifest:
        return source
    year, scenario = manifest["branch"]["year"], manifest["branch"]["scenario"]
    if language == "zh":
        return f"{source}，{year} 年末之前是情景 {scenario} 的过去"
    return f"{source}; to the end of {year} the past of scenario {scenario}"


def _source(manifest: Mapping[str, Any], language: Language) -> str:
    """Return what the draws come from: the forecast, the prior, or a table."""
    if "table" in manifest:
        file = manifest["table"]["file"]
        return f"自备抽样表 {file}" if language == "zh" else f"the table {file}"
    if "forecast" in manifest:
        year = manifest["forecast"]["last_year"]
        if language == "zh":
            return f"预测（已向截至 {year} 年的观测学习）"
        return f"the forecast (observations to {year})"
    return "先验（未向观测学习）" if language == "zh" else "the prior (no observations)"


def draw_notes(manifest: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield sentences on the draws of an ensemble."""
    yield _range(manifest, language)
    for key in ("table", "overlay"):
        if key in manifest:
            yield from _table(manifest[key], language, is_all=key == "table")
    if manifest.get("tied_to_members"):
        count = print_count(manifest["members"])
        if language == "zh":
            yield f"拉丁超立方抽样只对这 {count} 个成员成立：改变成员数，每个成员都会变。"
        else:
            yield f"The Latin hypercube holds for these {count} members; with another number all change."


def _range(manifest: Mapping[str, Any], language: Language) -> str:
    """Return the origin of the range of the figures."""
    varied = [_ends(key, facts, language) for key, facts in manifest.get("vary", {}).items()]
    has_table, has_learned = "table" in manifest, "forecast" in manifest
    if language == "zh":
        source = "抽样表" if has_table else "向观测学习过的参数" if has_learned else "参数的先验不确定性"
        added = f"和变动的{'、'.join(varied)}" if varied else ""
        others = "其他杠杆" if varied else "政策杠杆"
        return f"范围只来自{source}{added}，不含{others}与模型结构的不确定性。"
    source = (
        "the table of draws"
        if has_table
        else "parameters conditioned on observations"
        if has_learned
        else "uncertain parameters before observations"
    )
    added = f" and from the varied quantities ({', '.join(varied)})" if varied else " alone"
    others = "other levers" if varied else "levers"
    return f"The range comes from {source}{added}, not from {others} or the model's structure."


def _ends(key: str, facts: Mapping[str, Any], language: Language) -> str:
    unit = "" if is_dimensionless(facts["unit"]) else unit_label(facts["unit"], language)
    ends = print_range(print_digits(facts["low"]), print_digits(facts["high"])) + (f" {unit}" if unit else "")
    return f"“{key}”（{ends}）" if language == "zh" else f"{key} {ends}"


def _table(table: Mapping[str, Any], language: Language, *, is_all: bool) -> Iterator[str]:
    count, beyond = table["columns"], table["beyond_registry"]
    if language == "zh":
        rest = "不抽样，取情景或模型的值" if is_all else "照常抽样"
        yield f"抽样表 {table['file']} 有 {print_count(count)} 列；表中没有的常量{rest}。"
        if beyond:
            yield f"以下各列超出登记的范围：{'、'.join(beyond)}。"
    else:
        rest = (
            "are not drawn and have the value of the scenario or the model"
            if is_all
            else "are drawn as usual"
        )
        yield (
            f"The table {table['file']} has {print_count(count)} columns; constants that it does not name "
            f"{rest}."
        )
        if beyond:
            yield f"These columns leave the registered ranges: {', '.join(beyond)}."
