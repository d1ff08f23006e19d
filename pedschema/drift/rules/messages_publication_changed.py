"""The publication by which the server reads messages holds something else.

Broadcast stops, or the rows of a table of the app go to the server as if they were messages: the publication
is the server's own, and it makes it for realtime.messages alone.

Instead: put it right as a superuser, or drop it and let the server make it anew.

    alter publication supabase_realtime_messages_publication set table realtime.messages;
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift

_NAME = "supabase_realtime_messages_publication"


@rule(
    "DRF022",
    Severity.ERROR,
    good=(
        "drop publication supabase_realtime_messages_publication;",
        "create publication mine for table public.rooms; drop publication mine;",
    ),
    bad=(
        "alter publication supabase_realtime_messages_publication add table public.rooms;",
        "alter publication supabase_realtime_messages_publication drop table realtime.messages;",
        "alter publication supabase_realtime_messages_publication set (publish = 'update, delete');",
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield what the publication of the messages holds, if it is there and does not hold just them."""
    carried = drift.deployed.server.carried
    if carried is not None and carried != ("realtime.messages",):
        held = ", ".join(f'"{name}"' for name in carried) or "nothing"
        place = Place(object=f"publication {_NAME}")
        fix = f"drop publication {_NAME} as a superuser, and let the server make it anew"
        yield Hit(
            place,
            f'it holds {held}, not just "realtime.messages"',
            fix,
            owners=(drift.deployed.server.owner,),
        )
