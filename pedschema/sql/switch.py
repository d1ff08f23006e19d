"""The switch table: one row per surface that somebody turned off."""

from __future__ import annotations

__all__ = ["drop_switch", "render_quiet", "render_switch", "switch_name"]

from typing import TYPE_CHECKING

from pedschema.model.names import QualifiedName
from pedschema.model.owned import Identity, Kind, Owned
from pedschema.sql.lines import Lines, indented, joined, text
from pedschema.sql.quoting import literal, qualified

if TYPE_CHECKING:
    from collections.abc import Iterable


def switch_name(schema: str) -> QualifiedName:
    """Return the name of the switch table in the owned schema."""
    return QualifiedName(schema, "surface_switch")


def render_switch(schema: str) -> Owned:
    """Return the switch table, out of reach of every client role."""
    name = switch_name(schema)
    table = qualified(name)
    create = [
        f"create table if not exists {table} (",
        "  surface text primary key,",
        "  enabled boolean not null default true,",
        "  reason text not null default '',",
        "  changed_by text not null default current_user,",
        "  changed_at timestamp with time zone not null default now(),",
        "  until timestamp with time zone",
        ")",
    ]
    return Owned(
        Identity(Kind.SWITCH, name),
        (
            text(create),
            f"alter table {table} enable row level security",
            f"revoke all on table {table} from public, anon, authenticated, service_role",
        ),
    )


def drop_switch(owned: Owned) -> str:
    """Return the statement that drops the switch table."""
    return f"drop table {qualified(owned.identity.name)}"


def render_quiet(schema: str, surfaces: Iterable[str]) -> Lines:
    """Return the condition that all of `surfaces` are off now.

    A surface without a row is on, and so is one whose `until` has passed. Without surfaces, nothing can
    be off.
    """
    names = sorted(set(surfaces))
    if not names:
        return ["false"]
    conditions = [
        f"switch.surface in ({', '.join(map(literal, names))})",
        "not switch.enabled",
        "(switch.until is null or switch.until > now())",
    ]
    return [
        "(",
        *indented(["select count(*)", f"from {qualified(switch_name(schema))} as switch"]),
        *indented(joined("where ", "  and ", conditions)),
        f") = {len(names)}",
    ]
