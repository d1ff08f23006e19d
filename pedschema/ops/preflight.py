"""Whether the database is one of a Supabase project, with Realtime as the contract expects it."""

from __future__ import annotations

__all__ = ["check_platform"]

from pedschema.introspect import RAISED
from pedschema.sql.quoting import dollar, literal

_SIGNATURES = (
    "realtime.topic()",
    "realtime.send(jsonb,text,text,boolean)",
    "realtime.broadcast_changes(text,text,text,text,text,record,record,text)",
)
"""What generated functions and policies call (Realtime 2.129.8)."""


def check_platform() -> str:
    """Return a statement that raises when messages could not be sent, or would be open to everybody."""
    signatures = ", ".join(map(literal, _SIGNATURES))
    return "DO " + dollar(f"""
DECLARE
  wrong text;
BEGIN
  IF pg_catalog.to_regclass('realtime.messages') IS NULL THEN
    wrong := 'the database has no table "realtime.messages"';
  ELSIF NOT (
    SELECT relrowsecurity FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass('realtime.messages')
  ) THEN
    wrong := 'row-level security is off on "realtime.messages", so policies would mean nothing';
  ELSE
    SELECT pg_catalog.format('the database has no function "%s"', pg_catalog.min(f.signature)) INTO wrong
    FROM pg_catalog.unnest(ARRAY[{signatures}]) AS f (signature)
    WHERE pg_catalog.to_regprocedure(f.signature) IS NULL
    HAVING pg_catalog.count(*) > 0;
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = {literal(RAISED)},
      MESSAGE = wrong,
      HINT = 'use the database of a Supabase project whose Realtime has started once',
      TABLE = pg_catalog.current_database(),
      CONSTRAINT = 'database-without-realtime';
  END IF;
END
""")
