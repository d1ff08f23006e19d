"""What a change of the app's tables does to topics, clients and policies."""

from __future__ import annotations

__all__ = ["LockChange", "compare_locks", "unite_locks"]

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pedschema.compare.columns import compare_columns
from pedschema.compare.readers import find_readers
from pedschema.compare.tables import compare_tables
from pedschema.compare.types import compare_types

if TYPE_CHECKING:
    from pedschema.compare.difference import Difference
    from pedschema.compare.readers import Reader
    from pedschema.compare.wire import Effect, Verdict
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.table import SchemaLock, Table


@dataclass(frozen=True, slots=True)
class LockChange:
    """One difference between two locks, and what it does.

    Attributes:
        id: stable name of the kind of change, such as `column-dropped`.
        object: what changed, such as `public.rooms.title`, `public.rooms` or a type.
        what: the change, lower case, names in double quotes, no full stop.
        payload: what it does to payloads, with the reason.
        policies: what it does to who may read and write, with the reason.
        topics: patterns of the topics that it touches, sorted.
        surfaces: client surfaces of those topics, sorted.
        where: `file:line` of every declaration that reads what changed, publications first.
    """

    id: str
    object: str
    what: str
    payload: Verdict
    policies: Verdict
    topics: tuple[str, ...]
    surfaces: tuple[str, ...]
    where: tuple[str, ...]

    @property
    def effect(self) -> Effect:
        """The worse of its two effects."""
        return max(self.payload.effect, self.policies.effect, key=lambda effect: effect.rank)


def compare_locks(old: SchemaLock, new: SchemaLock, catalogue: Catalogue) -> tuple[LockChange, ...]:
    """Return every change from `old` to `new`, the worst first, then by what it is about.

    Versions of the server are no changes of the app. A type that came or went is told with its column.

    Args:
        old: the tables that the contract was written for.
        new: the tables as they are.
        catalogue: the contract; which of the two locks it was loaded with does not matter.
    """
    readers = find_readers(catalogue, old)
    known = {publication.table for publication in catalogue.publications}
    known |= {name for name, _ in catalogue.unpublished}
    differences = [
        *compare_tables(old, new, readers, known),
        *compare_columns(old, new, readers),
        *compare_types(old, new, readers),
    ]
    changes = map(_make_change, differences)
    return tuple(sorted(changes, key=lambda change: (-change.effect.rank, change.object, change.id)))


def unite_locks(old: SchemaLock, new: SchemaLock) -> SchemaLock:
    """Return the old tables, types and columns with what is only in the new lock.

    A contract that follows some changes and not yet others loads with it.
    """
    enums = {each.name for each in old.enums}
    return replace(
        old,
        tables=(
            *(_unite_table(table, new.table(table.name)) for table in old.tables),
            *(table for table in new.tables if old.table(table.name) is None),
        ),
        enums=(*old.enums, *(each for each in new.enums if each.name not in enums)),
    )


def _unite_table(old: Table, new: Table | None) -> Table:
    added = (column for column in (new or old).columns if old.column(column.name) is None)
    return replace(old, columns=(*old.columns, *added))


def _make_change(difference: Difference) -> LockChange:
    payload = [reader for reader in difference.readers if not reader.use.is_access]
    return LockChange(
        difference.id,
        difference.object,
        difference.what,
        difference.payload,
        difference.policies,
        topics=tuple(sorted({topic for reader in difference.readers for topic in reader.topics})),
        surfaces=tuple(sorted({each for reader in difference.readers for each in reader.surfaces})),
        where=_places([*payload, *difference.readers]),
    )


def _places(readers: list[Reader]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reader.where for reader in readers if reader.where))
