"""A topic may be read, and nobody publishes to it.

Clients join, are told that all is well, and never hear of a change. The screen shows what it loaded first
until somebody reloads it; the topic is misspelt, was renamed, or its trigger is gone.

Instead: let a table feed the topic, let clients write to it, or take it out of the contract. Where the
contract has a publication, migrate the database so that its trigger is there and enabled.
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.findings import Severity
from pedschema.lint.live_body import find_senders
from pedschema.lint.live_hit import declared_hit
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.lint.live import Live
    from pedschema.lint.project import Project
    from pedschema.lint.subjects import Hit
    from pedschema.model.topic import Topic


@rule(
    "CAT003",
    Severity.WARNING,
    good=(
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = ''
        as $$
        begin
            perform realtime.send('{}', 'messages', 'room:' || new.room_id || ':chat');
            return null;
        end
        $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
        """
        create function public.pass_on(topic text) returns void language sql security definer
            set search_path = ''
            as $$ select realtime.send('{}', 'messages', topic) $$;
        create function public.tell() returns trigger language plpgsql
        as $$
        begin
            perform pass_on('room:' || new.room_id || ':chat');
            return null;
        end
        $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        """,
    ),
    bad=(
        "comment on table public.messages is 'a table without a trigger';",
        """
        create function public.tell() returns trigger language plpgsql security definer
            set search_path = ''
        as $$
        begin
            perform realtime.send('{}', 'messages', 'room:' || new.room_id || ':chat');
            return null;
        end
        $$;
        create trigger tell after insert on public.messages for each row execute function public.tell();
        alter table public.messages disable trigger tell;
        """,
        """
        create function public.note() returns trigger language plpgsql
            as $$ begin return new; end $$;
        create trigger note before insert on public.messages for each row execute function public.note();
        """,
    ),
    live=True,
    alone=True,
)
def check(project: Project) -> Iterator[Hit]:
    """Yield topics that nothing feeds: by the contract, or for want of a trigger in the database."""
    for topic in project.catalogue.topics if project.catalogue else ():
        if not (topic.publications or topic.write or topic.presence):
            what = "no table feeds it, no client writes it, and it has no presence"
            fix = "add a publication, name roles in write, or remove the topic"
            yield declared_hit(topic.where, f"topic {topic.pattern}", what, fix)
        elif project.live:
            yield from _find_silent(project.live, topic)


def _find_silent(live: Live, topic: Topic) -> Iterator[Hit]:
    telling = {
        live.tables[trigger.table].name for trigger, _ in find_senders(live) if trigger.table in live.tables
    }
    silent = dict.fromkeys(each.table for each in topic.publications if each.table not in telling)
    if silent:
        names = ", ".join(f'"{name}"' for name in silent)
        what = f"no trigger of {names} that fires sends a message"
        yield declared_hit(
            topic.where, f"topic {topic.pattern}", what, "apply the migrations, or enable the trigger"
        )
