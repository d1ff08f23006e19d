"""What a change of the wire does to clients that were built before it."""

from __future__ import annotations

__all__ = ["Category", "Level", "Source", "WireChange", "compare_wires"]

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pedschema.compare.payload_value import Level, compare_values
from pedschema.model.wire import find_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pedschema.model.names import QualifiedName
    from pedschema.model.wire import Event, Field, Record, WireContract, WireTopic


class Category(StrEnum):
    """Who notices: `wire`, programs that run; `source`, programs that are compiled anew."""

    WIRE = "wire"
    SOURCE = "source"


Source = tuple["QualifiedName", str]


@dataclass(frozen=True, slots=True, order=True)
class WireChange:
    """One difference between two states of the wire.

    Attributes:
        topic: pattern of the topic; empty for a type that several topics carry.
        path: what changed within it, such as `messages.INSERT record.title`.
        level: `breaking` stops clients that were right, `dangerous` may, `safe` does not.
        what: the fact, lower case, names in double quotes, no full stop.
        surfaces: screens of the client that listen, sorted.
        source: the table or type of the database, and its column or label, that is another than it was;
            None where the contract alone is.
    """

    topic: str
    path: str
    level: Level
    category: Category
    what: str
    surfaces: tuple[str, ...] = ()
    source: Source | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """What names the change in a list of accepted ones."""
        return f"{self.topic} {self.path}".strip()


def compare_wires(old: WireContract, new: WireContract, today: date) -> tuple[WireChange, ...]:
    """Return every change from `old` to `new`, sorted; budgets, summaries and surfaces are none.

    Args:
        old: what clients were built with.
        new: what will be sent.
        today: an event may go once its sunset is over.
    """
    return tuple(sorted({*_compare_topics(old, new, today), *_compare_types(old, new)}))


def _compare_topics(old: WireContract, new: WireContract, today: date) -> Iterator[WireChange]:
    before = {topic.pattern: topic for topic in old.topics}
    after = {topic.pattern: topic for topic in new.topics}
    for pattern in before.keys() | after.keys():
        one, other = before.get(pattern), after.get(pattern)
        if one is None and other is not None:
            yield _Told(other).change("", Level.SAFE, f'the topic "{pattern}" is new')
        elif other is None and one is not None:
            what = f'the topic "{pattern}" is gone: whoever joins it is refused'
            yield _Told(one).change("", Level.BREAKING, what)
        elif one is not None and other is not None:
            yield from _compare_topic(one, other, today)


@dataclass(frozen=True, slots=True)
class _Told:
    """Makes the changes of one topic."""

    topic: WireTopic

    def change(
        self,
        path: str,
        level: Level,
        what: str,
        category: Category = Category.WIRE,
        source: Source | None = None,
    ) -> WireChange:
        surfaces = tuple(sorted(self.topic.surfaces))
        return WireChange(self.topic.pattern, path, level, category, what, surfaces, source)


def _compare_topic(old: WireTopic, new: WireTopic, today: date) -> Iterator[WireChange]:
    told = _Told(old)
    for right, before, after in (("read", old.read, new.read), ("write", old.write, new.write)):
        for role in sorted(set(before) - set(after)):
            yield told.change(f"{right} {role}", Level.BREAKING, f'"{role}" may no longer {right} the topic')
        for role in sorted(set(after) - set(before)):
            yield told.change(f"{right} {role}", Level.SAFE, f'"{role}" may {right} the topic')
    if old.presence and not new.presence:
        yield told.change("presence", Level.BREAKING, "the topic has no presence any more")
    if old.replay != new.replay:
        what = f"a client that comes back asks for {new.replay} messages instead of {old.replay}"
        yield told.change("replay", Level.SAFE, what, Category.SOURCE)
    before_events = {event.name: event for event in old.events}
    after_events = {event.name: event for event in new.events}
    for name in before_events.keys() | after_events.keys():
        one, other = before_events.get(name), after_events.get(name)
        if one is None:
            yield told.change(name, Level.SAFE, f'the event "{name}" is new', Category.SOURCE)
        elif other is None:
            yield _gone(told, one, today)
        else:
            yield from _compare_event(told, one, other)


def _gone(told: _Told, event: Event, today: date) -> WireChange:
    if event.sunset and event.sunset <= today.isoformat():
        return told.change(event.name, Level.SAFE, f'the event "{event.name}" ended on {event.sunset}')
    until = f", announced for {event.sunset}" if event.sunset else ""
    what = f'the event "{event.name}" is gone{until}: clients wait for it in vain'
    return told.change(event.name, Level.BREAKING, what)


def _compare_event(told: _Told, old: Event, new: Event) -> Iterator[WireChange]:
    if old.kind != new.kind:
        what = f'the event "{old.name}" was of kind {old.kind} and is of kind {new.kind}'
        yield told.change(old.name, Level.BREAKING, what)
        return
    if old.table != new.table:
        what = f'the event "{old.name}" names the table {new.table}, not {old.table}'
        yield told.change(f"{old.name} table", Level.BREAKING, what)
    before = {variant.operation: variant for variant in old.variants}
    after = {variant.operation: variant for variant in new.variants}
    for operation in before.keys() - after.keys():
        what = f'the event "{old.name}" no longer tells {operation}'
        yield told.change(f"{old.name} {operation}", Level.BREAKING, what)
    for operation in after.keys() - before.keys():
        what = f'the event "{old.name}" also tells {operation}'
        yield told.change(f"{old.name} {operation}", Level.DANGEROUS, what)
    for operation in before.keys() & after.keys():
        one, other = before[operation], after[operation]
        for side, was, is_ in (
            ("record", one.record, other.record),
            ("old_record", one.old_record, other.old_record),
        ):
            yield from _compare_records(told, (f"{old.name} {side}", old.table), was, is_)


def _compare_records(
    told: _Told, place: tuple[str, QualifiedName | None], old: Record | None, new: Record | None
) -> Iterator[WireChange]:
    path, table = place
    if old is None or new is None:
        if old is not new:
            what = f"{path} was {'null' if old is None else 'an object'} and is not any more"
            yield told.change(path, Level.BREAKING, what)
        return
    retyped = _find_retyped(old, new)
    for name, level, what, category in _compare_fields(old, new):
        source = (table, name) if table and name in retyped else None
        yield told.change(f"{path}.{name}", level, f"{path}: {what}", category, source)


def _find_retyped(old: Record, new: Record) -> set[str]:
    """Return the keys whose type in the database, or whether it can be NULL, is another."""
    before = {each.name: (each.type, each.nullable) for each in old.fields}
    after = {each.name: (each.type, each.nullable) for each in new.fields}
    return {name for name in before.keys() & after.keys() if before[name] != after[name]}


def _compare_fields(old: Record, new: Record) -> Iterator[tuple[str, Level, str, Category]]:
    before = {field.name: field for field in old.fields}
    after = {field.name: field for field in new.fields}
    added = {name: after[name] for name in after.keys() - before.keys()}
    for name in sorted(before.keys() - after.keys()):
        heir = _find_heir(old, new, before[name], added)
        if heir:
            del added[heir]
        what = f'"{name}" is gone' + (f', it is called "{heir}" now' if heir else "")
        yield name, Level.BREAKING, what, Category.WIRE
    for name in sorted(added):
        yield name, Level.SAFE, f'"{name}" is new', Category.SOURCE
    for name in sorted(before.keys() & after.keys()):
        for verdict in compare_values(before[name], after[name]):
            yield name, verdict.level, f'"{name}" {verdict.what}', Category.WIRE


def _find_heir(old: Record, new: Record, gone: Field, added: dict[str, Field]) -> str:
    """Return the new name of a key that was renamed: it stands in the same place and is of the same wire."""
    place = old.fields.index(gone)
    heir = new.fields[place] if place < len(new.fields) and len(new.fields) == len(old.fields) else None
    same = heir is not None and heir.name in added and (heir.wire, heir.type) == (gone.wire, gone.type)
    return heir.name if same and heir else ""


def _compare_types(old: WireContract, new: WireContract) -> Iterator[WireChange]:
    enums = {enum.name: enum for enum in new.enums}
    for enum in old.enums:
        now = enums.get(enum.name)
        if now is not None:
            surfaces = _find_surfaces(new, enum.name)
            for label, level, category, what in _compare_labels(enum.labels, now.labels):
                told = f"the enum {enum.name} {what}"
                source = (enum.name, "")
                yield WireChange("", f"{enum.name} {label}", level, category, told, surfaces, source)
    records = {each.name: each.record for each in new.objects}
    for each in old.objects:
        record = records.get(each.name)
        if record is not None:
            surfaces = _find_surfaces(new, each.name)
            for name, level, what, category in _compare_fields(each.record, record):
                path, told = f"{each.name}.{name}", f"the type {each.name}: {what}"
                source = (each.name, name)
                yield WireChange("", path, level, category, told, surfaces, source)


def _compare_labels(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[str, Level, Category, str]]:
    gone, came = ([each for each in one if each not in other] for one, other in ((old, new), (new, old)))
    for label in list(gone):
        heir = new[old.index(label)] if len(old) == len(new) else ""
        if heir in came:
            gone.remove(label)
            came.remove(heir)
            what = f'calls the label "{label}" "{heir}" now: clients that look for it never meet it'
            yield label, Level.BREAKING, Category.WIRE, what
    for label in came:
        what = f'has a new label "{label}": exhaustive switches do not know it'
        yield label, Level.DANGEROUS, Category.WIRE, what
    for label in gone:
        yield label, Level.SAFE, Category.SOURCE, f'has no label "{label}" any more'


def _find_surfaces(wire: WireContract, name: QualifiedName) -> tuple[str, ...]:
    """Return the surfaces of the topics whose records hold a value of that type, at any depth."""
    holders = {name}
    while grown := {
        each.name for each in wire.objects if each.name not in holders and _names(each.record) & holders
    }:
        holders |= grown
    found: set[str] = set()
    for topic in wire.topics:
        records = (
            record
            for event in topic.events
            for variant in event.variants
            for record in (variant.record, variant.old_record)
            if record is not None
        )
        if any(_names(record) & holders for record in records):
            found.update(topic.surfaces)
    return tuple(sorted(found))


def _names(record: Record) -> set[QualifiedName]:
    return {name for field in record.fields if (name := find_named(field.wire)) is not None}
