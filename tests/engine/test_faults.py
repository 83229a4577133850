"""Faults of model files, reported all together with their lines in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.engine.model import Model, load_model
from sim.errors import SimError
from tests.engine.paths import MODELS

END = "\nINITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nTIME STEP = 1 ~~|\n"


def faults(text: str) -> list[str]:
    with pytest.raises(SimError) as caught:
        Model(text + END, "m.mdl")
    return [line for fault in caught.value.faults for line in fault.report().splitlines()]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "a = 1 + * 2 ~~|",
            "m.mdl:1: 方程有语法错误，在 ⟪⟫ 处：a = 1 + ⟪⟫* 2",
            "syntax error in the equation, at ⟪⟫: a = 1 + ⟪⟫* 2",
        ),
        (
            "a = b ~~|\nbirth = 2 ~~|\nc = brth ~~|",
            'm.mdl:3: 没有定义变量 "brth"（在 "c" 中）。最接近的是 "birth"。',
            'the variable "brth" is not defined (in "c"). Nearest: "birth".',
        ),
        (
            "a = DELAY BATCH(0,1,0,0,1,1) ~~|",
            'm.mdl:1: "a" 用到的函数 DELAY BATCH 不受支持。',
            '"a" uses the function DELAY BATCH, which is not supported.',
        ),
        (
            "a = SMOTH(1, 2) ~~|",
            'm.mdl:1: "a" 用到的函数 SMOTH 不受支持。最接近的是 SMOOTH。',
            '"a" uses the function SMOTH, which is not supported. Nearest: SMOOTH.',
        ),
        (
            "a = MAX(1, 2, 3) ~~|",
            "m.mdl:1: MAX(a, b) 要 2 个参数，这里有 3 个。",
            "MAX(a, b) takes 2 arguments; 3 are given.",
        ),
        (
            "a = b + 1 ~~|\nb = 2 * a ~~|",
            "m.mdl:1: 代数环（环上没有存量）：a → b → a",
            "algebraic loop (no stock in it): a → b → a",
        ),
        (
            "d: p, q ~~|\na[d] = b[d] ~~|\nb[d] = a[d] ~~|",
            "m.mdl:2: 代数环（环上没有存量）：a[p] → b[p] → a[p]",
            "algebraic loop (no stock in it): a[p] → b[p] → a[p]",
        ),
        (
            "".join(f"a{n} = a{(n + 1) % 30} ~~|\n" for n in range(30)),
            "m.mdl:1: 代数环（环上没有存量）：a0 → a29 → a28 → a27 → a26 → a25 → …（19 个）→ "
            "a5 → a4 → a3 → a2 → a1 → a0",
            "algebraic loop (no stock in it): a0 → a29 → a28 → a27 → a26 → a25 → … (19 more) → "
            "a5 → a4 → a3 → a2 → a1 → a0",
        ),
        (
            "a = INTEG(1, b) ~~|\nb = INITIAL(a) ~~|",
            "m.mdl:1: 初始值互相依赖：a → b → a",
            "initial values that need each other: a → b → a",
        ),
        (
            "a = 1 ~~|\nA = 2 ~~|",
            'm.mdl:2: "A" 重复定义，第 1 行已有。',
            '"A" is defined twice; first on line 1.',
        ),
        (
            "r: x, y ~~|\na[r] = 1, 2, 3 ~~|",
            'm.mdl:2: "a" 有 2 个元素，却给了 3 个数。',
            '"a" has 2 elements but 3 numbers.',
        ),
        (
            "r: x, y ~~|\na[x] = 1 ~~|\nb = a[y] ~~|",
            'm.mdl:3: "b" 用到的 "a[y]" 没有定义；已定义的是 "a[x]"。',
            '"a[y]", used by "b", is not defined; defined: "a[x]".',
        ),
        (
            "r: x, y ~~|\na[r] = 1 ~~|\nb = a[r] ~~|",
            'm.mdl:3: 下标 "r" 不在 "b" 的左边；若要合计，请写 SUM(…[r!])。',
            'the range "r" is not on the left side of "b"; to add up, write SUM(…[r!]).',
        ),
        (
            "region: x, y ~~|\na[regoin] = 1 ~~|",
            'm.mdl:2: 没有名为 "regoin" 的下标。最接近的是 "region"。',
            'no subscript "regoin". Nearest: "region".',
        ),
        ("r: r, x ~~|\na[r] = 1 ~~|", 'm.mdl:1: 下标 "r" 包含自身。', 'the range "r" contains itself.'),
        (
            "r: x -> q ~~|\na = 1 ~~|",
            'm.mdl:1: 没有名为 "q" 的下标。',
            'no subscript "q".',
        ),
        (
            "r: x, y -> q ~~|\nq: a, b, c ~~|\nv = 1 ~~|",
            'm.mdl:1: "r" 有 2 个元素，映射到的 "q" 却有 3 个。',
            '"r" has 2 elements but is mapped to 3 of "q".',
        ),
        (
            "r: x, y ~~|\na[r] :EXCEPT: [z] = 1 ~~|",
            'm.mdl:2: 没有名为 "z" 的下标。',
            'no subscript "z".',
        ),
        (
            ":MACRO: M(x)\n N = x ~~|\n:END OF MACRO:\na = M(1) ~~|",
            'm.mdl:4: 宏 "M" 没有给出与它同名的变量。',
            'the macro "M" does not define a variable of its own name.',
        ),
        (
            ":MACRO: M(x)\n M = M(x) ~~|\n:END OF MACRO:\na = M(1) ~~|",
            "m.mdl:4: 宏互相调用成环：M → M。",
            "macros call one another in a circle: M → M.",
        ),
        (
            ":MACRO: M(x, y)\n M = x ~~|\n:END OF MACRO:\na = M(1) ~~|",
            "m.mdl:4: M(x, y) 要 2 个参数，这里有 1 个。",
            "M(x, y) takes 2 arguments; 1 are given.",
        ),
        (
            ":MACRO: M\n M = x ~~|",
            "m.mdl:1: 宏的写法应为 :MACRO: 名称(参数,…)。",
            "a macro begins with :MACRO: NAME(argument, …).",
        ),
        (
            "a = GET DIRECT CONSTANTS('../../secret.xlsx', 'S', 'A1') ~~|",
            'm.mdl:1: "a"："../../secret.xlsx" 不在模型的文件夹里；'
            "只读取这个文件夹及其子文件夹中的文件，写法如 data/x.xlsx。",
            '"a": "../../secret.xlsx" is not inside the model\'s folder; '
            "only files in it and below it are read, as in data/x.xlsx.",
        ),
        (
            "a = 1 |",
            'm.mdl:1: 方程 "a = 1" 不完整：应为“方程 ~ 单位 ~ 说明 |”。',
            'the equation "a = 1" is not complete: it should read "equation ~ units ~ comment |".',
        ),
        (
            "a = " + "(" * 3000 + "1" + ")" * 3000 + " ~~|",
            "m.mdl:1: 括号的层数太多。",
            "brackets are nested too deeply.",
        ),
        (
            "a = 2*b ~~|\nb((0,1),(1,2)) ~~|",
            'm.mdl:1: "b" 是查找表，要带自变量使用，如 b(Time)（在 "a" 中）。',
            '"b" is a lookup and needs an argument, as in b(Time) (in "a").',
        ),
        (
            "a = SMOOTH N(Time, 2, 3, 1e999) ~~|",
            "m.mdl:1: 延迟的阶数应是 1–100 的整数，写明或由文件中的数算出。",
            "the order of a delay must be a whole number from 1 to 100, "
            "written or computed from numbers of the file.",
        ),
        (
            "r: (e1-e100000000) ~~|\na[r] = 1 ~~|",
            "m.mdl:1: 下标元素有 100,000,000 个，上限是 100,000 个。",
            "100,000,000 subscript elements; the limit is 100,000.",
        ),
        (
            "r: (e1-e9999999999999999999999) ~~|\na[r] = 1 ~~|",
            "m.mdl:1: 下标元素有 1e+22 个，上限是 100,000 个。",
            "1e+22 subscript elements; the limit is 100,000.",
        ),
        (
            "r: (e1-e1000) ~~|\ns: (f1-f1000) ~~|\na[r, s] = Time ~~|",
            'm.mdl:3: "a" 的标量有 1,000,000 个，上限是 100,000 个。',
            '1,000,000 scalars of "a"; the limit is 100,000.',
        ),
        (
            "r: (e1-e1000) ~~|\ns: (f1-f1000) ~~|\na[r] = 1 ~~|\nb[s] = 1 ~~|\nc = SUM(a[r!]*b[s!]) ~~|",
            "m.mdl:5: SUM 的项有 1,000,000 个，上限是 100,000 个。",
            "1,000,000 terms of SUM; the limit is 100,000.",
        ),
        (
            "a = b(3) ~~|\nb = 2 ~~|",
            'm.mdl:1: "b" 不是查找表，不能带括号使用。',
            '"b" is not a lookup; it takes no argument.',
        ),
    ],
)
def test_a_fault_is_reported_with_its_line(text: str, zh: str, en: str) -> None:
    lines = [line.strip() for line in faults(text)]
    assert zh in lines
    assert lines[lines.index(zh) + 1] == en


def test_all_faults_are_reported_together() -> None:
    lines = faults("a = b ~~|\nc = FOO(1) ~~|\nd = MIN(1) ~~|")
    assert [line.split(":")[1] for line in lines if line.startswith("m.mdl")] == ["1", "2", "3"]


def test_a_model_without_time_settings() -> None:
    with pytest.raises(SimError) as caught:
        Model("a = 1 ~~|", "m.mdl")
    assert [fault.en for fault in caught.value.faults] == [
        f"the model does not define {name}." for name in ("INITIAL TIME", "FINAL TIME", "TIME STEP")
    ]


def test_no_equation_at_all() -> None:
    with pytest.raises(SimError) as caught:
        Model("just a letter", "m.mdl")
    assert caught.value.faults[0].place == "m.mdl:1"


def test_nothing_in_a_model_file_is_executed(tmp_path: Path) -> None:
    """Both places where a naive reader would evaluate text: a graph's corners, and a comment."""
    trace = tmp_path / "trace"
    attack = f"__import__('pathlib').Path({os.fspath(trace)!r}).touch()"
    text = (
        f"t([({attack},0)-(1,1)],(0,0),(1,1)) ~~|\n"
        f"w = WITH LOOKUP(Time, ([({attack},0)-(1,1)],(0,0),(1,1))) ~~|\n"
        f'a = t(Time) + w ~~ """ + {attack} + """|\n' + END
    )
    Model(text, "m.mdl").simulate()
    assert not trace.exists()


def test_moving_a_box_of_the_sketch_makes_no_other_model() -> None:
    text = (MODELS / "industries.mdl").read_text(encoding="utf-8").partition("\\\\\\---///")[0]
    view = "\\\\\\---/// Sketch information\nV300\n*View 1\n10,1,capital,{x},100,40,20,3,3,0,0,0,0,0,0\n"
    hashes = {Model(f"{text}{view.format(x=x)}", "m.mdl").hash for x in (100, 200)}
    assert hashes == {Model(text, "m.mdl").hash}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends_make_no_difference(encoding: str, newline: str, tmp_path: Path) -> None:
    text = (MODELS / "industries.mdl").read_text(encoding="utf-8")
    path = tmp_path / "模型.mdl"
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    model, plain = load_model(path), load_model(MODELS / "industries.mdl")
    assert model.variables["capital"].comment == "资本 / capital"
    assert model.hash == plain.hash
