"""Splitting of a file into equations: remarks, quotes, marks in text, line ends, and noted omissions.

vensim.com/documentation/22025.html: ``~`` parts equation, units and comment, ``|`` ends them all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.language.source import SKETCH_MARK, Source, split_source
from sim.engine.model import Model, load_model
from sim.errors import SimError

CONTROLS = "INITIAL TIME=0~~|\nFINAL TIME=1~~|\nTIME STEP=1~~|\n"


def split(text: str) -> Source:
    return split_source(text, "m.mdl")


def texts(text: str) -> list[str]:
    return [equation.text for equation in split(text).equations]


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 ~ m ~ see set {x |\nb = 2 ~~|\nc = 3 ~ m ~ end } |",  # braces in comments are text
        'a = 1 ~ m ~ a 5" pipe and a 6" one |\nb = 2 ~ " ~|\nc = 3 ~~ an inch is " |',
        "a = 1 {first | second} ~~|\nb = 2 {of ~ them} ~~|\nc = 3 ~~|",
        "a = {nested {twice} over} 1 ~~|\nb {unclosed = 2 ~ m ~|\nc = 3 ~~|".replace("b {un", "b = 2 {un"),
        "a = 1 ~~|\nb = 2 {it's a \" mark} ~~|\nc = 3 ~~ it's |",
        "{old = 5 ~~| older = 6 ~~|}a = 1 ~~|\nb = 2 ~~|\nc = 3 ~~|",
        "a = \\\n\t1\n\t~\tm\n\t~\t|\nb = 2 \\\n~~|\n\nc = 3\n~~|",
        "a = 1 ~~|\nb = 2 ~~|\nc = 3 ~ m ~ the last one needs no bar",
        "a = 1 ~~|\r\nb = 2 ~~|\r\nc = 3 ~~|\r\n".replace("\r", ""),
    ],
)
def test_no_equation_is_lost_or_gained(text: str) -> None:
    names = [equation.partition("=")[0].strip() for equation in texts(text)]
    assert names == ["a", "b", "c"]
    run = Model(
        f"{text.rstrip()}{'' if text.rstrip().endswith('|') else '|'}\n{CONTROLS}", "m.mdl"
    ).simulate()
    assert [run[name][0, 0] for name in names] == [1, 2, 3]


def test_marks_within_quotes_and_literals_end_nothing() -> None:
    text = "\"a|b ~ c\" = GET DIRECT CONSTANTS('x~y|z.csv', '|', 'A1') ~ m ~ |\nd = 1 ~~|"
    assert texts(text) == ["\"a|b ~ c\" = GET DIRECT CONSTANTS('x~y|z.csv', '|', 'A1')", "d = 1"]


def test_units_comments_and_lines() -> None:
    text = (
        "{UTF-8}\n\na = 1\n~ m/s {speed} [0,?]\n~ about ~5% | \n\n"
        "*****\n\t.Group\n*****~ says what |\nb = 2 ~ kg ~ heavy ~ :SUPPLEMENTARY |"
    )
    source = split(text)
    first, second = source.equations
    assert (first.units, first.limits, first.comment, first.line) == ("m/s", (0, None), "about ~5%", 3)
    assert (second.units, second.comment, second.line, second.group) == ("kg", "heavy", 10, "Group")
    assert source.groups == {"Group": "says what"}


def test_equations_in_braces_are_counted_and_reported() -> None:
    (note,) = split("a = 1 ~~|\n{b = 2 ~~|\nc = 3 ~~|}\nd = 4 ~~|").notes
    assert (note.zh, note.en, note.place) == (
        "花括号里有 2 个方程，文件自己把它们搁置了，没有读取。",
        "2 equations in braces: set aside by the file itself and not read.",
        "m.mdl:2",
    )
    assert split("{a remark} a = 1 ~~|").notes == ()


def test_a_brace_that_is_never_closed_costs_one_equation_at_most() -> None:
    with pytest.raises(SimError) as caught:
        split("a = 1 ~~|\n{ b = 2 ~~|\nc = 3 ~~|\n")
    assert [fault.place for fault in caught.value.faults] == ["m.mdl:2"]


def test_splitting_is_linear() -> None:
    """Hostile text: every entry opens a remark that nothing closes, or has thousands of them."""
    with pytest.raises(SimError):
        split("{ a = 1 ~~|\n" * 20_000)
    assert len(texts("a = 1 {x} + {y} 2 ~~|\n" * 20_000)) == 20_000
    assert len(texts("a = " + "{x} 1 + " * 20_000 + "1 ~~|")) == 1


def test_utf_16_is_read(tmp_path: Path) -> None:
    for encoding, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        path = tmp_path / "m.mdl"
        path.write_bytes(mark + f"产出 = 7 ~ 亿元 ~|\r\n{CONTROLS}".encode(encoding))
        assert load_model(path).constants["产出"] == 7


def test_the_sketch_is_not_an_equation() -> None:
    source = split(f"a = 1 ~~|\n{SKETCH_MARK} Sketch\n10,1,b = 2 ~~|\n")
    assert [equation.text for equation in source.equations] == ["a = 1"]
    assert source.sketch.startswith(" Sketch")


def test_a_sketch_may_begin_with_a_sign_less() -> None:
    """As some editors write it; the equations end there all the same."""
    text = "a = 1 ~~|\n\\\\---/// Sketch information\nV300\n"
    assert texts(text) == ["a = 1"]
    assert split(text).sketch == " Sketch information\nV300\n"
