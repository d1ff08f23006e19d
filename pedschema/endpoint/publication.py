"""What a database needs before its messages can be replicated."""

from __future__ import annotations

__all__ = ["PUBLICATION", "run_publication"]

from typing import TYPE_CHECKING, Any

from psycopg import errors, sql

from pedschema.errors import DatabaseError, Mistake

if TYPE_CHECKING:
    from psycopg import AsyncConnection

PUBLICATION = "supabase_realtime_messages_publication"
_ABILITIES = """
    SELECT pg_catalog.current_setting('wal_level'), rolsuper OR rolreplication, rolname, EXISTS (
        SELECT FROM pg_catalog.pg_class AS class
        JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relnamespace
        WHERE nspname = 'realtime' AND relname = 'messages'
    )
    FROM pg_catalog.pg_roles
    WHERE rolname = current_user
"""
_IS_AS_NEEDED = """
    SELECT NOT publication.puballtables AND publication.pubinsert
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_namespace WHERE pnpubid = publication.oid)
       AND ARRAY['realtime.messages'::regclass::oid] = ARRAY(
           SELECT prrelid FROM pg_catalog.pg_publication_rel WHERE prpubid = publication.oid
       )
    FROM pg_catalog.pg_publication AS publication
    WHERE pubname = %s
"""
_DROP = sql.SQL("DROP PUBLICATION {}").format(sql.Identifier(PUBLICATION))
_CREATE = sql.SQL("CREATE PUBLICATION {} FOR TABLE realtime.messages").format(sql.Identifier(PUBLICATION))


async def run_publication(connection: AsyncConnection[Any]) -> None:
    """Create the publication of `realtime.messages` if it is missing, and anew if it has other tables.

    Realtime 2.129.8 does the same each time it connects.

    Raises:
        DatabaseError: the server does not write what logical replication needs, the role may not replicate
            or may not create the publication, or there is no `realtime.messages`.
    """
    await _check(connection)
    try:
        async with connection.transaction():
            found = await (await connection.execute(_IS_AS_NEEDED, [PUBLICATION])).fetchone()
            if found is not None and found[0]:
                return
            if found is not None:
                await connection.execute(_DROP)
            await connection.execute(_CREATE)
    except errors.InsufficientPrivilege as error:
        what = f'this role may not create the publication "{PUBLICATION}"'
        fix = 'connect as "supabase_admin", as the server does'
        raise DatabaseError(Mistake("realtime.messages", what, fix, "endpoint-publication")) from error


async def _check(connection: AsyncConnection[Any]) -> None:
    row = await (await connection.execute(_ABILITIES)).fetchone()
    wal_level, replicates, role, has_messages = row or ("", False, "", False)
    if wal_level != "logical":
        what = f'"wal_level" is "{wal_level}", so messages cannot be replicated'
        fix = 'set "wal_level" to "logical" and restart PostgreSQL'
        raise DatabaseError(Mistake("postgresql.conf", what, fix, "endpoint-wal-level"))
    if not replicates:
        what = "the role may not start replication"
        fix = 'connect as "supabase_admin", or give the role REPLICATION'
        raise DatabaseError(Mistake(f'role "{role}"', what, fix, "endpoint-role-replication"))
    if not has_messages:
        what = 'the database has no table "realtime.messages"'
        fix = "connect to a database that `pedschema platform start` has prepared"
        raise DatabaseError(Mistake("realtime.messages", what, fix, "endpoint-messages-missing"))
