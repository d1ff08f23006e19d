"""What PED's triggers send is what PED's clients are generated for."""

from __future__ import annotations

import importlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from pedschema.emit.emitter import load_emitter
from pedschema.emit.names import name_topics
from pedschema.emit.python.source import name_of
from pedschema.emit.shapes import describe_wire
from pedschema.probe.delivery import read_mark, read_messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.wire import WireContract
    from pedschema.probe.database import RealtimeDatabase

HERE = Path(__file__).parent
NAMES = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))
WRITES = [
    pytest.param(write, id=f"{path.stem}: {write['title']}")
    for path in sorted((HERE / "writes").glob("*.toml"))
    for write in tomllib.loads(path.read_text(encoding="utf-8"))["write"]
]
MODELS = ("pydantic", "msgspec")

pytestmark = pytest.mark.db


def _named(text: str) -> str:
    text = NAMES["rows"][text[1:]] if text.startswith("@") else text
    return re.sub(r"<(\w+)>", lambda match: NAMES["ids"][match[1]], text)


@pytest.fixture(scope="module")
def wire(realtime_contract: Catalogue) -> WireContract:
    return describe_wire(realtime_contract)


@pytest.fixture(scope="module")
def validators(wire: WireContract) -> dict[str, Draft202012Validator]:
    documents = map(json.loads, load_emitter("jsonschema").render(wire).values())
    return {document["title"]: Draft202012Validator(document) for document in documents}


@pytest.fixture(scope="module")
def packages(wire: WireContract, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    folder = tmp_path_factory.mktemp("models")
    for library in MODELS:
        for path, text in load_emitter(library).render(wire).items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    names = sorted(path.name for path in folder.iterdir())
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield names
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] in names]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def refuse(
    wire: WireContract, validators: dict[str, Draft202012Validator], packages: list[str]
) -> Callable[[str, dict[str, Any]], list[str]]:
    modules = {pattern: name_of(name) for pattern, name in name_topics(wire).items()}

    def find(pattern: str, message: dict[str, Any]) -> list[str]:
        """Return what the schema and the models of a topic have against a message."""
        refusals = [error.message for error in validators[pattern].iter_errors(message)][:1]
        for package in packages:
            try:
                importlib.import_module(f"{package}.{modules[pattern]}").parse(message)
            except ValueError as error:
                refusals.append(str(error))
        return refusals

    return find


@pytest.mark.parametrize("write", WRITES)
def test_what_a_write_tells_is_of_the_schema_and_of_the_models(
    write: dict[str, Any],
    realtime_db: RealtimeDatabase,
    realtime_contract: Catalogue,
    refuse: Callable[[str, dict[str, Any]], list[str]],
) -> None:
    for statement in write.get("after", []):
        realtime_db.connection.execute(_named(statement).encode())
    mark = read_mark(realtime_db.connection)
    _write(realtime_db, _named(write["sql"]), write.get("as", ""))
    messages = read_messages(realtime_db.connection, mark)
    assert len(messages) == len(write["tells"])
    for told in messages:
        topic = realtime_contract.topic_of(told.topic)
        assert topic is not None
        envelope = {"type": "broadcast", "event": told.event, "meta": {"id": told.id}}
        message = {**envelope, "payload": told.payload}
        assert refuse(str(topic.pattern), message) == []
        spoiled = {**message, "payload": {**told.payload, "surprise": 1}}
        assert len(refuse(str(topic.pattern), spoiled)) == 1 + len(MODELS)


def _write(database: RealtimeDatabase, statement: str, actor: str) -> None:
    if actor.startswith("<"):
        database.run_as({"sub": _named(actor), "role": "authenticated"}, statement)
    elif actor:
        database.connect(actor).execute(statement.encode())
    else:
        database.run_as({"role": "service_role"}, statement)
