r"""A message carries a column of type `json`, which can abort the write.

Payloads are jsonb: text that is valid json and no jsonb, such as "\u0000" or a number with a million digits,
raises inside the trigger, and the user's own write is rolled back.

Instead: make the column jsonb, which refuses such text where it comes in, or leave it out of the message.

    alter table app.posts alter column data type jsonb using data::jsonb;
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


@rule(
    "PAY004",
    Severity.WARNING,
    good=(
        """
        create table public.posts (id uuid primary key, data jsonb);
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
        """
        create table public.posts (id uuid primary key, data json);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('changed', new.id),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        create table public.posts (id uuid primary key, data json);
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
        """
        create table public.posts (id uuid primary key, data json not null);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('data', new.data),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield messages with a column of type json."""
    return judge_payloads(project, _judge)


def _judge(payload: Payload) -> tuple[str, str] | None:
    names = [column.name for column in payload.columns if column.type in {"json", "json[]"}]
    if not names:
        return None
    what = f'column "{names[0]}" of {payload.source} is json, and a payload is jsonb'
    return what, "make the column jsonb, or leave it out of the message"
