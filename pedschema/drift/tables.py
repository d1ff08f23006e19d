"""Tables of the app against the lock: which are gone, new or renamed, and what became of their columns."""

from __future__ import annotations

__all__ = ["REFRESH", "TableChange", "Tables", "compare_tables"]

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.introspect.deployed_facts import AppTable
    from pedschema.model.names import QualifiedName
    from pedschema.model.table import Column, SchemaLock, Table

REFRESH = "undo it in the app's migrations, or run `pedschema lock URL` and adapt the contract"
"""How to reconcile a change of the app's own tables."""

_FOREIGN_KEY = re.compile(r"FOREIGN KEY \((?P<own>.*?)\) REFERENCES (?P<table>.+?)\((?P<other>.*?)\)")


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table that is there, and what differs.

    Attributes:
        expected: as the lock has it.
        actual: as the database has it.
        removed: columns that are gone.
        added: columns that are new.
        renamed: columns with another name in the same place.
        kept: columns that are there under their name or their new one.
        lost_keys: foreign keys that are gone, apart from those that follow from other changes.
        new_keys: likewise, those that are new.
    """

    expected: Table
    actual: Table
    removed: tuple[Column, ...]
    added: tuple[Column, ...]
    renamed: tuple[tuple[Column, Column], ...]
    kept: tuple[tuple[Column, Column], ...]
    lost_keys: tuple[str, ...] = ()
    new_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of the app's schemas.

    Attributes:
        missing: gone.
        added: new.
        renamed: with the same columns under another name in the same schema.
        changed: every table that is there, changed or not.
    """

    missing: tuple[Table, ...]
    added: tuple[Table, ...]
    renamed: tuple[tuple[Table, Table], ...]
    changed: tuple[TableChange, ...]

    @property
    def gone(self) -> frozenset[QualifiedName]:
        """Names of tables that are there no longer."""
        return frozenset(table.name for table in (*self.missing, *(old for old, _ in self.renamed)))


def compare_tables(lock: SchemaLock, live: SchemaLock, known: Mapping[QualifiedName, AppTable]) -> Tables:
    """Return what became of the tables of the lock."""
    wanted = {table.name: table for table in lock.tables}
    present = {table.name: table for table in live.tables}
    missing = [table for name, table in wanted.items() if name not in present]
    brought = {name for name, table in known.items() if table.extension}
    added = [table for name, table in present.items() if name not in wanted and name not in brought]
    renamed = []
    for old in list(missing):
        same = [new for new in added if new.name.schema == old.name.schema and new.columns == old.columns]
        if len(same) == 1:
            renamed.append((old, same[0]))
            missing.remove(old)
            added.remove(same[0])
    changed = [
        _compare(wanted[name], table, known.get(name)) for name, table in present.items() if name in wanted
    ]
    tables = Tables(tuple(missing), tuple(added), tuple(renamed), tuple(changed))
    return replace(tables, changed=tuple(_with_keys(change, tables) for change in changed))


def _compare(expected: Table, actual: Table, known: AppTable | None) -> TableChange:
    gone = [column for column in expected.columns if actual.column(column.name) is None]
    new = [column for column in actual.columns if expected.column(column.name) is None]
    renamed = []
    for column in list(gone):
        other = next((each for each in new if _is_renamed(expected, actual, column, each, known)), None)
        if other is not None:
            renamed.append((column, other))
            gone.remove(column)
            new.remove(other)
    kept = [(column, actual.column(column.name)) for column in expected.columns]
    pairs = [(one, other) for one, other in kept if other is not None]
    return TableChange(expected, actual, tuple(gone), tuple(new), tuple(renamed), (*pairs, *renamed))


def _is_renamed(expected: Table, actual: Table, old: Column, new: Column, known: AppTable | None) -> bool:
    """Return whether `new` is `old` under another name: the same type, in the same place among the rest.

    A column that was dropped and added again leaves its old place empty.
    """
    if replace(new, name=old.name) != old or _slot(expected, actual, old) != _slot(actual, expected, new):
        return False
    return known is None or known.places[new.name] - 1 not in known.dropped


def _slot(table: Table, other: Table, column: Column) -> int:
    """Return how many columns that both tables have stand before `column`."""
    before = table.columns[: table.columns.index(column)]
    return sum(other.column(each.name) is not None for each in before)


def _with_keys(change: TableChange, tables: Tables) -> TableChange:
    """Return the change with its foreign keys, without those whose tables or columns tell by themselves."""
    old, new = set(change.expected.foreign_keys), set(change.actual.foreign_keys)

    def follows(key: str) -> bool:
        found = _FOREIGN_KEY.match(key)
        if found is None:
            return False
        moved = [change, *(each for each in tables.changed if str(each.expected.name) == found["table"])]
        away = {str(name) for name in tables.gone} | {str(table.name) for _, table in tables.renamed}
        columns = [{*found["own"].split(", ")}, {*found["other"].split(", ")}]
        return found["table"] in away or any(
            names & _moved(each) for each, names in zip(moved, columns, strict=False)
        )

    lost = sorted(key for key in old - new if not follows(key))
    gained = sorted(key for key in new - old if not follows(key))
    return replace(change, lost_keys=tuple(lost), new_keys=tuple(gained))


def _moved(change: TableChange) -> set[str]:
    """Return names of columns that are gone, new or renamed."""
    pairs = [column.name for pair in change.renamed for column in pair]
    return {*pairs, *(column.name for column in (*change.removed, *change.added))}
