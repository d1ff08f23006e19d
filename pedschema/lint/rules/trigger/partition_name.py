"""A trigger on a partitioned table tells the name of the partition.

TG_TABLE_NAME is the partition that the row is in: clients that listen for the table's name hear nothing, and
the names change as partitions come and go.

Instead: write the table's name as a constant.

    realtime.broadcast_changes(topic, tg_op, tg_op, 'posts', 'app', new, old)
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending, variable_name
from pedschema.lint.tables import in_public, read_tables
from pedschema.syntax.tree import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.sending import Message
    from pedschema.lint.subjects import Hit

_WORDS = frozenset({"tg_table_name", "tg_relname"})


@rule(
    "TRG035",
    Severity.WARNING,
    good=(
        """
        create table public.posts (id uuid, day date) partition by range (day);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes('room:1', tg_op, tg_op, 'posts', 'public', new, old);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid, day date);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:1', tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create table public.posts (id uuid, day date) partition by range (day);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:1', tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield triggers on partitioned tables whose messages carry TG_TABLE_NAME."""
    sending, tables = read_sending(project), read_tables(project)
    for trigger, messages in sending.by_trigger():
        table = tables.get(in_public(trigger.table))
        if table and table.partitioned and any(_names_partition(message) for message in messages):
            yield trigger.hit(
                f'trigger "{trigger.name}" sends the names of partitions of {in_public(trigger.table)}',
                "pass the table's name as a constant",
            )


def _names_partition(message: Message) -> bool:
    trees = [message.arguments.get(parameter) for parameter in ("table_name", "payload")]
    return any(variable_name(node) in _WORDS for tree in trees if tree is not None for node in walk(tree))
