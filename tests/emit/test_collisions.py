"""Names that generated code has already, or that are longer than a line, in Python and Kotlin."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.emit.emitter import list_emitters, load_emitter
from pedschema.emit.shapes import describe_wire
from pedschema.emit.stamp import stamp
from tests.conftest import MYPY_ENVIRON, ROOT
from tests.emit.hostile import make_colliding_wire, make_hostile_wire, make_wide_wire
from tests.kotlin import build_program

if TYPE_CHECKING:
    from pathlib import Path

WIRES = {"wide": make_wide_wire(make_hostile_wire()), "colliding": make_colliding_wire()}
PYTHON = ("python", "pydantic", "msgspec")
LEFT_ALONE = "# fmt: off"


@pytest.mark.parametrize("library", PYTHON)
@pytest.mark.parametrize("which", WIRES)
def test_python_loads_is_formatted_and_types_hold(which: str, library: str, tmp_path: Path) -> None:
    for path, text in load_emitter(library).render(WIRES[which]).items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(stamp(text), encoding="utf-8")
    run("ruff", "format", "--isolated", "--diff", "--no-cache", ".", folder=tmp_path)
    options = ("--strict", "--follow-imports=silent", "--cache-dir", str(tmp_path / "cache"))
    run("mypy", *options, ".", folder=tmp_path)
    modules = [path.stem for path in tmp_path.glob("*/*.py") if path.stem != "__init__"]
    assert len(modules) > len(WIRES[which].topics)
    (package,) = {path.parent.name for path in tmp_path.glob("*/*.py")}
    script = (
        f"from importlib import import_module\nfor name in {modules!r}: import_module(f'{package}.{{name}}')"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=MYPY_ENVIRON, check=True)


def run(*command: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=MYPY_ENVIRON,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("library", PYTHON)
def test_formatters_are_told_to_leave_only_what_no_line_can_hold(library: str) -> None:
    render = load_emitter(library).render
    plain = render(describe_wire(load_catalogue(ROOT / "tests" / "catalogue" / "good")))
    assert not [path for path, text in plain.items() if LEFT_ALONE in text]
    assert [path for path, text in render(WIRES["wide"]).items() if LEFT_ALONE in text]


@pytest.mark.parametrize("name", list_emitters())
def test_every_topic_has_files_of_its_own(name: str) -> None:
    wire = WIRES["colliding"]
    texts = load_emitter(name).render(wire)
    assert len({path.lower() for path in texts}) == len(texts)
    joined = "\n".join(texts.values())
    if name != "react":  # whose one file is of the screens
        assert all(topic.pattern in joined for topic in wire.topics)


def test_kotlin_compiles_them(kotlin_jars: str, tmp_path: Path) -> None:
    assert build_program(kotlin_jars, WIRES["colliding"], tmp_path).command
