"""Imports run downward only and never in a circle: the floors of the package, checked on its source."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = {
    "app": 10,
    "sim.ui": 9,
    "sim.cli": 9,
    "sim": 8,  # the public names, of every floor below
    "sim.report": 7,
    "sim.analysis": 6,
    "sim.ensembles": 5,
    "sim.actuals": 5,
    "sim.outcomes": 4,
    "sim.sampling": 3,
    "sim.run": 2,
    "sim.scenario": 1,
    "sim.sketch": 1,
    "sim.engine": 0,
    "sim.registry": 0,
    "sim.arguments": -1,
    "sim.document": -1,
    "sim.cache": -1,
    "sim.files": -1,
    "sim.units": -1,
    "sim.names": -1,
    "sim.bilingual_names": -1,
    "sim.full_width": -1,
    "sim.places": -1,
    "sim.notebook": -1,
    "sim.fonts": -1,
    "sim.arrays": -1,
    "sim.arrow": -1,
    "sim.errors": -2,
    "sim.environment": -2,  # runs before anything is installed
}
SHARED = {room for room, floor in FLOORS.items() if floor < 0}
PUBLIC_FACE = {"sim.scenario": {"sim.engine": "sim.engine.model"}}
ONLY = {
    "pysd": {"sim.engine.language"},
    "llvmlite": {"sim.engine.machine"},
    "yaml": {"sim.document"},
    "streamlit": {"sim.ui", "app"},
    "pptx": {"sim.report.deck"},
    "docx": {"sim.report.annex", "sim.report.paper"},
    "SALib": {"sim.analysis.sensitivity.indices"},
    "sklearn": {"sim.analysis.discovery.boxes"},
    "pymoo": {"sim.analysis.decision.front"},
    "dask": {"sim.ensembles.workers.dask"},
    "distributed": {"sim.ensembles.workers.dask"},
    "fsspec": {"sim.ensembles.folder.remote"},
}


def is_inside(module: str, room: str) -> bool:
    """Return whether the module is the room or lies in it."""
    return module == room or module.startswith(f"{room}.")


def room_of(module: str) -> str | None:
    """Return the room that a module belongs to, None when the plan has none for it."""
    parts = module.split(".")
    room = ".".join(parts[:2]) if parts[0] == "sim" else parts[0]
    if room == "sim.__main__":
        room = "sim.cli"
    return room if room in FLOORS else None


def sources(root: Path) -> dict[str, Path]:
    """Return the file of every module of the house."""
    paths = [path for path in (root / "app.py",) if path.exists()]
    paths += sorted((root / "sim").rglob("*.py"))
    named = ((path.relative_to(root).with_suffix("").parts, path) for path in paths)
    return {".".join(p[:-1] if p[-1] == "__init__" else p): path for p, path in named}


def absolute(node: ast.ImportFrom, module: str, path: Path) -> str:
    """Return the module that a ``from`` line names, dots in front resolved."""
    if not node.level:
        return node.module or ""
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def named_at_run_time(node: ast.Call) -> Iterator[str]:
    """Yield the module in ``import_module("…")`` and ``__import__("…")``."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in {"import_module", "__import__"} and node.args:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def imports(module: str, path: Path, known: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield line and name of every module that a module imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = absolute(node, module, path)
            for alias in node.names:
                child = f"{parent}.{alias.name}"
                yield node.lineno, child if child in known else parent
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in named_at_run_time(node))


def fault(module: str, imported: str) -> str | None:
    """Return what is wrong with an import, None when it is allowed."""
    library = imported.split(".")[0]
    if library in ONLY and not any(is_inside(module, room) for room in ONLY[library]):
        return f"only {' and '.join(sorted(ONLY[library]))} may import {library}"
    room, target = room_of(module), room_of(imported)
    if library not in {"sim", "app"} or room == target:
        return None
    if room is None or target is None:
        return f"{module if room is None else imported} has no floor in the plan"
    is_downward = FLOORS[target] < FLOORS[room] or (room in SHARED and target in SHARED)
    if not is_downward:
        return f"{room} must not import {target}: that is not downward"
    face = PUBLIC_FACE.get(room, {}).get(target)
    return f"{room} may import only {face} of {target}" if face and imported != face else None


def faults(root: Path) -> list[str]:
    """Return every import that breaks the plan, with its place."""
    files = sources(root)
    return [
        f"{path.relative_to(root).as_posix()}:{line}: {wrong}"
        for module, path in files.items()
        for line, imported in imports(module, path, files)
        if (wrong := fault(module, imported))
    ]


def folders(modules: Iterable[str]) -> set[str]:
    """Return every folder of the house, at any depth."""
    return {
        ".".join(parts[:depth]) for parts in (m.split(".") for m in modules) for depth in range(1, len(parts))
    }


def neighbours(folder: str, arrows: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return who imports whom among the rooms and modules that stand side by side in a folder."""
    depth = folder.count(".") + 2
    inside = {
        m: {i for i in found if is_inside(i, folder)} for m, found in arrows.items() if is_inside(m, folder)
    }
    drawing: dict[str, set[str]] = {}
    for module, found in inside.items():
        importer = ".".join(module.split(".")[:depth])
        imported = {".".join(name.split(".")[:depth]) for name in found}
        drawing.setdefault(importer, set()).update(imported - {importer, folder})
    drawing.pop(folder, None)  # the public names of the folder itself
    return drawing


def circles(root: Path) -> list[str]:
    """Return a circle of imports for every folder, at any depth, whose rooms and modules form one."""
    files = sources(root)
    arrows = {m: {i for _, i in imports(m, path, files) if i in files} for m, path in files.items()}
    found = []
    for folder in sorted(folders(files)):
        try:
            TopologicalSorter(neighbours(folder, arrows)).prepare()
        except CycleError as error:
            found.append(" → ".join(error.args[1]))
    return found


def test_imports_run_downward() -> None:
    assert faults(ROOT) == []


def test_no_rooms_or_modules_import_one_another_in_a_circle() -> None:
    assert circles(ROOT) == []


def test_every_module_has_a_floor() -> None:
    assert [module for module in sources(ROOT) if room_of(module) is None] == []


def build(root: Path, texts: dict[str, str]) -> Path:
    """Write a small house: one empty module in every room, and the given texts."""
    rooms = [
        name.removeprefix("sim.") for name, floor in FLOORS.items() if floor >= 0 and name.startswith("sim.")
    ]
    houses = {f"sim/{room}/__init__.py": "" for room in rooms}
    empty = {"sim/__init__.py": "", "sim/errors.py": "", "sim/document.py": ""}
    for name, text in {**houses, **empty, "sim/engine/model.py": "", **texts}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("sim/run/a.py", "import sim.analysis", "sim.run must not import sim.analysis"),
        ("sim/run/a.py", "from sim import analysis", "sim.run must not import sim.analysis"),
        ("sim/run/a.py", "from ..analysis import b", "sim.run must not import sim.analysis"),
        ("sim/run/__init__.py", "from ..report import b", "sim.run must not import sim.report"),
        ("sim/sampling/a.py", "import sim.outcomes", "sim.sampling must not import sim.outcomes"),
        ("sim/outcomes/a.py", "import sim.ensembles", "sim.outcomes must not import sim.ensembles"),
        ("sim/ensembles/folder/a.py", "import sim.analysis", "sim.ensembles must not import sim.analysis"),
        ("sim/sketch/a.py", "import sim.scenario", "sim.sketch must not import sim.scenario"),
        ("sim/engine/a.py", "from .. import run", "sim.engine must not import sim.run"),
        ("sim/run/a.py", "from sim import load_model", "sim.run must not import sim"),
        ("sim/engine/a.py", "import sim.registry", "sim.engine must not import sim.registry"),
        ("sim/registry/a.py", "import sim.engine.model", "sim.registry must not import sim.engine"),
        ("sim/errors.py", "from sim.scenario import a", "sim.errors must not import sim.scenario"),
        ("sim/document.py", "import sim.registry.a", "sim.document must not import sim.registry"),
        ("sim/report/a.py", "import sim.ui", "sim.report must not import sim.ui"),
        ("sim/cli/a.py", "import sim.ui.page", "sim.cli must not import sim.ui"),
        ("sim/__init__.py", "import sim.cli", "sim must not import sim.cli"),
        ("sim/run/a.py", "import sim.cli.help", "sim.run must not import sim.cli"),
        ("sim/ui/a.py", "import app", "sim.ui must not import app"),
    ],
)
def test_an_import_that_is_not_downward(tmp_path: Path, name: str, text: str, wrong: str) -> None:
    assert faults(build(tmp_path, {name: text})) == [f"{name}:1: {wrong}: that is not downward"]


@pytest.mark.parametrize(
    "text",
    [
        "def late():\n    import sim.report",
        "if True:\n    from sim.report import charts",
        "import importlib\nimportlib.import_module('sim.report')",
        "x = 1\n__import__('sim.report')",
    ],
)
def test_an_import_that_hides(tmp_path: Path, text: str) -> None:
    found = faults(build(tmp_path, {"sim/analysis/a.py": text}))
    assert found == ["sim/analysis/a.py:2: sim.analysis must not import sim.report: that is not downward"]


@pytest.mark.parametrize(
    ("name", "library", "rooms"),
    [
        ("sim/run/a.py", "pysd.builders", "sim.engine.language"),
        ("sim/engine/machine/a.py", "pysd.builders", "sim.engine.language"),
        ("sim/analysis/a.py", "llvmlite.ir", "sim.engine.machine"),
        ("sim/registry/a.py", "yaml", "sim.document"),
        ("sim/cli/main.py", "streamlit", "app and sim.ui"),
        ("sim/report/charts.py", "pptx.chart.data", "sim.report.deck"),
        ("sim/analysis/screening.py", "SALib.analyze", "sim.analysis.sensitivity.indices"),
        ("sim/analysis/discovery/study.py", "sklearn.tree", "sim.analysis.discovery.boxes"),
        ("sim/ensembles/workers/local.py", "distributed.deploy", "sim.ensembles.workers.dask"),
        ("app.py", "pysd", "sim.engine.language"),
    ],
)
def test_a_library_in_the_wrong_room(tmp_path: Path, name: str, library: str, rooms: str) -> None:
    top = library.split(".")[0]
    found = faults(build(tmp_path, {name: f"import {library}\nfrom {library} import a\n"}))
    assert found == [f"{name}:{line}: only {rooms} may import {top}" for line in (1, 2)]


def test_the_scenario_sees_the_public_face_of_the_engine_only(tmp_path: Path) -> None:
    text = "from sim.engine.model import Model\nfrom sim.engine import model\nimport sim.engine.ir"
    assert faults(build(tmp_path, {"sim/scenario/a.py": text, "sim/engine/ir.py": ""})) == [
        "sim/scenario/a.py:3: sim.scenario may import only sim.engine.model of sim.engine"
    ]


def test_a_room_that_is_not_in_the_plan(tmp_path: Path) -> None:
    texts = {"sim/helpers.py": "import sim.errors", "sim/run/a.py": "import sim.helpers"}
    assert faults(build(tmp_path, texts)) == [
        "sim/helpers.py:1: sim.helpers has no floor in the plan",
        "sim/run/a.py:1: sim.helpers has no floor in the plan",
    ]


def test_a_circle_of_modules_and_one_of_folders(tmp_path: Path) -> None:
    texts = {
        "sim/run/a.py": "from sim.run import b",
        "sim/run/b.py": "def late():\n    import sim.run.a",
        "sim/report/deck/__init__.py": "",
        "sim/report/deck/one.py": "import sim.report.charts.two",
        "sim/report/deck/other.py": "",
        "sim/report/charts/__init__.py": "",
        "sim/report/charts/two.py": "",
        "sim/report/charts/three.py": "import sim.report.deck.other",
    }
    found = circles(build(tmp_path, texts))
    assert [set(circle.split(" → ")) for circle in found] == [
        {"sim.report.deck", "sim.report.charts"},  # though no two modules import one another
        {"sim.run.a", "sim.run.b"},
    ]


def test_allowed_values(tmp_path: Path) -> None:
    texts = {
        "app.py": "import streamlit\nimport sim\nfrom sim.ui import page",
        "sim/__init__.py": "from sim.errors import SimError\nfrom sim.report import charts",
        "sim/__main__.py": "from sim.cli.main import main",
        "sim/cli/main.py": "from sim.analysis import a\nimport sim\nfrom sim.cli.help import a",
        "sim/document.py": "import yaml\nfrom sim.errors import fail",
        "sim/engine/machine/a.py": "import llvmlite.ir",
        "sim/engine/language/a.py": "import pysd\nfrom sim.engine.b import c",
        "sim/engine/b.py": "from .model import Model\nimport simpy",
        "sim/report/deck.py": "import pptx\nfrom sim.engine.model import Run",
        "sim/scenario/a.py": "import sim.registry.levers",
        "sim/ui/page.py": "import streamlit\nfrom sim.report import deck",
    }
    small = build(tmp_path, texts)
    assert faults(small) == []
    assert circles(small) == []
