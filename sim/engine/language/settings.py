"""Settings of a model file, one per line after its sketch: ``15:0,0,0,1,0,0``."""

from __future__ import annotations

import re

from sim.engine.language.source import SKETCH_END, Method, Source
from sim.errors import Fault

_DIFFERENCE = "Diff"
_INTEGRATION = re.compile(r"^15:(?:[^,\n]*,){3}\s*(\d+)", re.MULTILINE)
# Vensim's name of each method (integration.html), and the method here. RK2 is the midpoint method
# (rungekutta.html). RK2 Auto and RK4 Auto choose their own steps; here they take those of TIME STEP. Diff is
# Euler's with other times of saving.
_METHODS: dict[str, tuple[str, Method]] = {
    "0": ("Euler", "euler"),
    "1": ("RK4 Auto", "rk4"),
    "2": (_DIFFERENCE, "euler"),
    "3": ("RK2 Auto", "rk2"),
    "4": ("RK2 Fixed", "rk2"),
    "5": ("RK4 Fixed", "rk4"),
}


def settings_of(source: Source) -> str:
    """Return the lines after a model's sketch."""
    return source.sketch.rpartition(SKETCH_END)[2]


def integration_of(source: Source) -> tuple[str, Method | None]:
    """Return the file's name of its method of integration, and the method; None where it is not supported."""
    if source.integration is not None:
        return source.integration
    match = _INTEGRATION.search(settings_of(source))
    code = match[1] if match else "0"
    return _METHODS.get(code, (f"15:…,{code}", None))


def notes_on_settings(source: Source) -> tuple[Fault, ...]:
    """Return what a run takes otherwise than the file's settings have it."""
    if integration_of(source)[0] != _DIFFERENCE:
        return ()
    return (
        Fault(
            "unsupported",
            "文件选用 Diff（按差分方程保存的欧拉法）：存量相同；"
            "辅助变量这里记在计算它的时刻，Vensim 记在下一个保存时刻。",
            "the file asks for Diff, Euler's method saved as difference equations: stocks are the "
            "same; auxiliaries stand at the time they are computed for, in Vensim at the next saving.",
            source.place,
        ),
    )
