"""``python -m sim`` is the command ``teda``."""

from sim.cli import main

main()
