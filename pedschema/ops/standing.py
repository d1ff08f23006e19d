"""What stands in the database of a run, asked for no more often than it can have changed."""

from __future__ import annotations

__all__ = ["STANDING", "Standing"]

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from pedschema.introspect import Name, name_of, read_names, read_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from pedschema.model.owned import Identity, Owned

STANDING = "pedschema_standing"
"""Option of a migration context: the `Standing` of the run."""


class Standing:
    """Names of what stands, read once for all steps between two statements that are not of steps.

    Most steps create, and a query each for what is not there would take a third of a deploy. Anything else
    that the connection sends, the start and the end of a revision included, makes the names unknown.
    """

    def __init__(self, connection: Connection) -> None:
        """Listen to what `connection` sends."""
        self._names: dict[tuple[str, str], set[Name]] = {}
        self._is_step = False
        event.listen(connection, "before_cursor_execute", self._note)

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
