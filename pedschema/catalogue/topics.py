"""`channels.toml` of every feature → topics."""

from __future__ import annotations

__all__ = ["Channels", "load_channels"]

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pedschema.catalogue.publications import load_publication
from pedschema.catalogue.record import load_fields
from pedschema.catalogue.shapes.channels import ChannelsShape, TopicShape
from pedschema.catalogue.sources import Place
from pedschema.catalogue.toml import Document, load_document, validate, validate_data
from pedschema.model.names import QualifiedName
from pedschema.model.topic import MAX_TOPIC_BYTES, Budget, ClientEvent, Topic, TopicPattern

if TYPE_CHECKING:
    from pathlib import Path

    from pedschema.catalogue.context import Context


@dataclass(slots=True)
class Channels:
    """What all features declare together.

    Attributes:
        broken: topics that are declared and have mistakes, as policies write their patterns; nothing
            more is said about policies that name them.
        published: tables that are published, broken or not, and where.
        complete: whether every file could be read, so that what is missing is really missing.
    """

    topics: list[Topic] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    published: dict[QualifiedName, str] = field(default_factory=dict)
    complete: bool = True


def load_channels(context: Context, feature: Path, channels: Channels) -> None:
    """Add the topics of one feature's folder to `channels`; a folder without the file adds none.

    Raises:
        ContractError: the file cannot be read or is no TOML.
    """
    path = feature / "channels.toml"
    if not path.exists():
        return
    channels.complete, complete = False, channels.complete
    document = load_document(path)
    channels.complete = complete
    declared = document.data.get("topic")
    patterns = list(declared) if isinstance(declared, dict) else []
    with context.mistakes.collecting():
        rest = document.data | ({"topic": {}} if isinstance(declared, dict) else {})
        validate_data(document, ChannelsShape, rest)
    for written in patterns:
        _note_published(document, written, channels)
        topic = None
        with context.mistakes.collecting():
            shape = validate(document, TopicShape, "topic", written)
            topic = _load_topic(context, Place(document, ("topic", written)), shape, feature.name)
        if topic:
            channels.topics.append(topic)
        else:
            channels.broken.add(_untype(written))


def _load_topic(context: Context, place: Place, shape: TopicShape, feature: str) -> Topic | None:
    written = str(place.keys[-1])
    try:
        pattern = TopicPattern.parse(written)
    except ValueError as error:
        what = f'the topic "{written}" is no pattern: {error}'
        fix = 'write literals and "{name:type}" parts joined by ":"'
        context.mistakes.add(place.where(), what, fix=fix, id="topic-pattern")
        return None
    _check_topic(context, place, shape, pattern)
    surfaces = tuple(shape.surfaces)
    found = [
        load_publication(
            context, Place(place.document, (*place.keys, "publish", number)), publish, pattern, surfaces
        )
        for number, publish in enumerate(shape.publish)
    ]
    return Topic(
        pattern=pattern,
        feature=feature,
        summary=shape.summary,
        surfaces=surfaces,
        read=tuple(shape.read),
        write=tuple(shape.write),
        presence=shape.presence,
        replay=shape.replay,
        budget=Budget(**shape.budget.model_dump()),
        publications=tuple(publication for publication in found if publication),
        client_events=_load_client_events(context, place, shape),
        replaces=tuple(shape.replaces),
        where=place.where(),
    )


def _load_client_events(context: Context, place: Place, shape: TopicShape) -> tuple[ClientEvent, ...]:
    keys = (*place.keys, "client_events")
    return tuple(
        ClientEvent(name, load_fields(context, fields, Place(place.document, (*keys, name))))
        for name, fields in shape.client_events.items()
    )


def _check_topic(context: Context, place: Place, shape: TopicShape, pattern: TopicPattern) -> None:
    add = context.mistakes.add
    if pattern.max_bytes > MAX_TOPIC_BYTES:
        what = f"a filled topic can have {pattern.max_bytes} bytes, Realtime takes {MAX_TOPIC_BYTES}"
        add(place.where(), what, fix="shorten the pattern", id="topic-too-long")
    if shape.write and shape.publish:
        what = f'the topic "{pattern}" is written by clients and fed by a table, receivers cannot tell which'
        fix = "give the clients' events a topic of their own"
        add(place.where("write"), what, fix=fix, id="topic-writable-fed")
    if shape.write and not shape.client_events:
        what = f'the topic "{pattern}" is written by clients and names no event of theirs'
        add(place.where("write"), what, fix="list them in client_events", id="client-events-missing")
    if shape.client_events and not shape.write:
        what = f'the topic "{pattern}" names events of clients and lets no client write'
        fix = "name the roles in write, or remove client_events"
        add(place.where("client_events"), what, fix=fix, id="client-events-unwritable")
    if shape.replay and not shape.publish:
        what = f'the topic "{pattern}" asks for replay, and messages of clients are not kept'
        add(place.where("replay"), what, fix="remove replay", id="topic-replay-unfed")
    if shape.budget.max_wait_ms < shape.budget.refetch_ms:
        what = "max_wait_ms is below refetch_ms: the window could never end on its own"
        add(place.where("budget", "max_wait_ms"), what, fix="raise max_wait_ms", id="budget-max-wait")


def _untype(written: str) -> str:
    """Return a pattern, maybe a broken one, as policies write it."""
    return re.sub(r"\{([^{}:]*):[^{}]*\}", r"{\1}", written)


def _note_published(document: Document, written: str, channels: Channels) -> None:
    """Note the tables that a topic names, whether or not the rest of it is right."""
    topic: Any = document.data["topic"][written]
    publish = topic.get("publish") if isinstance(topic, dict) else None
    for number, publication in enumerate(publish if isinstance(publish, list) else ()):
        table = publication.get("table") if isinstance(publication, dict) else None
        if isinstance(table, str):
            with suppress(ValueError):
                name = QualifiedName.parse(table)
                where = document.where("topic", written, "publish", number, "table")
                channels.published.setdefault(name, where)
