"""Which value a column of an expression is: PostgreSQL's scoping over rows, probe row and arguments."""

from __future__ import annotations

__all__ = ["PROBE_COLUMNS", "Scope"]

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pglast import ast

from pedschema.lint.prove.languages import UnsupportedError
from pedschema.lint.prove.values import TRUE
from pedschema.syntax.tree import is_node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pedschema.lint.prove.values import Value
    from pedschema.lint.prove.world import Row, World

PROBE_COLUMNS = frozenset(
    (
        "id",
        "topic",
        "extension",
        "payload",
        "event",
        "private",
        "updated_at",
        "inserted_at",
        "binary_payload",
    )
)
"""Columns of `realtime.messages` (Realtime 2.129.8)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands.

    Attributes:
        where: `file:line`, for notes.
        frames: rows of each query level around it, the outermost first.
        probe: whether the probe row is in sight, as in a policy.
        function: name of the function whose body it is.
        exists: when all subqueries around it hold.
        called: functions around it, to stop circles.
    """

    where: str
    frames: tuple[tuple[Row, ...], ...] = ()
    probe: bool = False
    function: str = ""
    arguments: Mapping[str, Value] = field(default_factory=dict)
    positions: tuple[Value, ...] = ()
    exists: Any = TRUE
    called: tuple[str, ...] = ()

    def column(self, world: World, node: Any) -> Value:
        """Return what a ColumnRef names.

        Raises:
            UnsupportedError: it is no column, or nobody knows whose.
        """
        if not all(is_node(part, ast.String) for part in node.fields):
            raise UnsupportedError("a whole row")
        names = [str(part.sval) for part in node.fields]
        if len(names) == 1:
            return self._bare(world, names[0])
        return self._qualified(world, names[:-1], names[-1])

    def _bare(self, world: World, name: str) -> Value:
        for frame in reversed(self.frames):
            found = [row for row in frame if row.has(name)]
            if any(row.has(name) is None for row in frame) or len(found) > 1:
                raise UnsupportedError(f'the unqualified column "{name}"')
            if any(row.alias == name for row in frame):
                raise UnsupportedError("a whole row")
            if found:
                return world.column(found[0], name)
        if self.probe and name in PROBE_COLUMNS:
            return world.probe_column(name)
        if name in self.arguments:
            return self.arguments[name]
        raise UnsupportedError(f'the column "{name}"')

    def _qualified(self, world: World, before: list[str], name: str) -> Value:
        for frame in reversed(self.frames):
            for row in frame:
                schema = [] if row.alias != row.name.name else [row.name.schema]
                if before in ([row.alias], [*schema, row.alias]):
                    return self._known(world, row, name)
        if self.probe and before in (["messages"], ["realtime", "messages"]) and name in PROBE_COLUMNS:
            return world.probe_column(name)
        if before == [self.function] and name in self.arguments:
            return self.arguments[name]
        raise UnsupportedError(f'the column "{".".join([*before, name])}"')

    @staticmethod
    def _known(world: World, row: Row, name: str) -> Value:
        if row.has(name) is False:
            raise UnsupportedError(f'the column "{row.alias}.{name}", which schema.lock does not have')
        return world.column(row, name)
