# -*- coding: utf-8 -*-
"""Make the environment in .venv, then open the simulator, run the tests or a teda command.

``python3 bootstrap.py`` says what there is; the work is done in ``sim/environment/``, with the standard
library alone. Any Python from 2.7 on can read this file, so that an old one gets as far as being
told that it is too old.
"""

from __future__ import unicode_literals

import sys

OLDEST = (3, 11)


def too_old(version):
    """Return what a Python older than `OLDEST` is told."""
    given = ".".join(str(part) for part in version[:3])
    return (
        "需要 Python 3.11 或更新的版本；现在运行的是 {0}（{1}）。\n"
        "Python 3.11 or later is needed; this is {0} ({1}).\n"
    ).format(given, sys.executable)


if sys.version_info < OLDEST:
    text = too_old(sys.version_info)
    if sys.version_info < (3,):
        text = text.encode(sys.stderr.encoding or "utf-8", "replace")
    sys.stderr.write(text)
    sys.exit(2)

if __name__ == "__main__":
    from sim.environment.commands import start

    start()
