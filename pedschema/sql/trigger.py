"""Triggers: what calls a publication's function."""

from __future__ import annotations

__all__ = ["drop_trigger", "render_triggers"]

from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.model.publication import Operation, Shape
from pedschema.sql.comparison import column_types, differing
from pedschema.sql.lines import Lines, indented, text
from pedschema.sql.quoting import identifier, qualified
from pedschema.sql.trigger_function import function_name

if TYPE_CHECKING:
    from pedschema.model.publication import Publication
    from pedschema.model.table import SchemaLock

_TRANSITIONS = {
    Operation.INSERT: "referencing new table as new_rows",
    Operation.UPDATE: "referencing old table as old_rows new table as new_rows",
    Operation.DELETE: "referencing old table as old_rows",
}


def render_triggers(
    publication: Publication,
    schema: str,
    *,
    lock: SchemaLock,
    version: int,
) -> tuple[Owned, ...]:
    """Return one trigger per operation of the publication, calling that version of its function.

    Statement triggers see their rows in the transition tables `new_rows` and `old_rows`.
    """
    function = qualified(function_name(schema, publication, version))
    return tuple(_render(publication, schema, operation, lock, function) for operation in publication.on)


def _render(
    publication: Publication,
    schema: str,
    operation: Operation,
    lock: SchemaLock,
    function: str,
) -> Owned:
    name = f"{schema}_{publication.name}_{operation.lower()}"
    lines = [
        f"create or replace trigger {identifier(name)}",
        f"after {operation.lower()} on {qualified(publication.table)}",
    ]
    if publication.shape is Shape.ROW:
        lines.append("for each row")
        if operation is Operation.UPDATE:
            lines += _changed(publication, lock)
    else:
        lines += [_TRANSITIONS[operation], "for each statement"]
    lines.append(f"execute function {function}()")
    identity = Identity(
        Kind.TRIGGER,
        QualifiedName(publication.table.schema, name),
        of=str(publication.table),
    )
    return Owned(identity, (text(lines),))


def _changed(publication: Publication, lock: SchemaLock) -> Lines:
    """Return the WHEN clause by which an update of other columns costs the writer nothing."""
    if not publication.watch:
        return []
    columns = column_types(publication.table, publication.watch, lock)
    return ["when (", *indented(differing("old", "new", columns, lock)), ")"]


def drop_trigger(owned: Owned) -> str:
    """Return the statement that drops the trigger."""
    identity = owned.identity
    table = QualifiedName(identity.name.schema, identity.of[len(identity.name.schema) + 1 :])
    return f"drop trigger {identifier(identity.name.name)} on {qualified(table)}"
