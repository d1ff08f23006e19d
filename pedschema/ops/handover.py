"""What pedschema keeps beside the objects it owns: the memory of what it took over from the app.

The schema, Alembic's version table and this memory exist before the first revision and go after the last
one is taken back.
"""

from __future__ import annotations

__all__ = [
    "create_bookkeeping",
    "create_note",
    "create_return",
    "describe_end",
    "drop_bookkeeping",
    "drop_notes",
    "guard_bookkeeping",
    "read_notes",
]

from typing import TYPE_CHECKING

from sqlalchemy import text

from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import dollar, identifier, literal, qualified

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TABLE = "handover"
_EXISTS = text("SELECT pg_catalog.to_regclass(:name) IS NOT NULL")


def create_bookkeeping(schema: str) -> str:
    """Return a statement that creates the owned schema and the memory in it, where they are missing.

    No other role may see the memory: what it holds is run when a revision is taken back.
    """
    table = _table(schema)
    return _do(f"""
BEGIN
  IF pg_catalog.to_regclass({literal(table)}) IS NULL THEN
    CREATE SCHEMA IF NOT EXISTS {identifier(schema)};
    CREATE TABLE {table} (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      object text NOT NULL,
      restore text NOT NULL
    );
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
  END IF;
END
""")


def drop_bookkeeping(schema: str, version_table: str) -> str:
    """Return a statement that leaves no trace once no revision is applied, else keeps others from writing.

    Default privileges may have given the two tables to clients; reading the revisions is left to whoever may.
    """
    table, versions = _table(schema), qualified(QualifiedName(schema, version_table))
    return _do(f"""
DECLARE
  applied boolean := false;
  remembered boolean := false;
  given record;
BEGIN
  IF pg_catalog.to_regclass({literal(versions)}) IS NOT NULL THEN
    SELECT EXISTS (SELECT FROM {versions}) INTO applied;
  END IF;
  IF pg_catalog.to_regclass({literal(table)}) IS NOT NULL THEN
    SELECT EXISTS (SELECT FROM {table}) INTO remembered;
  END IF;
  IF applied OR remembered THEN
{_guard(versions, table)}
    RETURN;
  END IF;
  IF pg_catalog.to_regnamespace({literal(identifier(schema))}) IS NOT NULL THEN
    DROP TABLE IF EXISTS {versions}, {table};
    IF NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend
      WHERE refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
        AND refobjid = pg_catalog.to_regnamespace({literal(identifier(schema))})
    ) THEN
      DROP SCHEMA {identifier(schema)};
    END IF;
  END IF;
END
""")


def guard_bookkeeping(schema: str, version_table: str) -> str:
    """Return a statement that leaves nobody but the owner more than SELECT on version table and memory."""
    versions = qualified(QualifiedName(schema, version_table))
    return _do(f"""
DECLARE
  given record;
BEGIN
{_guard(versions, _table(schema))}
END
""")


def _guard(versions: str, table: str) -> str:
    """Return the PL/pgSQL that leaves nobody but the owner more than SELECT on the two tables."""
    return f"""
    FOR given IN
      SELECT c.oid::pg_catalog.regclass AS "table", bool_or(a.privilege_type = 'SELECT') AS reads,
        CASE a.grantee WHEN 0 THEN 'PUBLIC'
          ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END AS grantee
      FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a
      WHERE c.oid IN (pg_catalog.to_regclass({literal(versions)}), pg_catalog.to_regclass({literal(table)}))
        AND a.grantee <> c.relowner
      GROUP BY c.oid, a.grantee
      HAVING bool_or(a.privilege_type <> 'SELECT')
      ORDER BY c.oid, a.grantee
    LOOP
      EXECUTE pg_catalog.format('REVOKE ALL ON TABLE %s FROM %s', given."table", given.grantee);
      IF given.reads THEN
        EXECUTE pg_catalog.format('GRANT SELECT ON TABLE %s TO %s', given."table", given.grantee);
      END IF;
    END LOOP;
""".strip("\n")


def create_note(schema: str, key: str, restore: str) -> str:
    """Return the PL/pgSQL that remembers, under `key`, the text that the SQL expression `restore` yields."""
    return f"INSERT INTO {_table(schema)} (object, restore) VALUES ({literal(key)}, {restore})"


def describe_end(schema: str, version_table: str) -> tuple[str, ...]:
    """Return the statements in `drop_bookkeeping` that act where no revision and no note is left."""
    tables = f"{qualified(QualifiedName(schema, version_table))}, {_table(schema)}"
    return (f"DROP TABLE {tables}", f"DROP SCHEMA {identifier(schema)}")


def read_notes(connection: Connection, schema: str) -> tuple[tuple[str, str], ...]:
    """Return key and text of all that is remembered, oldest first; nothing where there is no memory."""
    table = _table(schema)
    if not connection.execute(_EXISTS, {"name": table}).scalar_one():
        return ()
    found = connection.exec_driver_sql(
        f"SELECT object, restore FROM {table} ORDER BY id",
        execution_options={"no_parameters": True},
    )
    return tuple((row.object, row.restore) for row in found)


def drop_notes(schema: str) -> str:
    """Return the statement that forgets everything."""
    return f"DELETE FROM {_table(schema)}"


def create_return(schema: str, key: str) -> str:
    """Return a statement that runs what is remembered under `key`, if anything is, and forgets it."""
    table = _table(schema)
    return _do(f"""
DECLARE
  note record;
BEGIN
  SELECT id, restore INTO note FROM {table} WHERE object = {literal(key)} ORDER BY id DESC LIMIT 1;
  IF FOUND THEN
    EXECUTE note.restore;
    DELETE FROM {table} WHERE id = note.id;
  END IF;
END
""")


def _table(schema: str) -> str:
    return qualified(QualifiedName(schema, _TABLE))


def _do(body: str) -> str:
    return f"DO {dollar(body)}"
