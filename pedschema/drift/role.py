"""A login that can read what drift reads, and do nothing else."""

from __future__ import annotations

__all__ = ["create_reader"]

from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import dollar, identifier, literal, qualified

_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "'30s'",
    "lock_timeout": "'2s'",
    "idle_in_transaction_session_timeout": "'60s'",
    "search_path": "''",
}


def create_reader(name: str, schema: str) -> str:
    """Return a script that makes the login, without a password, or puts it right if it is there.

    It stops, and changes nothing, at a role of that name that can do more or is a member of another.

    It may connect, see the catalog as every login does, and read the revision and the switches of the owned
    schema. It is a member of no role, so that it holds no other privilege than those of PUBLIC.

    Args:
        name: of the login.
        schema: the owned schema, deployed already.

    Raises:
        ValueError: the name is empty or holds a zero byte.
    """
    role, policy = identifier(name), identifier(f"{name}_reads")
    versions = qualified(QualifiedName(schema, "alembic_version"))
    switches = qualified(QualifiedName(schema, "surface_switch"))
    statements = [
        # Nothing of the rest may happen to a role that is somebody's already.
        "begin",
        f"do {dollar(_create(name))}",
        f"alter role {role} login noinherit nocreatedb nocreaterole connection limit 4",
        *(f"alter role {role} set {setting} = {value}" for setting, value in _SETTINGS.items()),
        f"grant usage on schema {identifier(schema)} to {role}",
        f"grant select on {versions}, {switches} to {role}",
        f"drop policy if exists {policy} on {switches}",
        # Row-level security hides every switch from whom no policy lets see them.
        f"create policy {policy} on {switches} for select to {role} using (true)",
        "commit",
    ]
    return "".join(f"{each};\n" for each in statements)


def _create(name: str) -> str:
    """Return the PL/pgSQL that makes the role if it is not there, and lets it connect."""
    role = identifier(name)
    return f"""begin
  if exists (
    select from pg_catalog.pg_roles as r
    where r.rolname = {literal(name)}
      and (
        r.rolsuper or r.rolbypassrls or r.rolreplication or r.rolcreaterole or r.rolcreatedb
        or exists (select from pg_catalog.pg_auth_members as m where m.member = r.oid)
      )
  ) then
    raise exception 'the role can do more than read' using hint = 'give --print-role another name';
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = {literal(name)}) then
    create role {role};
  end if;
  execute format('grant connect on database %I to %I', current_database(), {literal(name)});
end"""
