"""A table is published for postgres_changes and has a trigger that broadcasts.

Every change is read twice, once by each way: clients that listen to both apply it twice, and each change
costs the project two messages per subscriber.

Instead: take the table out of the publication once the clients listen to the broadcast.

    alter publication supabase_realtime drop table app.posts;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_publication import find_told_twice
from pedschema.lint.published import PUBLICATION, read_published
from pedschema.lint.rule import rule
from pedschema.lint.sending import read_sending
from pedschema.lint.tables import in_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit


@rule(
    "PUB003",
    Severity.WARNING,
    good=(
        """
        alter publication supabase_realtime add table public.notes;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        alter publication supabase_realtime add table public.posts;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        alter publication supabase_realtime drop table public.posts;
        """,
        """
        alter publication backup add table public.posts;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
    bad=(
        """
        alter publication supabase_realtime add table public.posts;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
        """
        create publication supabase_realtime for table posts;
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = '' as $$
        begin
            perform realtime.send('{"a": 1}', 'changed', 'room:' || new.id, true);
            return null;
        end $$;
        create trigger tell after insert on public.posts
            for each row execute function public.tell();
        """,
    ),
)
def check(project: Project) -> Iterator[Hit]:
    """Yield the statements that publish a table whose triggers, or the contract's, broadcast."""
    sent = {
        in_public(trigger.table): f'trigger "{trigger.name}"'
        for trigger, _ in read_sending(project).by_trigger()
    }
    for publication in project.catalogue.publications if project.catalogue else ():
        sent.setdefault(publication.table, f'topic "{publication.topic}"')
    for table, statement in read_published(project).items():
        if table in sent:
            yield statement.hit(
                f"{table} is published, and {sent[table]} broadcasts its changes",
                f"take it out: alter publication {PUBLICATION} drop table {table}",
            )
    if project.live:
        yield from find_told_twice(project.live)
