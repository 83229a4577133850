"""``python -m sim`` is the command ``teda``."""

from sim.cli.main import main

main()
