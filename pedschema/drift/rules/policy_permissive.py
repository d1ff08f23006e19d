"""A policy narrows where it should admit, or admits where it should narrow.

Permissive policies are joined by OR, restrictive ones by AND: the same expression in the other kind closes
topics to everybody, or opens what another policy keeps closed.

Instead: put it back as reviewed.

    pedschema drift URL --fix && alembic upgrade head
"""

from __future__ import annotations

__all__ = ["check"]


from typing import TYPE_CHECKING

from pedschema.drift.differences import Aspect
from pedschema.drift.hit import difference_hit
from pedschema.findings import Severity
from pedschema.lint.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pedschema.drift.hit import Hit
    from pedschema.drift.subject import Drift


@rule(
    "DRF011",
    Severity.ERROR,
    good=(
        "create policy rooms_chat_read on public.messages as restrictive for select to anon using (true);",
    ),
    bad=(
        """
        drop policy rooms_chat_read on realtime.messages;
        create policy rooms_chat_read on realtime.messages as restrictive for select to authenticated using (
            extension = 'broadcast' and rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id'))
        );
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield policies that are permissive and should be restrictive, or the other way round."""
    for difference in drift.differing(Aspect.PERMISSIVE):
        before, after = (text.removeprefix("AS ").lower() for text in (difference.before, difference.after))
        yield difference_hit(drift, difference, f"it is {after}, not {before}")
