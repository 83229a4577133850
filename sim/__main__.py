"""Entry point of ``python -m sim``, the same as the command ``teda``."""

from sim.cli.main import main

main()
