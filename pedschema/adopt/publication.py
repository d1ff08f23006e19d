"""Hand-made triggers → what the contract publishes of their tables."""

from __future__ import annotations

__all__ = ["read_publications"]

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pedschema.adopt.event import keep_names, read_events, read_stem
from pedschema.adopt.frame import read_place
from pedschema.adopt.sketch import Gap, PublicationSketch, TriggerName
from pedschema.adopt.text import NotTold
from pedschema.adopt.told import Told, read_told
from pedschema.adopt.topic import read_address, spell, unify_patterns
from pedschema.adopt.work import find_work
from pedschema.lint.payloads import read_payloads
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public
from pedschema.syntax.write import render_expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pedschema.adopt.topic import Address
    from pedschema.lint.payloads import Payload
    from pedschema.lint.project import Project
    from pedschema.lint.sending import Message
    from pedschema.lint.subjects import TriggerSubject
    from pedschema.model.table import SchemaLock, Table

_WHOLE = "inferred from a payload of the whole row: leave out what no screen reads"
_UNNAMED = "adopt could not tell the names of all events because they are made of more than words and TG_OP"
_UNREAD = "adopt could not tell what the payload carries, so the record holds the key alone"


def read_publications(
    project: Project, lock: SchemaLock
) -> tuple[tuple[PublicationSketch, ...], tuple[PublicationSketch, ...], tuple[Gap, ...]]:
    """Return what hand-made triggers tell, what they nearly tell, and which triggers stay for what reason.

    A trigger is taken over with all of its messages or not at all: else it would tell some of them twice.
    """
    found: list[PublicationSketch] = []
    near: list[PublicationSketch] = []
    gaps: list[Gap] = []
    for trigger, messages in read_sending(project).by_trigger():
        name = in_public(trigger.table)
        table = lock.table(name)
        about = f'the topic of the trigger "{trigger.name}" on {name}'
        if table is None:
            gaps.append(Gap(f'trigger "{trigger.name}"', about, "no schema of the app has its table"))
            continue
        reader = _Reader(project, lock, trigger, table)
        work = find_work(read_sending(project), in_public(trigger.function))
        if work:
            gaps.append(Gap(f'trigger "{trigger.name}"', about, work, name))
            near += reader.read_nearly(messages)
            continue
        told: list[PublicationSketch] = []
        for message in messages:
            try:
                told += reader.read(message)
            except NotTold as error:
                gaps.append(Gap(read_place(message), about, str(error), table.name))
                near += reader.read_nearly(messages)
                break
        else:
            found += told
            if not told:
                gaps.append(Gap(f'trigger "{trigger.name}"', about, "it is NULL at every operation", name))
    return _named(unify_patterns(_merged(found))), _named(unify_patterns(_merged(near))), tuple(gaps)


@dataclass(frozen=True, slots=True)
class _Reader:
    project: Project
    lock: SchemaLock
    trigger: TriggerSubject
    table: Table

    def read(self, message: Message, *, lenient: bool = False) -> Iterator[PublicationSketch]:
        payload = next(
            each
            for each in read_payloads(self.project)
            if each.trigger is self.trigger and each.message is message
        )
        groups: dict[tuple[object, str], list[Told]] = {}
        for each in read_told(read_sending(self.project), self.trigger, message, lenient=lenient):
            groups.setdefault((each.pieces, each.when), []).append(each)
        for told in groups.values():
            pieces = spell(told[0].pieces) if lenient else told[0].pieces
            address = read_address(pieces, self.table.name, self.lock)
            yield self._sketch(message, payload, told, address)

    def read_nearly(self, messages: Iterable[Message]) -> Iterator[PublicationSketch]:
        for message in messages:
            with suppress(NotTold):
                yield from self.read(message, lenient=True)

    def _sketch(
        self, message: Message, payload: Payload, told: Sequence[Told], address: Address
    ) -> PublicationSketch:
        table, where = self.table, told[0].where
        names = [column.name for column in table.columns if payload.whole or column.name in payload.named]
        notes = [f"{_WHOLE} ({where})"] if payload.whole else []
        if not names:
            names = _stand_in(table, address)
            notes.append(f"{_UNREAD} ({where})")
        stem = read_stem(told)
        same = message.send.function == "broadcast_changes" and payload.whole
        events = read_events(told) if same and not stem else {}
        if not all(each.event for each in told):
            notes.append(f"{_UNNAMED} ({where})")
        updates = any(each.operation == "UPDATE" for each in told)
        return PublicationSketch(
            pattern=address.pattern,
            table=table.name,
            trigger=TriggerName(table.name, self.trigger.name),
            on=tuple(each.operation.lower() for each in told),
            key=address.key,
            columns=tuple(names),
            lookup=address.lookup,
            old=tuple(names) if payload.whole and _tells_old(told) else None,
            when=self._read_when(told[0].when),
            changed=tuple(name for name in self.trigger.columns if updates and name in names),
            event=stem if stem != table.name.name else "",
            events=events,
            kept=same and bool(stem or events),
            notes=tuple(notes),
            heard=tuple(dict.fromkeys(each.event for each in told if each.event)),
            flat=not same,
        )

    def _read_when(self, inside: str) -> str:
        """Return the condition of the trigger and the one inside its function."""
        when = [f"({render_expression(self.trigger.when)})"] if self.trigger.when is not None else []
        return " and ".join([*when, *([inside] if inside else [])])


def _tells_old(told: Iterable[Told]) -> bool:
    return any(each.old for each in told if each.operation != "INSERT")


def _stand_in(table: Table, address: Address) -> list[str]:
    """Return columns that say no more than the topic itself, or the primary key."""
    keys = [column for column in address.key.values() if "." not in column]
    return list(dict.fromkeys(keys)) or list(table.primary_key) or [table.columns[0].name]


def _merged(publications: Iterable[PublicationSketch]) -> Iterator[PublicationSketch]:
    """Yield the publications, those that differ in their operations alone as one."""
    seen: dict[object, PublicationSketch] = {}
    for each in publications:
        parts = (each.pattern, each.trigger, each.columns, each.when, each.event, str(each.key))
        key: object = parts
        known = seen.get((key, each.changed))
        if known and {*known.on} & {*each.on} and known.events != each.events:
            known, key = None, (key, len(seen))
        seen[key, each.changed] = _join(known, each) if known else each
    yield from seen.values()


def _join(one: PublicationSketch, other: PublicationSketch) -> PublicationSketch:
    return replace(
        one,
        on=tuple(dict.fromkeys((*one.on, *other.on))),
        old=one.old or other.old,
        events={**one.events, **other.events},
        kept=one.kept and other.kept,
        notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
        heard=tuple(dict.fromkeys((*one.heard, *other.heard))),
        flat=one.flat or other.flat,
    )


def _named(publications: Iterable[PublicationSketch]) -> tuple[PublicationSketch, ...]:
    """Return the publications, each with a name of its own where the default one is taken."""
    taken: dict[str, int] = {}
    named = []
    for each in keep_names([*publications]):
        default = f"{each.pattern.slug}__{each.table.name}"
        taken[default] = taken.get(default, 0) + 1
        number = taken[default]
        named.append(replace(each, name=f"{default}_{number}") if number > 1 else each)
    return tuple(named)
