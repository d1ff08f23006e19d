"""The owned schema holds something that no migration made.

What stands there is taken for reviewed and owned: a later revision may meet it under a name of its own, and
clients that may look into the schema may call it.

Instead: declare it in the contract, move it to a schema of the app, or drop it.

    alter function rooms.helper() set schema public;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit, owned_hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.model.owned import Kind
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF013",
    Severity.WARNING,
    good=(
        "create function public.helper() returns integer language sql as 'select 1';",
        "create table public.rooms_helper (id integer); drop table public.rooms_helper;",
        "create temporary table helper (id integer);",
    ),
    bad=(
        "create function rooms.helper() returns integer language sql as 'select 1';",
        "create function rooms.is_member(room text) returns boolean language sql as 'select true';",
        "create table rooms.helper (id integer generated always as identity);",
        "create view rooms.helper as select 1 as one;",
        "create type rooms.helper as enum ('a');",
        """
        create trigger helper before update on rooms.surface_switch
        for each row execute function suppress_redundant_updates_trigger();
        """,
        "create rule helper as on delete to rooms.surface_switch do instead nothing;",
        "create aggregate rooms.helper (integer) (sfunc = int4pl, stype = integer);",
        """
        create function rooms.room_chat__messages_v7() returns trigger language plpgsql
        as 'begin return null; end';
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield what stands in the owned schema and the migrations do not know."""
    what = "no migration made it"
    for owned in drift.strange:
        if owned.identity.kind in (Kind.RULE, Kind.TRIGGER_FUNCTION, Kind.SWITCH):
            yield owned_hit(drift, owned, what)
    for stranger in drift.deployed.strangers if not drift.unknown else ():
        if stranger.kind != "extension function":
            name = f"{drift.schema}.{stranger.name}"
            target = f"{identifier(drift.schema)}.{identifier(stranger.name)}"
            if stranger.kind in {"trigger", "rule"}:
                name = f'"{stranger.name}" on {drift.schema}.{stranger.arguments}'
                table = f"{identifier(drift.schema)}.{identifier(stranger.arguments)}"
                target = f"{identifier(stranger.name)} on {table}"
            elif stranger.kind == "aggregate":
                target += f"({stranger.arguments})"
            place = Place(object=f"{stranger.kind} {name}")
            yield Hit(place, what, f"drop {stranger.kind} {target}", owners=(stranger.owner,))
