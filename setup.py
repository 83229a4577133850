"""Carries model, scenarios, examples and page into the package; all else stands in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = ("model", "scenarios", "examples", "app.py", ".streamlit/config.toml")


class BuildWithHome(build_py):
    """Build from nothing but the sources, and put beside them in ``sim/home`` what a checkout has."""

    def run(self) -> None:
        """Copy the modules, then what is carried; an editable install finds all in the checkout."""
        if self.editable_mode:
            super().run()
            return
        package = Path(self.build_lib) / "sim"
        shutil.rmtree(package, ignore_errors=True)  # of an earlier build
        super().run()
        for name in CARRIED:
            target = package / "home" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if Path(name).is_dir() else shutil.copyfile)(name, target)


setup(cmdclass={"build_py": BuildWithHome})
