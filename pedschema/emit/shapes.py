"""The wire of a whole contract, from what it declares and what schema.lock has seen."""

from __future__ import annotations

__all__ = ["describe_wire"]

from dataclasses import replace
from typing import TYPE_CHECKING

from pedschema.emit.formats import FORMATS
from pedschema.emit.types import Types
from pedschema.errors import ContractError, Mistake
from pedschema.model.publication import Shape
from pedschema.model.table import Column
from pedschema.model.wire import Event, EventKind, Field, Record, Text, Variant, WireContract, WireTopic
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pedschema.model.catalogue import Catalogue
    from pedschema.model.publication import Projected, Publication
    from pedschema.model.table import Table
    from pedschema.model.topic import Topic


def describe_wire(catalogue: Catalogue) -> WireContract:
    """Return what every topic, event, record and type of the contract is on the wire.

    The trigger functions are rendered from the same publications: a record has the columns in the order
    and of the types that `sql/shapes` projects.

    Raises:
        ContractError: schema.lock does not know a type that a record is made of.
    """
    types = Types(catalogue.lock)
    topics = tuple(_describe_topic(catalogue, types, topic) for topic in catalogue.topics)
    objects = types.list_objects("schema.lock")
    limits = catalogue.contract.limits
    return WireContract(
        name=catalogue.contract.name,
        realtime=catalogue.contract.realtime,
        payload_bytes=limits.payload_bytes,
        channels_per_client=limits.channels_per_client,
        enums=types.list_enums(),
        objects=objects,
        topics=topics,
    )


def _describe_topic(catalogue: Catalogue, types: Types, topic: Topic) -> WireTopic:
    events: dict[str, Event] = {}
    for publication in topic.publications:
        for event in _describe_publication(catalogue, types, publication):
            _add(events, event, publication)
    for sent in topic.client_events:
        record = Record(tuple(types.describe(each, topic.where) for each in sent.fields))
        events[sent.name] = Event(sent.name, EventKind.CLIENT, None, (Variant("", record),))
    return WireTopic(
        pattern=str(topic.pattern),
        parts=topic.pattern.parts,
        feature=topic.feature,
        summary=topic.summary,
        surfaces=topic.surfaces,
        replaces=topic.replaces,
        read=topic.read,
        write=topic.write,
        presence=topic.presence,
        budget=topic.budget,
        events=tuple(events[name] for name in sorted(events)),
        replay=topic.replay,
    )


def _add(events: dict[str, Event], event: Event, publication: Publication) -> None:
    """Add the event of a publication; two publications may send one event if it is the same.

    Raises:
        ContractError: clients could not tell which payload comes.
    """
    other = events.setdefault(event.name, event)
    if replace(other, sunset="") != replace(event, sunset=""):
        what = f'the event "{event.name}" of "{publication.topic}" is sent by two publications that differ'
        fix = "give one of them an event of its own, or the same table, columns and old"
        raise ContractError(Mistake(publication.where, what, fix, "event-ambiguous"))
    # The event goes on as long as one of them does.
    last = max(other.sunset, event.sunset) if other.sunset and event.sunset else ""
    events[event.name] = replace(event, sunset=last)


def _describe_publication(catalogue: Catalogue, types: Types, publication: Publication) -> Iterator[Event]:
    table = catalogue.lock.table(publication.table)
    where = publication.where
    fields = (_describe_column(types, table, column, where) for column in publication.columns)
    record = Record(tuple(fields))
    variants = _describe_variants(publication, record)
    match publication.shape:
        case Shape.DERIVED:
            yield _event(publication, publication.event, EventKind.CHANGE, [Variant("UPDATE", record)])
        case Shape.GROUPED:
            told = [replace(variant, operation=name) for name, variant in variants.items()]
            counted = [Variant(name, None) for name in variants]
            yield _event(publication, f"{publication.event}.GROUP", EventKind.GROUP, told)
            yield _event(publication, f"{publication.event}.REFETCH", EventKind.REFETCH, counted)
        case Shape.ROW | Shape.EACH:
            named: dict[str, list[Variant]] = {}
            for operation, variant in variants.items():
                named.setdefault(publication.event_of(operation), []).append(variant)
            for name, told in named.items():
                yield _event(publication, name, EventKind.CHANGE, told)


def _describe_variants(publication: Publication, record: Record) -> dict[str, Variant]:
    """Return what becomes of a row, sorted by name; one that moves leaves a topic and comes to another."""
    deleted = Variant("DELETE", None, record.keep(publication.old_delete))
    known = {
        "DELETE": deleted,
        "INSERT": Variant("INSERT", record),
        "REMOVED": deleted,
        "UPDATE": Variant("UPDATE", record, record.keep(publication.old_update)),
    }
    moved = {"INSERT", "REMOVED"} if publication.moves else set()
    names = moved | {str(operation) for operation in publication.on}
    return {name: variant for name, variant in known.items() if name in names}


def _event(publication: Publication, name: str, kind: EventKind, variants: Iterable[Variant]) -> Event:
    return Event(name, kind, publication.table, tuple(variants), publication.sunset)


def _describe_column(types: Types, table: Table | None, column: Projected, where: str) -> Field:
    """Return the key of a record: as the table has it, as its text, or as the contract computes it."""
    known = table.column(column.name) if table else None
    plain = f"row.{identifier(column.name)}"
    if known and column.sql == plain:
        return types.describe(known, where)
    if known and column.sql == f"{plain}::text":
        field = types.describe(known, where)
        return replace(field, wire=Text(field.wire.kind if field.wire.kind in FORMATS else ""))
    made = Column(column.name, column.type, column.nullable, dimensions=column.dimensions)
    return types.describe(made, where)
