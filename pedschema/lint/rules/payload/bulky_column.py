"""A message carries a column that can be large.

A message over the plan's limit, 256 KB on the free one, is dropped by the server without a word to the
writer; on UPDATE the column counts twice, once in the new and once in the old row.

Instead: leave it out, and let the client load it when it is shown.

    jsonb_build_object('post_id', new.id, 'changed_at', new.changed_at)
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

_BULKY = frozenset({"bytea", "tsvector", "xml", "json", "jsonb", "vector", "halfvec", "geometry"})


@rule(
    "PAY008",
    Severity.INFO,
    good=(
        """
        create table public.posts (id uuid primary key, picture bytea);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                jsonb_build_object('post', new.id),
                'changed', 'room:1', true
            );
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create table public.posts (id uuid primary key, title text);
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
        create table public.posts (id uuid primary key, picture bytea);
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
        create table public.posts (id uuid primary key, words tsvector);
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send(
                to_jsonb(new),
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
    """Yield whole rows with columns of types that hold documents, pictures, vectors or shapes."""
    return judge_payloads(project, _judge)


def _judge(payload: Payload) -> tuple[str, str] | None:
    names = [column.name for column in payload.columns if _stem(column.type) in _BULKY]
    if not (payload.whole and names):
        return None
    what = f'column "{names[0]}" of {payload.source} goes out with every change of its row'
    return what, "leave it out of the message"


def _stem(type_: str) -> str:
    return type_.removesuffix("[]").partition("(")[0].rpartition(".")[2]
