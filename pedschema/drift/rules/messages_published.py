"""Another publication holds realtime.messages.

The messages of every topic, with their payloads, go to whoever reads that publication: a subscriber of
another server, or clients through postgres_changes. Policies of topics are not what guards them there.

Instead: take the table out, or name the tables of the app in place of all tables or the whole schema.

    alter publication supabase_realtime drop table realtime.messages;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.sql.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF056",
    Severity.ERROR,
    good=("create publication mine for all tables; drop publication mine;",),
    bad=(
        "alter publication supabase_realtime add table realtime.messages;",
        "create publication mine for tables in schema realtime;",
        """
        do $$ begin execute format(
            'create publication mine for table %s',
            (select min(inhrelid)::regclass from pg_inherits where inhparent = 'realtime.messages'::regclass)
        ); end $$;
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield publications, but for the server's own, that hold messages."""
    for name in drift.deployed.server.published:
        place = Place(object=f'publication "{name}"')
        fix = f"take realtime.messages out of the publication {identifier(name)}, as its owner"
        owners = (drift.deployed.server.owner,)
        yield Hit(place, 'it holds "realtime.messages"', fix, owners=owners)
