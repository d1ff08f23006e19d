from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from pedschema.catalogue.load import load_catalogue
from pedschema.docgen.coverage import render_coverage
from pedschema.docgen.realtime import render_pages
from pedschema.emit.emitter import list_emitters, load_emitter
from pedschema.emit.example import make_payload
from pedschema.emit.shapes import describe_wire
from pedschema.emit.stamp import stamp
from tests.conftest import MYPY_ENVIRON

if TYPE_CHECKING:
    from conftest import Project

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.wire import WireContract

CONTRACT = Path(__file__).parents[1] / "catalogue" / "good"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(CONTRACT)


@pytest.fixture(scope="module")
def wire(catalogue: Catalogue) -> WireContract:
    return describe_wire(catalogue)


@pytest.mark.parametrize("name", list_emitters())
def test_an_emitter_says_the_same_twice_and_every_file_can_be_stamped(name: str, wire: WireContract) -> None:
    emitter = load_emitter(name)
    first, second = emitter.render(wire), emitter.render(wire)
    assert first == second
    assert first
    assert all(stamp(text).endswith("\n") for text in first.values())
    assert emitter.summary.endswith(".")


def test_examples_are_of_the_schema_and_a_key_more_or_less_is_not(wire: WireContract) -> None:
    schemas = load_emitter("jsonschema").render(wire)
    checked = 0
    for topic in wire.topics:
        (text,) = (text for text in schemas.values() if json.loads(text)["title"] == topic.pattern)
        validator = Draft202012Validator(json.loads(text))
        Draft202012Validator.check_schema(json.loads(text))
        for event in topic.events:
            message = {"type": "broadcast", "event": event.name, "payload": make_payload(event, wire)}
            assert not list(validator.iter_errors(message))
            assert validator.is_valid({**message, "meta": {"id": "x", "replayed": True}})
            assert not validator.is_valid({**message, "event": "other"})
            assert not validator.is_valid({**message, "payload": {**message["payload"], "surprise": 1}})
            for key in message["payload"]:
                without = {k: value for k, value in message["payload"].items() if k != key}
                assert validator.is_valid({**message, "payload": without}) is (key == "id")
            checked += 1
    assert checked > 8


def test_pages_tell_every_topic_event_and_policy(catalogue: Catalogue, wire: WireContract) -> None:
    pages = render_pages(catalogue, wire)
    assert set(pages) == {"chat/REALTIME.md", "lobby/REALTIME.md"}
    text = "\n".join(pages.values())
    for topic in wire.topics:
        assert f"## `{topic.pattern}`" in text
        assert all(f"#### `{event.name}`" in text for event in topic.events)
    assert all(f"`{policy.name}`" in text for policy in catalogue.policies)


def test_coverage_names_every_screen_and_every_gap(catalogue: Catalogue) -> None:
    (text,) = render_coverage(catalogue).values()
    assert all(f"| {surface}" in text for surface in catalogue.surfaces)
    assert all(f"`{name}`**: {reason}" in text for name, reason in catalogue.unpublished)


USE_OF_PYTHON = """
from __future__ import annotations

from typing import assert_type

from chat_realtime import lobby, room_chat, room_live, surfaces
from pedschema.client import Realtime, Subscription
from realtime import AsyncRealtimeChannel, AsyncRealtimeClient

ROOM = "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def told(message: lobby.RoomsInsertMessage) -> None:
    assert_type(message["payload"]["record"]["id"], str)
    assert_type(message["payload"]["old_record"], None)


async def main(client: AsyncRealtimeClient) -> None:
    channel = lobby.channel(client).on("rooms.INSERT", told)
    assert_type(channel.raw, AsyncRealtimeChannel)
    lobby.channel(client).on("rooms.NOTHING", told)  # type: ignore[call-overload]
    lobby.channel(client).on("rooms.DELETE", told)  # type: ignore[call-overload]
    room_chat.channel(client)  # type: ignore[call-arg]
    live = room_live.channel(client, ROOM)
    await live.send("typing", {"name": "a", "since": None})
    await live.send("typing", {"name": 1, "since": None})  # type: ignore[typeddict-item]


async def read() -> None:
    pass


def show(app: Realtime) -> None:
    chat = surfaces.Chat(app, read, room_id=ROOM)
    assert_type(chat.room_chat, room_chat.Channel[Subscription])
    surfaces.Chat(app, read)  # type: ignore[call-arg]
"""


def test_python_is_formatted_typed_and_checked(project: Project) -> None:
    project.write_clients("python")
    assert project.call("gen").code == 0
    folder = project.folder / "clients" / "python"
    ruff = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "--no-cache", "."]
    subprocess.run(ruff, cwd=folder, check=True, capture_output=True)
    use = folder / "use.py"
    use.write_text(USE_OF_PYTHON, encoding="utf-8")
    options = ("--strict", "--warn-unused-ignores", "--follow-imports=silent", "--cache-dir", "cache")
    mypy = [sys.executable, "-m", "mypy", *options, "."]
    done = subprocess.run(mypy, cwd=folder, env=MYPY_ENVIRON, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["python", "pydantic", "msgspec"])
def test_packages_of_a_contract_without_topics_are_python(
    name: str, wire: WireContract, tmp_path: Path
) -> None:
    nothing = replace(wire, topics=(), enums=(), objects=())
    for path, text in load_emitter(name).render(nothing).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(stamp(text), encoding="utf-8")
    (package,) = (path.name for path in tmp_path.iterdir())
    for command in (
        ("ruff", "format", "--isolated", "--check", "--no-cache", "."),
        ("ruff", "check", "--isolated", "--select", "F", "--no-cache", "."),
        ("mypy", "--strict", "--follow-imports=silent", "--cache-dir", str(tmp_path.parent / "cache"), "."),
    ):
        run = [sys.executable, "-m", *command]
        done = subprocess.run(
            run, cwd=tmp_path, env=MYPY_ENVIRON, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
    script = f"import {package} as p; assert p.__all__ == [] and not hasattr(p, 'room_chat')"
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)


def test_python_refuses_parts_that_no_topic_has_and_loads_topics_when_asked(project: Project) -> None:
    project.write_clients("python")
    project.call("gen")
    script = """
import sys
import chat_realtime
assert not [name for name in sys.modules if name.startswith("chat_realtime.")]
room = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
assert chat_realtime.room_chat.topic(room) == f"room:{room}:chat"
for wrong in ("", room.upper(), f"{room}:chat", f"{room}\\n"):
    try:
        chat_realtime.room_chat.topic(wrong)
    except ValueError as error:
        assert "room_id" in str(error) and (not wrong or wrong not in str(error))
    else:
        raise SystemExit(f"{wrong!r} was taken")
"""
    subprocess.run([sys.executable, "-c", script], cwd=project.folder / "clients" / "python", check=True)
