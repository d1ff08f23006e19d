"""A contract whose every name is meant to break generated code."""

from __future__ import annotations

from dataclasses import replace

from pedschema.model.names import QualifiedName
from pedschema.model.topic import Budget, TopicPattern
from pedschema.model.wire import (
    Array,
    Boolean,
    Event,
    EventKind,
    Field,
    Float,
    Integer,
    Json,
    Map,
    Null,
    Numeric,
    Record,
    Reference,
    Text,
    Variant,
    Wire,
    WireContract,
    WireEnum,
    WireObject,
    WireTopic,
)

NAMES = (
    *("id", "ID", "Id", "i d", "i-d", "i_d", "1d", "class", "async", "from", "def", "match", "None", "true"),
    *("__proto__", "constructor", "toString", "hasOwnProperty", "__init__", "__x", "self", "schema", "json"),
    *("model_config", "copy", "meta", "payload", "event", "type", "record", "default", "function", "new"),
    *('quote"d', "apo'strophe", "back\\slash", "tab\there", "line\nfeed", "nul\x01l", "del\x7f", "*/", "//"),
    *("`tick${x}`", "$ref", "#/$defs/x", "<!--", "-->", '"""', "'''", "\u2028", "\u2029", "\ufeff", "\u202e"),
    *("日本", "é", "e\u0301", "🎉", "ß", "\u017f", "K", "x" * 63, "{brace}", "%s", "a|b", "a:b", ""),
    *("Companion", "companion", "component1", "getClass", "place", "String", "Map", "kotlin", "java", "it"),
)
KINDS = (
    *(
        Boolean(),
        Integer(16),
        Integer(64),
        Float(64),
        Numeric(10, 2),
        Numeric(),
        Text(),
        Json(),
        Map(),
        Null(),
    ),
    *(
        Text(name)
        for name in ("uuid", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "bytea")
    ),
    *(Text("integer"), Text("numeric"), Array(Text(), 2), Array(Integer(32), nullable=False)),
)
MOODS = QualifiedName("public", 'mo"od\\s')
OTHER = QualifiedName("other", 'mo"od\\s')
POINTS = QualifiedName("public", "mood s")
LABELS = (
    "",
    "so-so",
    'in "love"',
    "it's",
    "back\\slash",
    "new\nline",
    "日本",
    "🎉",
    "*/",
    "`${x}`",
    "\u2028",
    "companion",
    "known",
    "read",
    "label",
    "string",
)
TABLE = QualifiedName("public", 'ta"ble\\s')


TAKEN = (
    *(
        "pg_float",
        "pg_map",
        "pg_decimal",
        "none",
        "true",
        "any",
        "literal",
        "TypedDict",
        "type_alias",
        "meta",
    ),
    *("model", "channel", "channel_like", "label", "field", "report", "any_message", "messages_record"),
    *(
        "messages_insert_message",
        "messages_insert_payload",
        "chat_message",
        "chat_message_type",
        "ChatMessage",
    ),
    *(
        "union",
        "PATTERN",
        "EVENTS",
        "TEXTS",
        "LABEL",
        "final",
        "callable",
        "message",
        "events",
        "parts",
        "json",
    ),
    *("record", "promise", "string", "array", "object", "Record", "Partial", "shape"),
)
"""Enums that are called like something that generated code has already."""


def make_events(whole: Record, some: Record) -> tuple[Event, ...]:
    names = ("messages.INSERT", "messages.insert.", "messages INSERT", 'quote"d', "日本", "🎉", "class", "1")
    events = [Event(name, EventKind.CHANGE, TABLE, (Variant("INSERT", whole),)) for name in names]
    grouped = tuple(
        Variant(operation, None if operation == "DELETE" else whole, some if operation != "INSERT" else None)
        for operation in ("DELETE", "INSERT", "REMOVED", "UPDATE")
    )
    events.append(Event("grouped.GROUP", EventKind.GROUP, TABLE, grouped))
    counted = tuple(Variant(each.operation, None) for each in grouped)
    events.append(Event("grouped.REFETCH", EventKind.REFETCH, TABLE, counted))
    return tuple(sorted(events, key=lambda event: event.name))


def make_hostile_wire() -> WireContract:
    """Return the contract; every event name and pattern collides with another in some language."""
    references = (Reference(MOODS), Reference(OTHER), Array(Reference(POINTS)), Array(Reference(MOODS), 2))
    kinds = (*KINDS, *references)
    fields = tuple(
        Field(name, kinds[place % len(kinds)], nullable=place % 3 == 0, type="text")
        for place, name in enumerate(NAMES)
    )
    events = make_events(Record(fields), Record(fields[:1]))
    sent = Event("typ'ing", EventKind.CLIENT, None, (Variant("", Record(fields)),))
    empty = Event("ping", EventKind.CLIENT, None, (Variant("", Record(())),))
    topics = (
        replace(_make_topic("class:{from:uuid}:{self:text}:{since_now:text}", events), replay=25),
        _make_topic("class", events[:1]),
        _make_topic("room-a:{client:bigint}", (empty, sent), write=("authenticated",)),
        _make_topic("room_a:{topic:bigint}:x", ()),
        _make_topic("room-a:x:{callback:bigint}", (sent,), write=("authenticated",)),
    )
    return WireContract(
        name="1 class",
        realtime="2.129.8",
        payload_bytes=256_000,
        channels_per_client=100,
        enums=(WireEnum(OTHER, LABELS), WireEnum(MOODS, LABELS)),
        objects=(WireObject(POINTS, Record((*fields[:5], Field("at", Reference(MOODS), nullable=True)))),),
        topics=tuple(sorted(topics, key=lambda topic: topic.pattern)),
    )


def _make_topic(pattern: str, events: tuple[Event, ...], write: tuple[str, ...] = ()) -> WireTopic:
    return WireTopic(
        pattern=pattern,
        parts=TopicPattern.parse(pattern).parts,
        feature="hostile",
        summary='What */ """ \\ `${x}` <!-- 日本 says "so"',
        surfaces=('Scr"een\\', "*/", "日本", "🎉"),
        replaces=("use`Hook`",),
        read=("authenticated",),
        write=write,
        presence=bool(write),
        budget=Budget(80, 1000, 0.5, 8, 14),
        events=events,
    )


def make_wide_wire(hostile: WireContract) -> WireContract:
    """Return a contract whose names are as long as PostgreSQL has them, or are names that TypeScript uses."""
    names = [f"{'a' * size}{each}" for size in range(20, 64 - 1) for each in ("", "é", "-")]
    long = QualifiedName("public", "m" * 63)
    wires: list[Wire] = [
        Text("timestamptz"),
        Reference(long),
        Array(Reference(long)),
        Array(Integer(64), 2),
        Array(Reference(long), 3),
    ]
    fields = tuple(
        Field(name, wires[place % len(wires)], nullable=place % 2 == 0) for place, name in enumerate(names)
    )
    taken = ["array", "json", "meta", "pg_float", "shape", "events", "parts", "record", "object", "message"]
    enums = [WireEnum(QualifiedName("public", name), ("a", "b")) for name in taken]
    sizes = [WireEnum(QualifiedName("public", f"size{n}"), ("a" * n, "b" * n)) for n in range(20, 64)]
    enums += [*sizes, WireEnum(long, ("l" * 63, "é" * 31)), WireEnum(QualifiedName("public", "z"), ("z",))]
    own = tuple(Field(name, Reference(QualifiedName("public", name)), nullable=False) for name in taken)
    table = QualifiedName("public", "t" * 63)
    whole = Record((*fields, *own))
    variants = (Variant("DELETE", None, Record(fields[:1])), Variant("INSERT", whole))
    topics = []
    for size in range(1, 40, 3):
        event = Event(f"{'e' * size}.GROUP", EventKind.GROUP, table, variants)
        pattern = f"{'p' * size}:{{await:uuid}}:{'q' * size * 2}:{{{'n' * size}:text}}"
        parts = TopicPattern.parse(pattern).parts
        surfaces = tuple(f"{'s' * size}{n}" for n in range(4))
        topics.append(
            replace(hostile.topics[0], pattern=pattern, parts=parts, events=(event,), surfaces=surfaces)
        )
    return replace(
        hostile,
        enums=tuple(sorted(enums, key=lambda each: each.name)),
        objects=(WireObject(QualifiedName("public", "whole"), whole),),
        topics=(*(each for each in hostile.topics if not each.events), *topics),
    )


def make_colliding_wire() -> WireContract:
    """Return a contract whose enums, events and topics are called like what generated code has already."""
    names = [QualifiedName("public", name) for name in TAKEN]
    fields = tuple(Field(each.name, Reference(each), nullable=False) for each in names)
    changes = (
        "any",
        "messages.INSERT",
        "any.INSERT",
        "message",
        "topic",
        "on",
        "channel",
        "people.GROUP.INSERT",
    )
    events = [
        Event(name, EventKind.CHANGE, TABLE, (Variant("INSERT", Record(fields[place:])),))
        for place, name in enumerate(changes)
    ]
    variants = (Variant("DELETE", None, Record(fields[:2])), Variant("INSERT", Record(fields)))
    events.append(Event("people.GROUP", EventKind.GROUP, TABLE, variants))
    told = tuple(sorted(events, key=lambda event: event.name))
    sent = tuple(
        Event(name, EventKind.CLIENT, None, (Variant("", Record(fields[:size])),))
        for size, name in ((4, "any"), (5, "record"))
    )
    files = ("_types", "_channel", "_model", "__init__", "surfaces", "index", "types", "contract", "validate")
    topics = [_make_topic(pattern, told) for pattern in (*files, "typing", "_types:{x:uuid}")]
    pattern = "sent:{self:uuid}:{topic:text}:{event:text}"
    topics.append(_make_topic(pattern, sent, write=("authenticated",)))
    return WireContract(
        name="app",
        realtime="2.129.8",
        payload_bytes=256_000,
        channels_per_client=100,
        enums=tuple(WireEnum(name, ("a", "b")) for name in sorted(names)),
        objects=(),
        topics=tuple(sorted(topics, key=lambda topic: topic.pattern)),
    )
