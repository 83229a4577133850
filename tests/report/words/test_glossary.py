"""One concept has one Chinese and one English label, whatever room it is shown in."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim
from sim.report.words import glossary
from sim.ui.texts import TEXTS

ROOT = Path(sim.__file__).parent
HAN = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile("[。；{]|\n")
LONGEST = 12  # characters of a Chinese label
Pair = tuple[str, str]
# Pairs that stand for no label, each with what it is.
EXCEPTIONS = {
    ("年均", "average"),  # looked for within the names of indicators
    ("年均", "a year"),  # behind a figure: "5% a year"
    ("五年合计", "in five years"),  # behind a figure: "2,600 in five years"
    ("年", "year"),  # a unit
    ("达标概率", "P(met)"),  # over a narrow column of shares
    ("有下标", "elements"),  # the middle of a sentence
    ("未完成", "not fulfilled"),  # of a target, as official evaluations have it
}


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _pairs(zh: ast.expr, en: ast.expr) -> Iterator[Pair]:
    """Yield the pairs of texts at the same place of two expressions of the same shape."""
    if isinstance(zh, ast.Tuple | ast.List) and isinstance(en, ast.Tuple | ast.List):
        for one, other in zip(zh.elts, en.elts, strict=False):
            yield from _pairs(one, other)
    if isinstance(zh, ast.Dict) and isinstance(en, ast.Dict):
        known = {_text(key): value for key, value in zip(en.keys, en.values, strict=True)}
        for key, value in zip(zh.keys, zh.values, strict=True):
            if _text(key) in known:
                yield from _pairs(value, known[_text(key)])
    chinese, english = _text(zh), _text(en)
    if chinese and english and HAN.search(chinese) and not HAN.search(english):
        yield chinese, english


def _languages(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the Chinese and the English half of what has both."""
    if isinstance(node, ast.Dict):
        halves = {_text(key): value for key, value in zip(node.keys, node.values, strict=True)}
    elif isinstance(node, ast.Call):
        halves = {each.arg: each.value for each in node.keywords}
    elif isinstance(node, ast.IfExp) and "'zh'" in ast.unparse(node.test):
        halves = {"zh": node.body, "en": node.orelse}
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        halves = dict(zip(("zh", "en"), node.elts, strict=True))
    else:
        return
    if "zh" in halves and "en" in halves:
        yield halves["zh"], halves["en"]


def pairs(source: str) -> Iterator[Pair]:
    """Yield what a module has in both languages, but for sentences."""
    for node in ast.walk(ast.parse(source)):
        for zh, en in _languages(node):
            for chinese, english in _pairs(zh, en):
                if len(chinese) <= LONGEST and not SENTENCE.search(chinese):
                    yield chinese, english


def plain(pair: Pair) -> Pair:
    """Return a label without measure word, article, plural and capital."""
    chinese, english = (text.strip().rstrip("：: ") for text in pair)
    return re.sub("^(?:[个笔项]|条(?![件目]))", "", chinese), re.sub("^the |s$", "", english.lower())


@pytest.fixture(scope="module")
def labels() -> dict[str, set[Pair]]:
    """Return the labels of all modules."""
    paths = {str(path.relative_to(ROOT)): path for path in ROOT.rglob("*.py")}
    return {name: {*pairs(path.read_text(encoding="utf-8"))} - EXCEPTIONS for name, path in paths.items()}


@pytest.mark.parametrize("side", [0, 1])
def test_a_label_has_one_translation(labels: dict[str, set[Pair]], side: int) -> None:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for module, texts in labels.items():
        for pair in map(plain, texts):
            found[pair[side]][pair[1 - side]].add(module)
    assert {one: dict(others) for one, others in found.items() if len(others) > 1} == {}


def test_a_term_of_the_glossary_is_spelt_out_nowhere_else(labels: dict[str, set[Pair]]) -> None:
    terms = {(zh, en.lower()) for zh, en in glossary.GLOSSARY.values()}
    found = {
        f"{module}: {zh}, {en}"
        for module, texts in labels.items()
        if module.startswith(("report", "ui", "cli")) and module != "report/words/glossary.py"
        for zh, en in texts
        if (zh, en.lower()) in terms
    }
    assert found == set()


def test_labels_are_found_in_every_form() -> None:
    source = """
A = {"zh": "一", "en": "one"}
B = {"zh": ("二", "三"), "en": ("two", "three")}
C = {"zh": {"k": "四"}, "en": {"k": "four"}}
D = Bilingual(zh="五", en="five")
E = "六" if language == "zh" else "six"
F = ("七", "seven")
G = {"zh": "八。", "en": "Eight."}
"""
    numbers = ("one", "two", "three", "four", "five", "six", "seven")
    assert {en for _, en in pairs(source)} == set(numbers)


def test_every_term_is_in_both_languages() -> None:
    for chinese, english in glossary.GLOSSARY.values():
        assert bool(chinese) == bool(english)
        assert not HAN.search(english)


def test_a_key_is_a_text_of_the_pages_or_a_term() -> None:
    assert TEXTS.keys() & glossary.GLOSSARY.keys() == set()


def test_forms_of_a_term() -> None:
    assert glossary.word("unit", "en") == "unit"
    assert glossary.heading("unit", "en") == "Unit"
    assert glossary.headings("zh", "unit", "year") == ["单位", "年份"]
    assert glossary.both("role.stock") == "存量 stock"
    assert glossary.both("measure.none") == ""
    assert glossary.both_heading("unit") == "单位 Unit"
