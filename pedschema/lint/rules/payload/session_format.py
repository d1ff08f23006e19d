"""A message is written in the format that the writer's session happens to use.

Intervals, byte strings, amounts of money and ranges of dates look different after `set intervalstyle` or
`set datestyle`, which drivers and roles do: clients then read what no test has shown them.

Instead: pin the settings in the function, or send the column as text in a format of your own.

    create function app.tell() returns trigger language plpgsql security definer
        set search_path = '' set intervalstyle = 'iso_8601' set bytea_output = 'hex'
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.payloads import judge_payloads
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.payloads import Payload
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_SETTINGS = {
    "interval": "intervalstyle",
    "bytea": "bytea_output",
    "money": "lc_monetary",
    "daterange": "datestyle",
    "tsrange": "datestyle",
    "tstzrange": "datestyle",
}


@rule(
    "PAY009",
    Severity.INFO,
    good=(
        """
        create table public.posts (id uuid primary key, length interval);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' set intervalstyle = 'iso_8601' as $$
        begin
            perform realtime.send(
                jsonb_build_object('length', new.length),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, day date);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.id,
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create table public.posts (id uuid primary key, length interval);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('length', new.length),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, days daterange);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.broadcast_changes(
                'room:' || new.id,
                tg_op, tg_op, tg_table_name, tg_table_schema, new, old
            );
            return null;
        end $$;
        create trigger tell after insert or update or delete on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield messages with columns whose text a setting decides that no function on the way pins."""
    return judge_payloads(project, _judge)


def _judge(payload: Payload) -> tuple[str, str] | None:
    pinned = {name.lower() for part in payload.message.chain for name in part.settings}
    for column in payload.columns:
        setting = _SETTINGS.get(column.type.removesuffix("[]").partition("(")[0], "")
        if setting and setting not in pinned:
            what = f'the text of column "{column.name}" follows the writer\'s {setting}'
            return what, f"add SET {setting} to the function"
    return None
