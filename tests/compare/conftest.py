from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pedschema.catalogue.load import load_catalogue
from pedschema.compare.lock import LockChange, compare_locks
from pedschema.model.names import QualifiedName

if TYPE_CHECKING:
    from pedschema.model.catalogue import Catalogue
    from pedschema.model.table import SchemaLock

GOOD = Path(__file__).parents[1] / "catalogue" / "good"


class Locks:
    """A contract of rooms, and locks that differ from its own in one thing."""

    def __init__(self) -> None:
        self.catalogue: Catalogue = load_catalogue(GOOD)
        self.lock = self.catalogue.lock

    def with_table(self, lock: SchemaLock, name: str, /, **changes: Any) -> SchemaLock:
        tables = (replace(each, **changes) if each.name.name == name else each for each in lock.tables)
        return replace(lock, tables=tuple(tables))

    def with_column(self, lock: SchemaLock, table: str, column: str, **changes: Any) -> SchemaLock:
        columns = (
            replace(each, **changes) if each.name == column else each for each in self._columns(lock, table)
        )
        return self.with_table(lock, table, columns=tuple(columns))

    def without_column(self, lock: SchemaLock, table: str, column: str) -> SchemaLock:
        left = tuple(each for each in self._columns(lock, table) if each.name != column)
        return self.with_table(lock, table, columns=left)

    def place(self, place: str) -> str:
        """Return `file:line` as declarations of the contract say it."""
        return f"{GOOD}/{place}"

    def compare(
        self, old: SchemaLock, new: SchemaLock, catalogue: Catalogue | None = None
    ) -> tuple[LockChange, ...]:
        return compare_locks(old, new, catalogue or self.catalogue)

    def change(self, old: SchemaLock, new: SchemaLock, catalogue: Catalogue | None = None) -> LockChange:
        """Return the one change between two locks."""
        (change,) = self.compare(old, new, catalogue)
        return change

    def _columns(self, lock: SchemaLock, table: str) -> Any:
        found = lock.table(QualifiedName("public", table))
        assert found
        return found.columns


@pytest.fixture
def locks() -> Locks:
    return Locks()
