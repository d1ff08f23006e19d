"""The time zone of a database, a role or a sending function is not UTC.

Messages are stored under the local wall time: near midnight they fall into a partition that is not there and
are lost, a channel that asks for past messages gets none or old ones, and the measured latency is wrong by
the offset.

Instead: keep UTC in the database, and convert where times are shown.

    alter database postgres set timezone to 'UTC';
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pglast import ast

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public
from pedschema.syntax.tree import find_literals, is_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_UTC = frozenset(
    {"utc", "etc/utc", "uct", "etc/uct", "zulu", "universal", "gmt", "etc/gmt", "0", "+00", "+00:00"}
)


@rule(
    "TRG017",
    Severity.WARNING,
    good=(
        "alter database postgres set timezone to 'UTC';",
        "set time zone 'Europe/Berlin';",
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' set timezone = 'UTC' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return null;
        end $$;
        """,
        """
        create function public.local_day(moment timestamptz) returns date language sql
            set timezone = 'Europe/Berlin' as $$ select moment::date $$;
        """,
    ),
    bad=(
        "alter database postgres set timezone to 'Europe/Berlin';",
        "alter role authenticated set timezone = 'America/New_York';",
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' set timezone = 'Asia/Tokyo' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:1', true);
            return null;
        end $$;
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield statements that set another time zone for good, and sending functions that do."""
    for statement in project.statements:
        node = statement.node
        if is_node(node, ast.AlterRoleSetStmt) or is_node(node, ast.AlterDatabaseSetStmt):
            zones = find_literals(node.setstmt) if (node.setstmt.name or "").lower() == "timezone" else ()
            if zones and not _is_utc(zones[0]):
                yield statement.hit(f'the time zone is set to "{zones[0]}" for all sessions', "set it to UTC")
    for messages in read_sending(project).messages.values():
        settings = (
            {name.lower(): value for name, value in messages[0].function.settings.items()} if messages else {}
        )
        zone = settings.get("timezone", "UTC")
        if not _is_utc(zone):
            function = messages[0].function
            yield function.hit(
                f'function {in_public(function.name)} sends in the time zone "{zone}"', "set it to UTC"
            )


def _is_utc(zone: str) -> bool:
    return zone.lower() in _UTC
