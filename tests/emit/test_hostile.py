from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from pedschema.emit.emitter import list_emitters, load_emitter
from pedschema.emit.example import make_payload
from pedschema.emit.ir import parse_ir, render_ir
from pedschema.emit.stamp import Origin, read_origin, stamp
from tests.conftest import MYPY_ENVIRON

if TYPE_CHECKING:
    from pedschema.model.wire import WireContract

# msgspec refuses some of these names, and says so: see test_models.
EMITTERS = [name for name in list_emitters() if name != "msgspec"]


@pytest.fixture(scope="module")
def hostile() -> WireContract:
    spec = importlib.util.spec_from_file_location("hostile", Path(__file__).parent / "hostile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    wire: WireContract = module.make_hostile_wire()
    return wire


def test_the_wire_survives_its_file(hostile: WireContract) -> None:
    text = stamp(render_ir(hostile))
    assert text.isascii()
    assert read_origin(text) is Origin.GENERATED
    assert parse_ir(text, "ir.json") == hostile


@pytest.mark.parametrize("name", EMITTERS)
def test_every_emitter_gives_each_topic_a_file_of_its_own(name: str, hostile: WireContract) -> None:
    texts = load_emitter(name).render(hostile)
    assert len({path.lower() for path in texts}) == len(texts)
    assert all(stamp(text) for text in texts.values())


@pytest.mark.parametrize("name", EMITTERS)
def test_a_topic_more_renames_no_other(name: str, hostile: WireContract) -> None:
    fewer = replace(hostile, topics=tuple(each for each in hostile.topics if "client" not in each.pattern))
    assert len(fewer.topics) == len(hostile.topics) - 1
    assert load_emitter(name).render(fewer).keys() <= load_emitter(name).render(hostile).keys()


def test_schemas_admit_examples_of_every_event(hostile: WireContract) -> None:
    texts = [json.loads(text) for text in load_emitter("jsonschema").render(hostile).values()]
    for topic in hostile.topics:
        (schema,) = (each for each in texts if each["title"] == topic.pattern)
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        for event in topic.events:
            payload = make_payload(event, hostile)
            message = {"type": "broadcast", "event": event.name, "payload": payload}
            assert [error.message for error in validator.iter_errors(message)] == []
        assert not validator.is_valid({"type": "broadcast", "event": "nobody's", "payload": {}})


def test_python_loads_is_formatted_and_types_hold(hostile: WireContract, tmp_path: Path) -> None:
    for path, text in load_emitter("python").render(hostile).items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    ruff = ["ruff", "format", "--isolated", "--diff", "--no-cache", "."]
    done = _run(ruff, tmp_path)
    assert done.returncode == 0, done.stdout
    options = ("--strict", "--follow-imports=silent", "--cache-dir", str(tmp_path / "cache"))
    done = _run(["mypy", *options, "."], tmp_path)
    assert done.returncode == 0, done.stdout
    modules = sorted(path.stem for path in tmp_path.glob("*/[a-z]*.py"))
    assert len(modules) == len(hostile.topics) + len({"surfaces"})
    (package,) = (path.name for path in tmp_path.glob("*_realtime"))
    script = f"import {package}\nfor name in {modules!r}: getattr({package}, name)"
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[Any]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=MYPY_ENVIRON,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.node
def test_asyncapis_parser_takes_every_name(hostile: WireContract, lane: Any) -> None:
    folder = lane.write(hostile, "asyncapi", "asyncapi")
    (document,) = folder.iterdir()
    assert lane.judge_asyncapi(document) == ""
    document.write_text(document.read_text(encoding="utf-8").replace('"3.1.0"', '"3.1.0", "surprise": 1', 1))
    assert "surprise" in lane.judge_asyncapi(document)
