"""Queries that write an existing object down as the script which creates it again."""

from __future__ import annotations

__all__ = ["describe_called", "describe_function", "describe_policy", "describe_trigger", "is_grants"]

import re

from pedschema.sql.quoting import dollar, literal

_TRIGGER = """
  SELECT pg_catalog.concat_ws(
    '; ',
    pg_catalog.pg_get_triggerdef(t.oid),
    CASE t.tgenabled
      WHEN 'D' THEN pg_catalog.format('ALTER TABLE %s DISABLE TRIGGER %I', {table}, t.tgname)
      WHEN 'R' THEN pg_catalog.format('ALTER TABLE %s ENABLE REPLICA TRIGGER %I', {table}, t.tgname)
      WHEN 'A' THEN pg_catalog.format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', {table}, t.tgname)
    END,
    pg_catalog.format('COMMENT ON TRIGGER %I ON %s IS ', t.tgname, {table})
      || pg_catalog.quote_literal(pg_catalog.obj_description(t.oid, 'pg_trigger'))
  ) INTO definition
  FROM pg_catalog.pg_trigger AS t
  WHERE t.tgrelid = pg_catalog.to_regclass({table}) AND t.tgname = {name} AND NOT t.tgisinternal"""

_POLICY = """
  SELECT pg_catalog.concat_ws(
    ' ',
    pg_catalog.format('CREATE POLICY %I ON %s AS', p.polname, {table}),
    CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
    'FOR',
    CASE p.polcmd
      WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL'
    END,
    'TO',
    (
      SELECT pg_catalog.string_agg(
        CASE r.oid WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(r.oid)) END,
        ', ' ORDER BY r.position
      )
      FROM pg_catalog.unnest(p.polroles) WITH ORDINALITY AS r (oid, position)
    ),
    'USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
    'WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')'
  ) INTO definition
  FROM pg_catalog.pg_policy AS p
  WHERE p.polrelid = pg_catalog.to_regclass({table}) AND p.polname = {name}"""

# A function made again may get other grants than it had, from default privileges; only then are they set.
_GRANTS = """
DECLARE
  target CONSTANT pg_catalog.regprocedure := %1$L;
  item record;
BEGIN
  IF (SELECT proacl::text IS NOT DISTINCT FROM %2$L FROM pg_catalog.pg_proc WHERE oid = target) THEN
    RETURN;
  END IF;
  FOR item IN
    SELECT 'REVOKE ALL ON FUNCTION %%1$s FROM %%2$s' AS words, a.grantee, 0 AS step
    FROM pg_catalog.pg_proc AS p
    CROSS JOIN pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) AS a
    WHERE p.oid = target
    UNION ALL
    SELECT
      'GRANT EXECUTE ON FUNCTION %%1$s TO %%2$s'
        || CASE WHEN a.grantable THEN ' WITH GRANT OPTION' ELSE '' END,
      a.grantee,
      a.step::integer
    FROM pg_catalog.aclexplode(%3$L::pg_catalog.aclitem[])
      WITH ORDINALITY AS a (grantor, grantee, privilege, grantable, step)
    ORDER BY step
  LOOP
    EXECUTE pg_catalog.format(
      item.words,
      target,
      CASE item.grantee
        WHEN 0 THEN 'PUBLIC'
        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(item.grantee))
      END
    );
  END LOOP;
END
"""

_GRANTS_PATTERN = re.compile(
    r"(?:NULL|E?'(?:[^']|'')*')".join(
        re.escape(part.replace("%%", "%")) for part in re.split(r"%\d\$L", _GRANTS)
    )
)

_FUNCTION = """
  SELECT pg_catalog.concat_ws(
    '; ',
    pg_catalog.pg_get_functiondef(p.oid),
    CASE WHEN p.proowner <> CURRENT_USER::pg_catalog.regrole THEN pg_catalog.format(
      'ALTER FUNCTION %s OWNER TO %s', p.oid::pg_catalog.regprocedure, p.proowner::pg_catalog.regrole
    ) END,
    pg_catalog.format('DO %L', pg_catalog.format(
      {grants},
      p.oid::pg_catalog.regprocedure,
      p.proacl,
      coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))
    )),
    pg_catalog.format('COMMENT ON FUNCTION %s IS ', p.oid::pg_catalog.regprocedure)
      || pg_catalog.quote_literal(pg_catalog.obj_description(p.oid, 'pg_proc'))
  ) INTO {variable}
  FROM pg_catalog.pg_proc AS p
  WHERE p.oid = {function}"""

_CALLED = """
  SELECT p.oid INTO called
  FROM pg_catalog.pg_trigger AS t
  JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
  WHERE t.tgrelid = pg_catalog.to_regclass({table}) AND t.tgname = {name} AND NOT t.tgisinternal"""


def describe_trigger(table: str, name: str) -> str:
    """Return PL/pgSQL that puts a trigger, its state and its comment into the variable `definition`."""
    return _TRIGGER.format(table=literal(table), name=literal(name)).strip()


def describe_policy(table: str, name: str) -> str:
    """Return PL/pgSQL that puts a policy into the variable `definition`.

    A comment is left out: on `realtime.messages`, the hosted platform may refuse to set it again.
    """
    return _POLICY.format(table=literal(table), name=literal(name)).strip()


def describe_function(signature: str) -> str:
    """Return PL/pgSQL that puts a function, its owner, grants and comment into the variable `definition`."""
    return _describe_function(f"pg_catalog.to_regprocedure({literal(signature)})", "definition")


def describe_called(table: str, name: str) -> tuple[str, str]:
    """Return PL/pgSQL that puts a trigger's function into `called`, and one that puts its script into `body`.

    A function that the role may not drop is nobody's to retire; `called` is NULL then.
    """
    find = _CALLED.format(table=literal(table), name=literal(name)).strip()
    return find, _describe_function("called", "body")


def _describe_function(function: str, variable: str) -> str:
    text = _FUNCTION.format(function=function, variable=variable, grants=dollar(_GRANTS, "grants"))
    return text.strip()


def is_grants(body: str) -> bool:
    """Return whether the body of a DO block is that which gives a function its grants back."""
    return _GRANTS_PATTERN.fullmatch(body) is not None
