"""A trigger that no migration made sends messages.

Clients get messages that the contract does not describe: other topics, other columns, or the same change a
second time. Its payload is reviewed by nobody, and it may show columns that the topic's readers must not
see.

Instead: declare the publication in the contract and retire the trigger in a revision, or drop it.

    op.retire_trigger("tell", of="public.members")
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.diff import render_diff
from pedschema.drift.hit import Hit, owned_hit
from pedschema.drift.realtime import is_of_messages
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.model.names import QualifiedName
from pedschema.model.owned import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift

_MESSAGES = "realtime.messages"


@rule(
    "DRF015",
    Severity.WARNING,
    good=(
        "create trigger again before update on public.rooms for each row execute function public.tidy();",
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'members', 'room:1:chat'); return null; end $$;
        """,
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'members', 'room:1:chat'); return null; end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        alter table public.members disable trigger tell;
        """,
        """
        create function public.talk() returns trigger language plpgsql as $$
        begin raise notice 'realtime.send(a, b, c)'; return null; end $$;
        create trigger talk after insert on public.members for each row execute function public.talk();
        """,
        """
        create function public.note() returns trigger language plpgsql as $$
        begin
            execute format('analyze %I.%I', tg_table_schema, tg_table_name);
            perform realtime.topic(), pg_notify('supabase_realtime', '');
            return null;
        end $$;
        create trigger note after insert on public.members for each row execute function public.note();
        """,
    ),
    bad=(
        """
        create function public.tell() returns trigger language plpgsql security definer as $$
        begin perform realtime.send('{}', 'members', 'room:1:chat'); return null; end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create function public.say(topic text) returns void language sql as
            $$ insert into realtime.messages (topic, extension, payload) values (topic, 'broadcast', '{}') $$;
        create function public.tell() returns trigger language plpgsql as $$
        begin perform public.say('room:1:chat'); return null; end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql
        set search_path = realtime, public as $$
        begin perform send('{}', 'members', 'room:1:chat'); return null; end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create function public.say() returns void begin atomic
            select realtime.send('{}', 'members', 'room:1:chat');
        end;
        create function public.tell() returns trigger language plpgsql as $$
        begin perform public.say(); return null; end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql as $$
        begin
            execute 'insert into realtime.' || 'messages (topic, extension) values (''a'', ''broadcast'')';
            return null;
        end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql as $$
        declare target text := format('%I.%I', 'realtime', 'messages');
        begin execute 'insert into ' || target || ' default values'; return null; end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create function extensions.say() returns void language sql as
            $$ select realtime.send('{}', 'members', 'room:1:chat') $$;
        create function extensions.tell() returns trigger language plpgsql as $$
        begin perform extensions.say(); return null; end $$;
        create trigger tell after insert on auth.users for each row execute function extensions.tell();
        """,
        """
        create function public.tell() returns trigger language plpgsql set search_path = realtime as $$
        begin
            merge into messages using (values (1)) as new (one) on false
            when not matched then insert (topic, extension) values ('room', 'broadcast');
            return null;
        end $$;
        create trigger tell after insert on public.members for each row execute function public.tell();
        """,
        """
        create trigger twice after insert on public.messages
        for each row execute function rooms.room_chat__messages_v1();
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield triggers that reach Realtime, by an owned function or by whatever chain of functions."""
    renamed = {new.name for _, new in drift.tables.renamed}
    for owned in drift.strange:
        table = owned.identity.of
        is_trigger = owned.identity.kind is Kind.TRIGGER and table != _MESSAGES
        if is_trigger and QualifiedName.parse(table) not in renamed:
            yield owned_hit(drift, owned, "no migration made it, and it calls an owned function")
    for sender in drift.senders:
        trigger = sender.trigger
        table = f"{trigger.table_schema}.{trigger.table_name}"
        if not is_of_messages(trigger.table_schema, trigger.table_name):
            place = Place(object=f'trigger "{trigger.name}" on {table}')
            fix = (
                f'declare the publication, and retire "{trigger.name}" of "{table}" in a revision; or drop it'
            )
            sending = "it sends messages" if sender.is_certain else "SQL that it puts together names Realtime"
            what = f"no migration made it, and {sending}"
            diff, row = render_diff("", trigger.definition), ("trigger", table, trigger.name)
            yield Hit(place, what, fix, diff, (trigger.owner,), row)
