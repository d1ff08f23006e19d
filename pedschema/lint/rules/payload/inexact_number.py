"""A message carries numbers that JavaScript cannot hold.

A browser reads 9007199254740993 as 9007199254740992, and a numeric with more than 15 digits loses its last
ones: the message is right on the wire and wrong in the app, without an error.

Instead: send such a column as text.

    jsonb_build_object('balance', new.balance::text)
"""

from __future__ import annotations

__all__ = ["check"]

import re
from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.payloads import judge_payloads
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.payloads import Payload
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit

_DIGITS = 15
_NUMERIC = re.compile(r"numeric\((\d+)")


@rule(
    "PAY003",
    Severity.WARNING,
    good=(
        """
        create table public.posts (id bigint generated always as identity primary key, votes integer);
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
        create table public.posts (id uuid primary key, balance numeric(38, 2));
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('balance', new.balance::text),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, price numeric(12, 2));
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('price', new.price),
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
        create table public.posts (id uuid primary key, balance bigint);
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
        create table public.posts (id uuid primary key, balance numeric);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('balance', new.balance),
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
    """Yield messages with int8 or long numeric columns, apart from keys that the database counts."""
    return judge_payloads(project, _judge)


def _judge(payload: Payload) -> tuple[str, str] | None:
    table = payload.table
    kept = table.counted | table.references | table.key if table else set()
    names = [
        column.name for column in payload.columns if _is_inexact(column.type) and column.name not in kept
    ]
    if not names:
        return None
    what = f'column "{names[0]}" of {payload.source} goes out as a number of over 15 digits'
    return what, f"send {names[0]}::text"


def _is_inexact(type_: str) -> bool:
    type_ = type_.removesuffix("[]")
    precision = _NUMERIC.match(type_)
    return type_ in {"bigint", "numeric"} or (precision is not None and int(precision[1]) > _DIGITS)
