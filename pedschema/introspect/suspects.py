"""Who could have changed what, and when it was last written: asked once something differs."""

from __future__ import annotations

__all__ = ["read_suspects", "read_times"]

from typing import TYPE_CHECKING

from pedschema.introspect.query import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def read_suspects(
    connection: Connection, owners: Iterable[str]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each role, the logins that can act as it, and the superusers."""
    return {
        row.role: (tuple(row.members), tuple(row.superusers))
        for row in read_rows(connection, "deployed_roles", owners=sorted(set(owners)))
    }


def read_times(
    connection: Connection, schema: str, app_schemas: Sequence[str]
) -> dict[tuple[str, str, str], datetime]:
    """Return when catalog rows were last committed, by kind, `schema.name` and the name of a part.

    Args:
        connection: to a server that keeps commit times.
        schema: the owned schema.
        app_schemas: schemas of the app.
    """
    rows = read_rows(connection, "deployed_times", schema=schema, schemas=list(app_schemas))
    return {(row.kind, row.name, row.part): row.committed for row in rows}
