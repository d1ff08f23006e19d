"""The app's own tables: created in an empty database, taken as they are in a live one."""

from __future__ import annotations

__all__ = ["AdoptTablesOp", "ReleaseTablesOp"]

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pedschema.introspect import RAISED
from pedschema.ops.handover import create_note, create_return
from pedschema.ops.step import AppOp
from pedschema.sql.quoting import dollar, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alembic.operations import Operations

_ADOPT = """
DECLARE
  expected CONSTANT jsonb := {expected};
  present bigint;
  wrong text;
BEGIN
  SELECT count(*) INTO present
  FROM pg_catalog.jsonb_object_keys(expected) AS t (name)
  WHERE pg_catalog.to_regclass(
    pg_catalog.format('%I.%I', pg_catalog.split_part(t.name, '.', 1), pg_catalog.split_part(t.name, '.', 2))
  ) IS NOT NULL;
  IF present = 0 THEN
{create}
    {note};
  END IF;
  SELECT pg_catalog.string_agg(found.problem, ', ' ORDER BY found.problem) INTO wrong
  FROM (
    SELECT DISTINCT CASE
      WHEN c.oid IS NULL THEN pg_catalog.format('table "%s" is missing', t.key)
      WHEN a.attnum IS NULL THEN pg_catalog.format('column "%s.%s" is missing', t.key, w.key)
      ELSE pg_catalog.format(
        'column "%s.%s" is of type %s, not %s',
        t.key, w.key, pg_catalog.format_type(a.atttypid, a.atttypmod), w.value
      )
    END AS problem
    FROM pg_catalog.jsonb_each(expected) AS t
    CROSS JOIN pg_catalog.jsonb_each_text(t.value) AS w
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.nspname = pg_catalog.split_part(t.key, '.', 1)
    LEFT JOIN pg_catalog.pg_class AS c
      ON c.relnamespace = n.oid AND c.relname = pg_catalog.split_part(t.key, '.', 2)
      AND c.relkind IN ('r', 'p')
    LEFT JOIN pg_catalog.pg_attribute AS a
      ON a.attrelid = c.oid AND a.attname = w.key AND a.attnum > 0 AND NOT a.attisdropped
    WHERE a.attnum IS NULL OR pg_catalog.format_type(a.atttypid, a.atttypmod) <> w.value
  ) AS found;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = {code},
      MESSAGE = wrong,
      HINT = 'migrate the app''s tables to what the revision expects, then run this again',
      TABLE = 'tables of the app',
      CONSTRAINT = 'adopt-differs';
  END IF;
END
"""


@dataclass(frozen=True, eq=False)
class AdoptTablesOp(AppOp):
    """`op.adopt_tables(…)`: the app's tables exist afterwards, and are as expected."""

    where = "tables of the app"
    create: tuple[str, ...]
    undo: str
    expects: Mapping[str, Mapping[str, str]]

    @classmethod
    def adopt_tables(
        cls,
        operations: Operations,
        *,
        create: Sequence[str],
        undo: str,
        expects: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Create the app's tables if none of them exists; if all exist, check them and change nothing.

        Tables and columns beyond the expected ones are the app's business.

        Args:
            operations: Alembic's door to the database.
            create: SQL texts that create them, run in order; names are qualified.
            undo: SQL text that drops what `create` makes; kept in the database until
                `op.release_tables`, which runs it only where `create` ran.
            expects: `schema.table` to its columns and their types, as `format_type` prints them.

        Raises:
            DatabaseError: some exist and some do not, or a column is missing or of another type.
        """
        operations.invoke(cls(tuple(create), undo, expects))

    def statements(self, schema: str) -> tuple[str, ...]:
        """Return the one statement that does it, online and in a script alike."""
        body = _ADOPT.format(
            expected=literal(json.dumps(self.expects, sort_keys=True, ensure_ascii=False)),
            create="\n".join(f"    EXECUTE {dollar(text, 'create')};" for text in self.create),
            note=create_note(schema, _key(self.expects), dollar(self.undo, "undo")),
            code=literal(RAISED),
        )
        return (f"DO {dollar(body)}",)


@dataclass(frozen=True, eq=False)
class ReleaseTablesOp(AppOp):
    """`op.release_tables(…)`: the way back of `op.adopt_tables`."""

    where = "tables of the app"
    tables: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the memory of what was created calls them."""
        return _key(self.tables)

    @classmethod
    def release_tables(cls, operations: Operations, tables: Iterable[str]) -> None:
        """Drop the app's tables where `op.adopt_tables` created them; tables it found stay.

        Args:
            operations: Alembic's door to the database.
            tables: the names that `op.adopt_tables` was called with as `expects`.
        """
        operations.invoke(cls(tuple(tables)))

    def statements(self, schema: str) -> tuple[str, ...]:
        """Return the one statement that does it, online and in a script alike."""
        return (create_return(schema, self.key),)


def _key(tables: Iterable[str]) -> str:
    return f"tables {', '.join(sorted(tables))}"
