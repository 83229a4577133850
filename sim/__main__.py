"""``python -m sim`` and the program ``teda``: the command line, or what to do where it cannot be loaded."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; packages that it needs may be missing or damaged."""
    try:
        from sim.cli.main import main as run
    except ImportError as error:
        from sim.errors import SimError
        from sim.places import incomplete_environment

        sys.stderr.write(f"{SimError([incomplete_environment(error)])}\n")
        sys.exit(2)
    run()


if __name__ == "__main__":
    main()
