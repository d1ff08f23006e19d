"""A view shows messages to clients.

A view reads by the rights of its owner, so that no policy of a topic is asked: whoever may read the view
reads the messages of every topic. New views of `public` are open to clients on a hosted platform.

Instead: drop the view, or take it from clients.

    revoke all on public.feed from anon, authenticated;
"""

from __future__ import annotations

__all__ = ["check"]

from typing import TYPE_CHECKING

from pedschema.drift.hit import Hit
from pedschema.findings import Place, Severity
from pedschema.lint.rule import rule
from pedschema.model.names import QualifiedName
from pedschema.sql.quoting import identifier, qualified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.subject import Drift


@rule(
    "DRF037",
    Severity.ERROR,
    good=(
        """
        create view public.feed as select topic from realtime.messages;
        revoke all on public.feed from public, anon, authenticated;
        """,
        """
        create view public.feed with (security_invoker = on) as select topic from realtime.messages;
        grant select on public.feed to anon;
        """,
        "create view public.titles as select title from public.rooms; grant select on public.titles to anon;",
    ),
    bad=(
        """
        create view public.feed as select topic from realtime.messages;
        grant select on public.feed to anon;
        """,
        """
        create view public.inner_feed as select topic, payload from realtime.messages;
        revoke all on public.inner_feed from public, anon, authenticated;
        create materialized view public.feed as select payload from public.inner_feed;
        grant select (payload) on public.feed to authenticated;
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield the views by which a role of clients reads messages."""
    for view in drift.deployed.views:
        name = QualifiedName(view.schema, view.name)
        kind = "materialized view" if view.materialized else "view"
        roles = ", ".join(f'"{role}"' for role in view.readers)
        what = f"it shows messages to {roles}, and asks no policy"
        taken = ", ".join(identifier(role) for role in view.readers)
        fix = f"drop {kind} {qualified(name)}, or revoke all on {qualified(name)} from public, {taken}"
        yield Hit(Place(object=f"{kind} {name}"), what, fix, owners=(view.owner,))
