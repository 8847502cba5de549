"""The house: who may import whom, what the public face is, and that it stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import reportedly

SOURCE = Path(reportedly.__file__).parent
STEPS = ["pages", "articles", "statements", "stories", "claims", "origins", "dossiers"]
BASE = {"records", "errors"}
MAY = {
    "records": set(),
    "errors": set(),
    "languages": BASE,
    "engine": BASE,
    **{step: {*BASE, "languages", "engine"} for step in STEPS},
    "fetching": {*BASE, "engine", "pages"},
    "alerts": {*BASE, "languages", "dossiers", "fetching"},
    "queries": {*BASE, "engine"},
    "lake": {*BASE, "languages", "engine", *STEPS, "queries"},
    "pipeline": {*BASE, "languages", "engine", *STEPS, "queries", "lake"},
    "store": {*BASE, "languages", "engine", *STEPS, "pipeline", "lake", "fetching", "alerts"},
    "asking": {*BASE, "languages", "claims", "dossiers", "pipeline", "store"},
    "web": {*BASE, "dossiers", "asking", "store"},
    "sheet": {*BASE, "dossiers"},
    "console": {*BASE, "dossiers", "sheet"},
    "options": {*BASE, "pipeline", "console"},
    "cli": {
        *BASE,
        "engine",
        "pipeline",
        "dossiers",
        "articles",
        "console",
        "options",
        "sheet",
        "store_cli",
        "desk_cli",
        "serve_cli",
        "asking_cli",
        "run_cli",
    },
    "run_cli": {*BASE, "pipeline", "console", "dossiers", "options", "lake"},
    "asking_cli": {*BASE, "console", "store_cli", "asking"},
    "serve_cli": {*BASE, "console", "store_cli", "web"},
    "desk_cli": {*BASE, "console", "options", "store_cli", "store", "alerts"},
    "store_cli": {*BASE, "pipeline", "dossiers", "console", "options", "store", "fetching", "alerts"},
}


def imports(file: Path) -> set[str]:
    """Return the parts of this package that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "reportedly":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("reportedly.")}
    return {name for name in found if (SOURCE / name).is_dir() or (SOURCE / f"{name}.py").is_file()}


@pytest.mark.parametrize("room", [r for r in MAY if (SOURCE / r).is_dir() or (SOURCE / f"{r}.py").exists()])
def test_a_room_imports_only_what_stands_above_it(room: str) -> None:
    files = (
        [SOURCE / f"{room}.py"] if (SOURCE / f"{room}.py").exists() else sorted((SOURCE / room).rglob("*.py"))
    )
    for file in files:
        extra = imports(file) - MAY[room] - {room}
        assert not extra, f"{file.name} imports {extra}"


def test_the_public_face_is_small_and_whole() -> None:
    assert len(reportedly.__all__) <= 12
    for name in reportedly.__all__:
        assert getattr(reportedly, name) is not None
    with pytest.raises(AttributeError):
        _ = reportedly.no_such_name


def test_importing_the_package_loads_no_engine_and_no_model() -> None:
    heavy = (
        "{'pyarrow', 'duckdb', 'spacy', 'torch', 'pyspark', 'fastapi', 'onnxruntime', 'scipy', 'jinja2', "
        "'mcp'}"
    )
    code = f"import sys, reportedly; sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_torch_in_the_default_install() -> None:
    heavy = "{'torch', 'pyspark', 'fastapi', 'mcp'}"
    code = f"import sys, reportedly.pipeline; sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
