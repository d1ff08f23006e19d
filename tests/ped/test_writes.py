from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from psycopg import sql

from pedschema.model.publication import Shape
from pedschema.probe.delivery import drop_reason, read_mark, read_messages

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.persona import Cast
    from pedschema.model.publication import Publication
    from pedschema.probe.database import RealtimeDatabase
    from pedschema.probe.delivery import Message

HERE = Path(__file__).parent
NAMES = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))
WRITES = [
    pytest.param(write, id=f"{path.stem}: {write['title']}")
    for path in sorted((HERE / "writes").glob("*.toml"))
    for write in tomllib.loads(path.read_text(encoding="utf-8"))["write"]
]
SIX_KEYS = {"id", "schema", "table", "operation", "record", "old_record"}

pytestmark = pytest.mark.db


def _named(text: str) -> str:
    text = NAMES["rows"][text[1:]] if text.startswith("@") else text
    return re.sub(r"<(\w+)>", lambda match: NAMES["ids"][match[1]], text)


def _write(database: RealtimeDatabase, statement: str, actor: str) -> None:
    if actor.startswith("<"):
        database.run_as({"sub": _named(actor), "role": "authenticated"}, statement)
    elif actor:
        database.connect(actor).execute(statement.encode())
    else:
        database.run_as({"role": "service_role"}, statement)


def _labelled(topic: str, cast: Cast) -> str:
    labels = {value: name for name, value in NAMES["ids"].items()}
    labels |= {value: label for samples in cast.samples.values() for label, value in samples.items()}
    return ":".join(f"<{labels[part]}>" if part in labels else part for part in topic.split(":"))


@pytest.mark.parametrize("write", WRITES)
def test_write_tells_exactly_these_topics_exactly_the_declared_columns(
    write: dict[str, Any],
    realtime_db: RealtimeDatabase,
    realtime_contract: Catalogue,
    realtime_cast: Cast,
) -> None:
    for statement in write.get("after", []):
        realtime_db.connection.execute(_named(statement).encode())
    mark = read_mark(realtime_db.connection)

    _write(realtime_db, _named(write["sql"]), write.get("as", ""))

    messages = read_messages(realtime_db.connection, mark)
    told = sorted(f"{_labelled(message.topic, realtime_cast)} {message.event}" for message in messages)
    assert told == sorted(write["tells"])
    for message in messages:
        _check_payload(message, realtime_contract)
        assert drop_reason(message, realtime_contract.contract.limits.payload_bytes) == ""


def test_rows_written_as_they_were_are_no_news(
    realtime_db: RealtimeDatabase, realtime_contract: Catalogue
) -> None:
    for row in (
        "teams",
        "pick",
        "event",
        "vote",
        "captain",
        "confirmed_result",
        "review",
        "rating",
        "message",
    ):
        realtime_db.connection.execute(_named(f"@{row}").encode())
    realtime_db.connection.execute(_named("@reaction").encode())
    mark = read_mark(realtime_db.connection)

    for table in sorted({publication.table for publication in realtime_contract.publications}):
        found = realtime_contract.lock.table(table)
        assert found is not None
        columns = sql.SQL(", ").join(
            sql.SQL("{0} = {0}").format(sql.Identifier(column.name)) for column in found.columns
        )
        name = sql.Identifier(table.schema, table.name)
        updated = realtime_db.connection.execute(sql.SQL("update {} set {}").format(name, columns))
        assert updated.rowcount > 0

    assert read_messages(realtime_db.connection, mark) == ()


def test_writes_reach_every_event_of_every_publication(realtime_contract: Catalogue) -> None:
    told = {tuple(line.split()) for write in WRITES for line in write.values[0]["tells"]}
    reached = {(_pattern(topic, realtime_contract), event) for topic, event in told}
    declared = {
        (str(publication.topic), event)
        for publication in realtime_contract.publications
        for event in publication.events
    }

    assert reached == declared


def _pattern(label: str, catalogue: Catalogue) -> str:
    topic = re.sub(r"<\w+>", "00000000-0000-4000-8000-000000000000", label)
    declared = catalogue.topic_of(topic)
    assert declared is not None
    return str(declared.pattern)


def _check_payload(message: Message, catalogue: Catalogue) -> None:
    publication = _publication(message, catalogue)
    columns = {column.name for column in publication.columns}
    payload = message.payload
    assert payload["id"] == message.id
    assert (payload["schema"], payload["table"]) == (publication.table.schema, publication.table.name)
    if str(message.event).endswith(".REFETCH"):
        assert set(payload) == {"id", "schema", "table", "operation", "count"}
        return
    if publication.shape is Shape.GROUPED:
        assert set(payload) == {"id", "schema", "table", "operation", "records", "old_records"}
        records, old_records = payload["records"] or [], payload["old_records"] or []
    else:
        assert set(payload) == SIX_KEYS
        records = [payload["record"]] if payload["record"] else []
        old_records = [payload["old_record"]] if payload["old_record"] else []
    old = publication.old_update if payload["operation"] == "UPDATE" else publication.old_delete
    assert {frozenset(record) for record in records} <= {frozenset(columns)}
    assert {frozenset(record) for record in old_records} <= {frozenset(old)}


def _publication(message: Message, catalogue: Catalogue) -> Publication:
    topic = catalogue.topic_of(message.topic)
    assert topic is not None
    (found,) = [each for each in topic.publications if message.event in each.events]
    return found
