"""What triggers send for real writes is what the types of the same contract say, event for event."""

from __future__ import annotations

import importlib
import json
import sys
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from pedschema.catalogue.load import load_catalogue
from pedschema.catalogue.lock import render_lock
from pedschema.emit.emitter import load_emitter
from pedschema.emit.names import name_topics
from pedschema.emit.python.source import name_of
from pedschema.emit.shapes import describe_wire
from pedschema.introspect import read_lock
from pedschema.platform import SUPERUSER, PlatformServer, create_database
from pedschema.probe.delivery import read_mark, read_messages
from pedschema.sql.declare import render_owned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pedschema.model.wire import WireContract

pytestmark = pytest.mark.db

HERE = Path(__file__).parent
MODELS = ("pydantic", "msgspec")
ROOM, OTHER, SHUT = (f"{n}0000000-0000-4000-8000-000000000000" for n in (1, 2, 3))
PEOPLE = "select '{}'::uuid, format('00000000-0000-4000-8000-%s', lpad(n::text, 12, '0'))::uuid, {}"
MESSAGE = "'a0000000-0000-4000-8000-000000000001'"
AUTHOR = "'00000000-0000-4000-8000-000000000001'"
ROOMS = f"""insert into public.rooms (id, name, is_open)
    values ('{ROOM}', 'one', true), ('{OTHER}', 'two', true), ('{SHUT}', 'three', false)"""
RICH = f"""insert into public.messages values ({MESSAGE}, '{ROOM}', {AUTHOR}, 'hi', '{{1,null}}', 'sad',
    '{{"a": [null]}}', 4503599627370497, 12345678901234567890.10, 'NaN')"""
POOR = f"""insert into public.messages (id, room_id, content, total)
    values ('a0000000-0000-4000-8000-000000000002', '{ROOM}', '', -1)"""
WRITES = (
    ROOMS,
    f"update public.rooms set name = 'One' where id = '{ROOM}'",
    f"update public.rooms set is_open = true where id = '{SHUT}'",
    f"update public.rooms set is_open = false where id = '{SHUT}'",
    f"insert into public.members {PEOPLE.format(ROOM, 'n')} from generate_series(1, 2) n",
    f"insert into public.members {PEOPLE.format(ROOM, 'null')} from generate_series(3, 9) n",
    "update public.members set seat = 9 where seat = 1",
    "update public.members set seat = 1",
    f"update public.members set room_id = '{OTHER}' where profile_id = {AUTHOR}",
    f"update public.members set room_id = '{SHUT}' where room_id = '{ROOM}'",
    f"delete from public.members where room_id = '{OTHER}'",
    "delete from public.members",
    RICH,
    POOR,
    "update public.messages set content = 'ho', price = 'Infinity', weight = 1.50, marks = '{1,2}'",
    "update public.messages set hidden_at = now()",
    "update public.messages set hidden_at = null",
    f"update public.messages set room_id = '{OTHER}'",
    "delete from public.messages",
    "delete from public.rooms",
)


@dataclass(frozen=True)
class Told:
    """What every write told, and the wire of the contract that it was told by."""

    wire: WireContract
    messages: tuple[tuple[str, dict[str, Any]], ...]


def write_lock(url: str, path: Path) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)
    with engine.connect() as reading:
        reading.exec_driver_sql("SET LOCAL search_path = ''")
        path.write_text(render_lock(read_lock(reading, ["public"])), encoding="utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("contract") / "policies"
    for path in (HERE / "contract").rglob("*.*"):
        target = folder / path.relative_to(HERE / "contract")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    with PlatformServer() as server:
        create_database(server.url(user=SUPERUSER), "shapes")
        url = server.url("shapes")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute((HERE / "contract_tables.sql").read_bytes())
            write_lock(url, folder / "schema.lock")
            catalogue = load_catalogue(folder)
            connection.execute("set search_path = ''")
            for owned in render_owned(catalogue, {}):
                for statement in owned.sql:
                    connection.execute(statement.encode())
            mark = read_mark(connection)
            for write in WRITES:
                connection.execute(write.encode())
            sent = read_messages(connection, mark)
        messages = []
        for each in sent:
            topic = catalogue.topic_of(each.topic)
            assert topic is not None
            message = {"type": "broadcast", "event": each.event, "meta": {"id": each.id}}
            messages.append((str(topic.pattern), {**message, "payload": each.payload}))
        yield Told(describe_wire(catalogue), tuple(messages))


@pytest.fixture(scope="module")
def refuse(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., list[str]]]:
    documents = map(json.loads, load_emitter("jsonschema").render(told.wire).values())
    validators = {document["title"]: Draft202012Validator(document) for document in documents}
    folder = tmp_path_factory.mktemp("shapes")
    for path, text in (
        pair for library in MODELS for pair in load_emitter(library).render(told.wire).items()
    ):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    packages = sorted(path.name for path in folder.iterdir())
    names = {pattern: name_of(name) for pattern, name in name_topics(told.wire).items()}

    def find(pattern: str, message: dict[str, Any]) -> list[str]:
        """Return what the schema and the models of a topic have against a message."""
        found = [error.message for error in validators[pattern].iter_errors(message)][:1]
        for package in packages:
            try:
                importlib.import_module(f"{package}.{names[pattern]}").parse(message)
            except ValueError as error:
                found.append(str(error))
        return found

    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield find
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
        del sys.modules[name]


def test_every_event_and_operation_that_is_declared_is_sent_and_no_other(told: Told) -> None:
    declared = {
        (topic.pattern, event.name, variant.operation)
        for topic in told.wire.topics
        for event in topic.events
        for variant in event.variants
    }
    sent = {
        (pattern, message["event"], message["payload"]["operation"]) for pattern, message in told.messages
    }
    assert sent == declared


def test_schema_and_models_take_every_message(told: Told, refuse: Callable[..., list[str]]) -> None:
    refused = [(each, refuse(*each)) for each in told.messages if refuse(*each)]
    assert refused == []


def test_schema_and_models_refuse_a_key_more_or_less(told: Told, refuse: Callable[..., list[str]]) -> None:
    for pattern, message in told.messages:
        for spoilt in spoil(message):
            assert len(refuse(pattern, spoilt)) == 1 + len(MODELS), spoilt


def spoil(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the message with a key more, and with each key less, of its payload and of its records."""
    payload = message["payload"]
    yield {**message, "payload": {**payload, "surprise": 1}}
    for key in payload.keys() - {"id"}:
        yield {**message, "payload": {name: value for name, value in payload.items() if name != key}}
    for side in ("record", "old_record", "records", "old_records"):
        rows = payload.get(side) or []
        for key in rows[0] if isinstance(rows, list) and rows else rows:
            made = deepcopy(message)
            record = made["payload"][side]
            del (record[0] if isinstance(record, list) else record)[key]
            yield made
