"""A table is published, or could be, and the contract does not say so.

Whatever subscribes to it lives off a setting that is in no file: nobody reviews what it tells to whom, and
the next project, branch or restore is without it. Every table of the app's schemas is either published by
the contract or listed as unpublished with a reason.

Instead: give the table a publication in the contract, or list it in unpublished.toml and take it out of
supabase_realtime.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_body import find_senders
from pedschema.lint.live_hit import table_hit
from pedschema.lint.live_publication import CHANGES
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.live_facts import LiveTable
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_FIX = "publish it in the contract, or list it in unpublished.toml and stop its messages"


@rule(
    "PUB001",
    Severity.ERROR,
    good=(
        "alter publication supabase_realtime add table public.messages;",
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            perform realtime.send('{}', 'messages', 'room:' || new.room_id || ':chat');
            return null;
        end
        $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
        "create schema reports; create table reports.daily (day date);",
        "create view public.recent as select id from public.messages;",
        """
        create function public.stamp() returns trigger language plpgsql as $$ begin return new; end $$;
        create trigger stamp before insert on public.members for each row execute function public.stamp();
        """,
    ),
    bad=(
        "create table public.posts (id uuid primary key);",
        "alter publication supabase_realtime add table public.members;",
        """
        create schema reports;
        create table reports.daily (day date primary key);
        alter publication supabase_realtime add table reports.daily;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            perform realtime.send('{}', 'members', 'room:' || new.room_id || ':chat');
            return null;
        end
        $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin
            insert into realtime.messages (topic, extension, event, payload, private)
                select 'room:' || room_id || ':chat', 'broadcast', 'left', '{}', true from gone;
            return null;
        end
        $$;
        create trigger tell after delete on public.members
            referencing old table as gone for each statement execute function public.tell();
        """,
    ),
    live=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield tables that tell something, or stand in the app's schemas, without a word in the contract."""
    if project.catalogue is None or project.live is None:
        return
    published = {publication.table for publication in project.catalogue.publications}
    unpublished = {table for table, _ in project.catalogue.unpublished}
    schemas = set(project.catalogue.contract.app_schemas)
    for table in _own_tables(project.live):
        ways = [] if table.name in published else _ways(project.live, table)
        if ways:
            listed = "lists it as unpublished" if table.name in unpublished else "does not know it"
            yield table_hit(table, f"{' and '.join(ways)}, and the contract {listed}", _FIX)
        elif table.schema in schemas and table.name not in published | unpublished:
            yield table_hit(table, "the contract neither publishes it nor says why not", _FIX)


def _own_tables(live: Live) -> Iterator[LiveTable]:
    return (table for table in live.tables.values() if table.is_table and not table.platform)


def _ways(live: Live, table: LiveTable) -> list[str]:
    ways = [f'it is in the publication "{CHANGES}"'] * (CHANGES in table.publications)
    return ways + [
        f'its trigger "{trigger.name}" sends messages'
        for trigger, _ in find_senders(live)
        if trigger.table == table.oid
    ]
