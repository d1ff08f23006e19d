"""A policy asks something else than the one that was reviewed.

Topics are open to people whom nobody meant to let in, or closed to those who need them: the expression was
changed by hand. One that PostgreSQL only writes otherwise is not reported, since syntax trees are compared.

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
    "DRF008",
    Severity.ERROR,
    good=(
        """
        alter policy rooms_chat_read on realtime.messages using (
            extension = ('broadcast'::text)
            and (rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id')))
        );
        """,
        "create policy rooms_chat_read on public.messages for select to authenticated using (true);",
    ),
    bad=(
        "alter policy rooms_chat_read on realtime.messages using (true);",
        """
        alter policy rooms_chat_read on realtime.messages using (
            extension = 'broadcast' or rooms.is_member(rooms.topic_uuid('room:{room_id}:chat', 'room_id'))
        );
        """,
    ),
    live=True,
)
def check(drift: Drift) -> Iterator[Hit]:
    """Yield policies whose USING or WITH CHECK differs."""
    for difference in drift.differing(Aspect.EXPRESSION):
        yield difference_hit(drift, difference, "its expression was changed")
