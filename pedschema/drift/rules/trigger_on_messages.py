"""Somebody has made a trigger on realtime.messages.

It fires for every message and for the rows by which the server checks each join: an error in it closes every
private topic, and whatever it does is done for every client. `postgres` can make such a trigger and cannot
drop it.

Instead: let the platform's support, or a superuser, drop it.

    drop trigger helper on realtime.messages;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.drift.realtime import is_of_messages
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.model.owned import Kind
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift

_MESSAGES = "realtime.messages"


@rule(
    "DRF016",
    Severity.ERROR,
    good=("create trigger again before update on public.rooms for each row execute function public.tidy();",),
    bad=(
        """
        create function public.look() returns trigger language plpgsql as 'begin return null; end';
        create trigger look after insert on realtime.messages for each row execute function public.look();
        """,
        """
        create function public.look() returns trigger language plpgsql as $$
        begin perform realtime.send('{}', 'members', 'room:1:chat'); return null; end $$;
        create trigger look after insert on realtime.messages for each row execute function public.look();
        """,
        """
        create function public.look() returns trigger language plpgsql as 'begin return null; end';
        do $$ begin execute format(
            'create trigger look before insert on %s for each row execute function public.look()',
            (select min(inhrelid)::regclass from pg_inherits where inhparent = 'realtime.messages'::regclass)
        ); end $$;
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the triggers of the messages; Realtime itself has none there."""
    found = {
        (_MESSAGES, owned.identity.name.name)
        for owned in drift.strange
        if owned.identity.kind is Kind.TRIGGER and owned.identity.of == _MESSAGES
    }
    found |= {
        (f"{trigger.table_schema}.{trigger.table_name}", trigger.name)
        for trigger in drift.deployed.triggers
        if is_of_messages(trigger.table_schema, trigger.table_name)
    }
    for table, name in sorted(found):
        place = Place(object=f'trigger "{name}" on {table}')
        fix = f"drop trigger {identifier(name)} on {table}, as a superuser"
        owners = (drift.deployed.server.owner, drift.catalogue.contract.role)
        yield Hit(place, "no migration made it", fix, owners=owners, row=("trigger", table, name))
