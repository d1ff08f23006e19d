"""What stands in the database of a run, asked for no more often than it can have changed."""

from __future__ import annotations

__all__ = ["STANDING", "Standing"]

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import event

from pedschema.introspect import Name, name_of, read_names, read_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from pedschema.model.owned import Identity, Owned

STANDING = "pedschema_standing"
"""Option of a migration context: the `Standing` of the run."""


class Standing:
    """Names of what stands, read once for all steps between two statements that are not of steps.

    Most steps create, and a query each for what is not there would take a third of a deploy. Anything else
    that the connection sends makes the names unknown: the start and the end of a revision, a savepoint, what
    a revision asks of the driver itself. So does what it sends over another connection of the same engine.
    """

    def __init__(self, connection: Connection) -> None:
        """Listen to what `connection` and others like it send."""
        self._names: dict[tuple[str, str], set[Name]] = {}
        self._is_step = False
        driver = connection.connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError(driver)
        driver.cursor_factory = _make_cursor(self._note)
        event.listen(connection.engine, "before_cursor_execute", self._note)
        event.listen(connection.engine, "commit", self._note)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Say that what is sent meanwhile is one step of an owned object."""
        self._is_step = True
        try:
            yield
        finally:
            self._is_step = False

    def read_state(self, connection: Connection, identity: Identity, version: int) -> Owned | None:
        """Return the object as it exists, or None; whatever is asked for may stand from now on."""
        name = name_of(identity, version)
        if name is None:
            return read_state(connection, identity, version)
        key = name.group, name.schema
        if key not in self._names:
            self._names[key] = read_names(connection, name.group, name.schema)
        if name in self._names[key]:
            return read_state(connection, identity, version)
        self._names[key].add(name)
        return None

    def _note(self, *_: Any) -> None:
        if not self._is_step:
            self._names.clear()


def _make_cursor(note: Callable[[], None]) -> type[psycopg.Cursor[Any]]:
    """Return cursors that call `note` before each statement."""

    class NotingCursor(psycopg.Cursor[Any]):
        def execute(self, *arguments: Any, **options: Any) -> Any:
            note()
            return super().execute(*arguments, **options)

        def executemany(self, *arguments: Any, **options: Any) -> None:
            note()
            super().executemany(*arguments, **options)

    return NotingCursor
