"""Names of events: which of them the contract can go on sending, and which ask clients to move."""

from __future__ import annotations

__all__ = ["keep_names", "read_events", "read_stem"]

from dataclasses import replace
from typing import TYPE_CHECKING

from pedschema.catalogue.agreement import MAX_EVENT_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pedschema.adopt.sketch import PublicationSketch
    from pedschema.adopt.told import Told

_MOVE = "clients that read {events}{payload} have to move to {ours} before the trigger is retired"
_NEXT = ".v2"
_FLAT = ", whose payload is another one than schema, table, operation, record, old_record,"


def read_stem(told: Iterable[Told]) -> str:
    """Return what stands before `.<OPERATION>` in every name, or nothing."""
    stems = {
        each.event.removesuffix(f".{each.operation}")
        if each.event.endswith(f".{each.operation}") and not each.event.startswith("*")
        else ""
        for each in told
    }
    return stems.pop() if len(stems) == 1 else ""


def read_events(told: Sequence[Told]) -> dict[str, str]:
    """Return operation to name, for names without a stem; nothing where one of them cannot go on.

    A bare `INSERT` cannot: it names no table, and the next one that tells the topic would have it as well.
    """
    if any(not each.event or each.event == each.operation or not _is_name(each.event) for each in told):
        return {}
    return {each.operation.lower(): each.event for each in told}


def keep_names(publications: Sequence[PublicationSketch]) -> tuple[PublicationSketch, ...]:
    """Return the publications, the names of hand-made events kept where a trigger can go at once.

    Where it stays beside the contract's for a while, the contract's events have other names: else clients
    would hear each change twice. So do events that two tables send to one topic under one name.
    """
    taken = [_without_events(each) if _is_shared(each, publications) else each for each in publications]
    staying = {each.trigger for each in taken if not each.kept}
    return tuple(_move(each) if each.trigger in staying else each for each in taken)


def _without_events(publication: PublicationSketch) -> PublicationSketch:
    return replace(publication, events={}, kept=False)


def _move(publication: PublicationSketch) -> PublicationSketch:
    """Return the publication with other event names than the hand-made ones, and a note that says both."""
    heard = {name.lower() for name in publication.heard}
    moved = _without_events(publication)
    if heard & _names(moved):
        moved = replace(moved, event=f"{moved.event or moved.table.name}{_NEXT}")
    stem = moved.event or moved.table.name
    theirs = ", ".join(f'"{name}"' for name in moved.heard) or "its events"
    ours = ", ".join(f'"{stem}.{operation.upper()}"' for operation in moved.on)
    note = _MOVE.format(events=theirs, payload=_FLAT if moved.flat else "", ours=ours)
    return replace(moved, notes=(*moved.notes, note))


def _is_shared(publication: PublicationSketch, publications: Iterable[PublicationSketch]) -> bool:
    """Return whether another record goes out under one of its names."""
    return bool(publication.events) and any(
        _names(publication) & _names(other)
        and (other.table, other.columns) != (publication.table, publication.columns)
        for other in publications
        if other.pattern == publication.pattern
    )


def _names(publication: PublicationSketch) -> set[str]:
    """Return its event names in lower case, in which clients must be able to tell them apart."""
    stem = publication.event or publication.table.name
    return {publication.events.get(operation, f"{stem}.{operation}").lower() for operation in publication.on}


def _is_name(event: str) -> bool:
    return not event.startswith("*") and len(event.encode()) <= MAX_EVENT_BYTES
