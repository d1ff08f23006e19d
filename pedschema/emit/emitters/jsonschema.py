"""JSON Schema 2020-12: one file a topic, for validators and for generators of other languages."""

from __future__ import annotations

__all__ = ["render"]

from typing import TYPE_CHECKING, Any

from pedschema.emit.names import digest
from pedschema.emit.schema import DIALECT, FOLDER, Schemas
from pedschema.emit.stamp import MARK
from pedschema.emit.text import render_json

if TYPE_CHECKING:
    from pedschema.emit.names import Names, TopicNames


def render(names: Names) -> dict[str, str]:
    """Return `<topic>.schema.json` for each topic: whatever a channel of that topic can receive."""
    schemas = Schemas(names.wire, names.types)
    return {f"{each.stem}.schema.json": _render(schemas, each) for each in names.topics}


def _render(schemas: Schemas, named: TopicNames) -> str:
    records = {record: _name_record(name, named, schemas) for record, name in named.records.items()}
    references = {record: f"{FOLDER}{name}" for record, name in records.items()}
    described = {name: schemas.describe_record(record) for record, name in records.items()}
    document = {
        "$comment": MARK,
        "$schema": DIALECT,
        "title": named.topic.pattern,
        "description": named.topic.summary,
        **_either([schemas.describe_message(event, references) for event in named.topic.events]),
        "$defs": dict(sorted((described | schemas.find_types(records)).items())),
    }
    return render_json(document)


def _name_record(name: str, named: TopicNames, schemas: Schemas) -> str:
    """Return what the record is called among the types, which may be called like it."""
    return f"{name}_{digest(named.topic.pattern)}" if name in schemas.types else name


def _either(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what admits the messages; a topic of presence alone has none."""
    return {"oneOf": messages} if messages else {"not": {}}
