"""One `publish` table of a topic → a Publication."""

from __future__ import annotations

__all__ = ["load_publication"]

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.catalogue.fragments import Fragments
from pedschema.catalogue.mistakes import suggest
from pedschema.catalogue.record import load_record
from pedschema.catalogue.shapes.channels import OldShape
from pedschema.catalogue.sources import Place, Sources, load_key, load_lookups
from pedschema.model.publication import Operation, Projected, Publication, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pedschema.catalogue.context import Context
    from pedschema.catalogue.shapes.channels import PublishShape
    from pedschema.model.table import Table
    from pedschema.model.topic import TopicPattern

_LONGEST_VERSION = "_v99"


@dataclass(frozen=True, slots=True)
class _Told:
    """What the record carries, and the columns of the table behind it."""

    columns: tuple[Projected, ...]
    old_update: tuple[str, ...]
    old_delete: tuple[str, ...]
    changed: tuple[str, ...]
    references: frozenset[str]
    watch: frozenset[str]


def load_publication(
    context: Context, place: Place, shape: PublishShape, pattern: TopicPattern, surfaces: tuple[str, ...]
) -> Publication | None:
    """Return the publication, or None after noting that its table does not exist."""
    publication = _load(context, place, shape, pattern, surfaces)
    if publication is not None:
        _check_events(context, place, shape, publication)
    return publication


def _load(
    context: Context, place: Place, shape: PublishShape, pattern: TopicPattern, surfaces: tuple[str, ...]
) -> Publication | None:
    table = context.find_table(shape.table, place.where("table"))
    sources = Sources(context, {"row": table})
    lookups, for_lookups = load_lookups(sources, shape.lookup, place)
    key, for_key = load_key(sources, shape, pattern, place)
    told = _load_told(sources, shape, place, for_key | for_lookups)
    _check_shape(context, place, shape, table)
    name = _load_name(context, place, shape, pattern)
    if table is None:
        return None
    return Publication(
        name=name,
        topic=pattern,
        table=table.name,
        shape=Shape(shape.shape),
        on=tuple(operation for operation in Operation if operation.lower() in shape.on),
        key=key,
        columns=told.columns,
        old_update=told.old_update,
        old_delete=told.old_delete,
        changed=told.changed,
        audience=shape.audience.strip(),
        when=shape.when.strip(),
        lookups=lookups,
        references=_in_order(table, told.references),
        primary_key=table.primary_key,
        event=shape.event or table.name.name,
        surfaces=surfaces,
        refetch_above=shape.refetch_above or context.defaults.refetch_above,
        chunk_bytes=shape.chunk_bytes or context.defaults.chunk_bytes,
        key_references=_in_order(table, for_key),
        watch=_in_order(table, told.watch) if "update" in shape.on else (),
        sunset=shape.sunset.isoformat() if shape.sunset else "",
        named=tuple(sorted((operation.upper(), name) for operation, name in shape.events.items())),
        where=place.where(),
    )


def _check_events(context: Context, place: Place, shape: PublishShape, publication: Publication) -> None:
    add = context.mistakes.add
    if shape.events and shape.shape in {"grouped", "derived"}:
        what = f'"events" has no meaning for shape "{shape.shape}"'
        add(place.where("events"), what, fix="name them by event", id="events-shape")
        return
    for operation in shape.events:
        if operation.upper() not in publication.told:
            what = f'"{operation}" in events is never told by this publication'
            add(place.where("events", operation), what, fix="remove it", id="events-untold")
    names = {operation: publication.event_of(operation) for operation in ("DELETE", "REMOVED")}
    if len({*names.values()}) == 1 and {*names} <= {*publication.told}:
        what = f'rows that are deleted and rows that leave the topic have one event, "{names["DELETE"]}"'
        add(place.where("events"), what, fix="give removed another name", id="events-same")


def _load_told(sources: Sources, shape: PublishShape, place: Place, addressed: frozenset[str]) -> _Told:
    context, table = sources.context, sources.relations["row"]
    columns, needs = load_record(sources, shape, place)
    if shape.audience.strip():
        addressed |= sources.read_sql(shape.audience, place.where("audience")).row
    if shape.when.strip():
        Fragments(context, {"new": table, "old": table}).parse(shape.when.strip(), place.where("when"))
    old_update, old_delete = _load_old(context, place, shape, table, columns)
    changed = _load_changed(context, place, shape, table, columns)
    derived = shape.shape == "derived"
    behind = frozenset(changed) if derived else frozenset[str]().union(*(needs[name] for name in changed))
    plain = frozenset(name for name in needs if shape.shape == "row" and name not in shape.computed)
    read = addressed.union(*(needs[name] for name in needs.keys() - plain))
    _check_virtual(context, place, table, read | behind if derived else read)
    return _Told(
        columns, old_update, old_delete, changed, addressed.union(*needs.values()), addressed | behind
    )


def _check_virtual(context: Context, place: Place, table: Table | None, read: frozenset[str]) -> None:
    """Note virtual columns that a trigger function would calculate with (PostgreSQL 18).

    They are NULL in a row trigger, and an error in what a statement trigger reads, which loses the message.
    """
    for column in table.columns if table else ():
        if column.generated == "virtual" and column.name in read:
            what = f'the column "{column.name}" is virtual: a trigger sees no value of it'
            fix = "make it STORED, or compute it from the columns that it is made of"
            context.mistakes.add(place.where(), what, fix=fix, id="column-virtual")


def _in_order(table: Table, names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(column.name for column in table.columns if column.name in wanted)


def _check_shape(context: Context, place: Place, shape: PublishShape, table: Table | None) -> None:
    add = context.mistakes.add
    _check_pairing(context, place, shape, table)
    for number, operation in enumerate(shape.on):
        if operation in shape.on[:number]:
            what = f'"{operation}" stands twice'
            add(place.where("on", number), what, fix="remove one", id="operation-duplicate")
    if shape.shape == "derived":
        _check_derived(context, place, shape)
    if shape.shape != "grouped":
        for name in ("refetch_above", "chunk_bytes"):
            if getattr(shape, name) is not None:
                what = f'"{name}" has no meaning for shape "{shape.shape}"'
                add(place.where(name), what, fix='remove it, or use shape = "grouped"', id="grouped-only")
    elif (shape.chunk_bytes or 0) > context.contract.limits.payload_bytes:
        what = f"chunk_bytes is above the plan's payload_bytes, {context.contract.limits.payload_bytes}"
        add(place.where("chunk_bytes"), what, fix="lower it", id="chunk-over-limit")


def _check_derived(context: Context, place: Place, shape: PublishShape) -> None:
    add = context.mistakes.add
    if shape.event is None:
        what = "a derived publication has no event"
        add(place.where(), what, fix="give the whole event name in event", id="derived-event-missing")
    if shape.changed is None and "update" in shape.on:
        what = "a derived publication of updates does not say which columns matter"
        add(place.where(), what, fix="list columns of the table in changed", id="derived-changed-missing")
    if shape.old is not None:
        what = "a derived publication has no old record"
        add(place.where("old"), what, fix="remove old", id="derived-old")


def _check_pairing(context: Context, place: Place, shape: PublishShape, table: Table | None) -> None:
    if table and shape.shape != "row" and "update" in shape.on and not table.primary_key:
        what = f'the table "{table.name}" has no primary key that pairs old and new rows of an update'
        fix = 'use shape = "row", or give the table a primary key'
        context.mistakes.add(place.where("shape"), what, fix=fix, id="primary-key-missing")


def _load_old(
    context: Context, place: Place, shape: PublishShape, table: Table | None, columns: tuple[Projected, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = [column.name for column in columns]
    if shape.shape == "derived":
        return (), ()
    if shape.old is None:
        names = tuple(name for name in (table.primary_key if table else ()) if name in known)
        return names, names
    if isinstance(shape.old, OldShape):
        for operation, listed in (("update", shape.old.update), ("delete", shape.old.delete)):
            _check_known(context, place, known, listed, "old", operation)
        return tuple(shape.old.update), tuple(shape.old.delete)
    _check_known(context, place, known, shape.old, "old")
    return tuple(shape.old), tuple(shape.old)


def _load_changed(
    context: Context, place: Place, shape: PublishShape, table: Table | None, columns: tuple[Projected, ...]
) -> tuple[str, ...]:
    known = [column.name for column in columns]
    if shape.changed is None:
        return () if shape.shape == "derived" else tuple(known)
    if shape.shape != "derived":
        _check_known(context, place, known, shape.changed, "changed")
        return tuple(name for name in shape.changed if name in known)
    for number, name in enumerate(shape.changed):
        Fragments(context, {}).check_column(table, name, place.where("changed", number))
    return tuple(shape.changed)


def _check_known(context: Context, place: Place, known: list[str], names: list[str], *keys: str) -> None:
    for number, name in enumerate(names):
        if name not in known:
            what = f'"{name}" in {keys[0]} is no key of the record'
            fix = suggest(name, known, "add it to columns, or remove it")
            context.mistakes.add(place.where(*keys, number), what, fix=fix, id=f"{keys[0]}-unknown")


def _load_name(context: Context, place: Place, shape: PublishShape, pattern: TopicPattern) -> str:
    name = shape.name or f"{pattern.slug}__{shape.table.rpartition('.')[2]}"
    longest = max(shape.on, key=len)
    where = place.where("name") if shape.name else place.where()
    fix = "give a shorter name"
    context.check_length(f"{context.contract.schema}_{name}_{longest}", where, fix)
    context.check_length(f"{name}{_LONGEST_VERSION}", where, fix)
    return name
